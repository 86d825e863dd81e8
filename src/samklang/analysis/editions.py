"""Editions: what earlier ones printed, and how the responses of now differ from theirs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from samklang.analysis.coding import coded_digests, with_families
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.ledger import IssuedEdition, compared
from samklang.core.disclosure.members import group_sizes
from samklang.core.survey.responses import Responses
from samklang.package import ledger
from samklang.package.theme_package import ThemePackage


def answer_digests(package: ThemePackage, columns: Sequence[str]) -> Mapping[str, str]:
    """A digest of what each counted response has in `columns`, by digest of its id."""
    counted = package.responses.counted(partial=package.theme.design.partial == "counted")
    return ledger.digests(counted, package.questionnaire, package.register, columns=columns)


def earlier_editions(package: ThemePackage) -> list[EarlierRelease]:
    """What the package's ledger has; this edition itself, of the same responses, adds nothing."""
    releases: list[EarlierRelease] = []
    if not package.releases:
        return releases
    coded = coded_digests(package)
    columns = set(ledger.digest_columns(package.questionnaire, package.register))
    for issued in package.releases:
        now = answer_digests(package, issued.columns)
        if not set(issued.columns) <= columns:
            # What is no longer asked cannot be compared: a response that is still here is taken for
            # the same, as a reader must, and printed numbers that deny it are refused.
            now = {name: issued.responses.get(name, digest) for name, digest in now.items()}
        editions = compared(issued, now, coded)
        if issued.edition != package.theme.edition or not all(edition.same for edition in editions):
            releases += editions
    return releases


def renumbered(
    issued: IssuedEdition,
    then: ThemePackage,
    now: ThemePackage,
    *,
    ids: Mapping[str, str] | None = None,
) -> IssuedEdition:
    """An edition with its digests and register made anew, under the ids that answers have now.

    then: the package that it was built from. ids: of now by those of then, without the responses
    that are gone; None where nobody can say whose an answer is, and like answers are taken for the
    same, which is as little as can have changed.
    """
    if ids is None:
        ids = dict(_alike(then, now, issued.columns))
    # No response of now has such an id.
    names = {r.id: ids.get(r.id, f"{issued.edition}/{r.id}") for r in then.responses}
    named = replace(
        then,
        responses=Responses(tuple(replace(r, id=names[r.id]) for r in then.responses)),
        codings=tuple(replace(c, response=names[c.response]) for c in then.codings),
        states=tuple(replace(s, response=names[s.response]) for s in then.states),
    )
    return replace(
        issued,
        responses=answer_digests(named, issued.columns),
        coded=coded_digests(with_families(named)) if issued.derived else {},
        register=then.register.groups if then.register else (),
        members=group_sizes(then.register),
    )


def _alike(
    then: ThemePackage, now: ThemePackage, columns: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Responses of then and now that are alike: in all they say, and of the rest in `columns`.

    What only one of the two has cannot tell them apart.
    """
    kept = {c for q in now.questionnaire for c in q.columns()}
    kept.update(ledger.digest_columns(now.questionnaire, now.register))
    everything = [c for q in then.questionnaire for c in q.columns() if c in kept]
    columns = [c for c in columns if c in kept]
    old, new = dict(_answers(then, columns)), dict(_answers(now, columns))
    for chosen in ([*columns, *everything], columns):
        known = defaultdict(list)
        for name, answers in _answers(now, chosen):
            if name in new:
                known[answers].append(name)
        for name, answers in _answers(then, chosen):
            if name in old and known[answers]:
                earlier = known[answers].pop(0)
                del old[name], new[earlier]
                yield name, earlier


def _answers(
    package: ThemePackage, columns: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ledger.answers(
        package.responses, package.questionnaire, package.register, columns=columns
    )
