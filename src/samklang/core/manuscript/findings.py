"""Findings in a manuscript: the directive becomes the blocks that print one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samklang.core.coding.findings import Finding, FindingEvidence, opposite
from samklang.core.document.inline import Run
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.parsing import (
    Directive,
    DraftBlock,
    DraftHeading,
    DraftParagraph,
    DraftSection,
    DraftText,
    Role,
    parse,
)

NAME = "finding"
# What each piece of evidence is called, by what it is of.
Labels = Mapping[str, tuple[Run, ...]]


def finding_of(block: DraftBlock, findings: Mapping[str, Finding]) -> Finding | None:
    """The finding that a directive puts in; None for another block or one that is not there."""
    if not isinstance(block, Directive) or block.name != NAME:
        return None
    return findings.get(block.argument.strip())


def with_findings(
    sections: Sequence[DraftSection],
    findings: Mapping[str, Finding],
    labels: Labels,
    language: Language,
) -> tuple[DraftSection, ...]:
    """The sections with each finding as claim, evidence, cases against, and what follows.

    labels: what each piece of evidence is called, by its `of`. A directive that names no finding
    stays as it is.
    """
    return tuple(
        replace(
            section,
            blocks=tuple(
                drafted
                for block in section.blocks
                for drafted in _expanded(block, findings, labels, language)
            ),
        )
        for section in sections
    )


def _expanded(
    block: DraftBlock,
    findings: Mapping[str, Finding],
    labels: Labels,
    language: Language,
) -> Sequence[DraftBlock]:
    finding = finding_of(block, findings)
    if finding is None or not isinstance(block, Directive):
        return (block,)
    line = block.line
    claim = _text(finding.statement[language], line)
    blocks: list[DraftBlock] = [DraftHeading(3, f"finding-{finding.id}", claim, line)]
    evidence = [_evidence(item, labels, line) for item in finding.evidence]
    blocks.append(_paragraph("evidence", _joined(evidence), language, line))
    against = list(_text(finding.against[language], line))
    for item in finding.evidence:
        other = opposite(item.of) if item.kind == "code" else ""
        if other:
            label = labels.get(other, (Run(other),))
            against += [Run(" "), *label, Run(": "), Role("mentions", other, line), Run(".")]
    blocks.append(_paragraph("against", tuple(against), language, line))
    if finding.follows[language]:
        follows = _text(finding.follows[language], line)
        blocks.append(_paragraph("follows", follows, language, line))
    return blocks


def _paragraph(name: str, text: DraftText, language: Language, line: int) -> DraftParagraph:
    begins = Run(f"{phrase(language, f'report.finding_{name}')} ", strong=True)
    return DraftParagraph((begins, *text), line)


def _evidence(item: FindingEvidence, labels: Labels, line: int) -> DraftText:
    label = labels.get(item.of, (Run(item.of),))
    match item.kind:
        case "share":
            return (
                *label,
                Run(": "),
                Role("share", item.of, line),
                Run(" ("),
                Role("interval", item.of, line),
                Run(")"),
            )
        case "code":
            return (*label, Run(": "), Role("mentions", item.of, line))
        case "reference":
            return (Role("cite", item.of, line),)
        case "quote" | "example":
            return label


def _joined(parts: Sequence[DraftText]) -> DraftText:
    runs: list[Run | object] = []
    for number, part in enumerate(parts):
        # A citation stands behind what it is a source of, as in running text.
        cited = bool(part) and isinstance(part[0], Role) and part[0].name == "cite"
        runs += [Run(" " if cited else "; ")] if number else []
        runs += part
    return (*runs, Run("."))  # type: ignore[arg-type]


def _text(words: str, line: int) -> DraftText:
    """Words with their roles, which stand where the directive does."""
    sections, _ = parse(f"# x\n\n{' '.join(words.split())}\n", file="")
    for block in sections[0].blocks if sections else ():
        if isinstance(block, DraftParagraph):
            return tuple(
                replace(part, line=line) if isinstance(part, Role) else part for part in block.text
            )
    return (Run(words),)
