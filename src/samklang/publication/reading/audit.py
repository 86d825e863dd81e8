"""Audit of a folder: what a reader of its files, who has the register, can infer of each number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samklang.core.disclosure.audit import Inference, Seen, audit
from samklang.core.disclosure.loss import Loss, loss
from samklang.core.disclosure.members import members
from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.core.privacy import Public
from samklang.core.theme.register import Register
from samklang.package import rows, table
from samklang.publication.reading.beside import OtherFolder, beside, respondents_of
from samklang.publication.reading.figures import publication
from samklang.publication.reading.forms import forms
from samklang.publication.reading.leaks import Leak, leaks
from samklang.publication.reading.voices import voices
from samklang.publication.reading.weights import weights_of


@dataclass(frozen=True)
class FolderAudit:
    """What the files of a folder tell. files: that were read. leaks: see `leaks` and `voices`."""

    files: Public[int]
    inferences: Public[tuple[Inference, ...]]
    leaks: Public[tuple[Leak, ...]]
    loss: Public[Loss]


def register_of(package: Path) -> Register:
    """The register of a package of which the rest may be gone.

    Raises FaultyInput where there is none, or it cannot be read.
    """
    path = package / rows.REGISTER
    if not path.is_file():
        remedy = message("terminal.the_reader_has_the_register")
        raise faulty_file(path, message("package.the_file_is_missing"), remedy)
    content, faults = table.read(path.read_text(encoding="utf-8-sig"), rows.REGISTER)
    if content is None:
        raise FaultyInput(faults)
    register, wrong = rows.register(content)
    if wrong:
        raise FaultyInput(wrong)
    return register


def audit_folder(
    folder: Path, register: Register | None, *, others: Sequence[OtherFolder] = ()
) -> FolderAudit:
    """Reads every file of a built folder and plays the attacker on what stands there.

    others: folders of other editions or sisters of the same answers, whose numbers he has as well.
    Nothing is taken from a package but its register.
    Raises Contradiction where the files do not agree with each other.
    """
    shown = list(forms(folder))
    read = publication(folder, register)
    respondents = respondents_of(read)
    earlier = [
        beside(other, register, respondents=respondents, known=read.questions) for other in others
    ]
    figures = [
        replace(
            t,
            rows=tuple(
                replace(
                    row,
                    cells=tuple(
                        cell
                        for series, cell in zip(o.series, row.cells, strict=True)
                        if series not in o.unprinted
                    ),
                )
                for row in t.rows
            ),
        )
        for t, o in zip(read.tables, read.outlines, strict=True)
    ]
    columns = [
        *read.participation.by,
        *(c for o in read.outlines for c in o.by),
        *(c for release in earlier for o in release.outlines for c in o.by),
    ]
    inferences = audit(
        [Seen(t, o.sums, None, o) for t, o in zip(read.tables, read.outlines, strict=True)],
        respondents=respondents,
        participation=read.participation if read.participation.groups else None,
        earlier=earlier,
        weights=weights_of(read),
        members=members(register, columns),
    )
    return FolderAudit(
        files=len(shown),
        inferences=inferences,
        leaks=(*leaks(read, shown), *voices(folder, read)),
        loss=loss(figures),
    )
