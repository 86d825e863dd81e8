"""How the responses of a theme are numbered in its package, and were in each package before it."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from samklang.core.coding.states import Place
from samklang.core.faults import FaultyInput
from samklang.core.survey.open_questions import open_questions
from samklang.package import rows
from samklang.package.files import read_files
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from samklang.web.models import Coding, Freeze, QuestionnaireVersion, Theme
from samklang.web.models.response import ResponseState
from samklang.web.queries.open_answers import text_of
from samklang.web.queries.package import anonymous_order, package_order
from samklang.web.queries.questionnaires import parsed

# A response's place in a package: its number and its member's, which say nothing of what it holds.
NUMBERS = [rows.RESPONSE_COLUMNS.index(column) for column in ("response", "member")]


def response_orders(
    theme: Theme, version: QuestionnaireVersion, package: ThemePackage
) -> Iterator[tuple[Mapping[str, int], Mapping[Place, str]]]:
    """How the responses of a theme may be numbered in a package: as they are now, and as they were
    in each package made before. Each with the open answers there, by response and question.

    package: the theme as it is now.
    """
    places = open_questions(parsed(version.source))
    sent = {r.pk: r for r in theme.responses.filter(state=ResponseState.SENT)}
    orders: Iterator[Sequence[int | None]]
    if theme.anonymous:
        orders = _by_content(theme, [r.pk for r in anonymous_order(sent.values())], package)
    else:
        of = {r.invitation_id: r.pk for r in sent.values() if r.invitation_id}
        before = theme.freezes.values_list("members", flat=True)
        known = (package_order(theme), *before)
        orders = ([of.get(pk) for pk in order] for order in known if order)
    for order in orders:
        ids = {f"r{number}": pk for number, pk in enumerate(order, 1) if pk is not None}
        texts = {
            (id_, place.address): text
            for id_, pk in ids.items()
            for place in places
            if (text := text_of(sent[pk].answers, place))
        }
        yield ids, texts


def _by_content(
    theme: Theme, order: list[int], package: ThemePackage
) -> Iterator[Sequence[int | None]]:
    """Anonymous mode: nothing is kept of which answers were in when, so a package of then is read
    and each of its responses found by what it holds. Of several that hold the same, the one that
    its codings were put on, else one that is coded as it was then, so that no coding moves.
    """
    yield order
    coded = Coding.objects.filter(answer__theme=theme).values_list("pk", "answer__response")
    put_on = {f"c{pk}": response for pk, response in coded}
    numbered = {f"r{number}": pk for number, pk in enumerate(order, 1)}
    id_of, now = {pk: id_ for id_, pk in numbered.items()}, _held(package)
    for freeze in theme.freezes.exclude(file=""):
        package_then = _frozen(freeze)
        # Asked other questions, a response of then cannot be told from another.
        if package_then is None or package_then.questionnaire != package.questionnaire:
            continue
        then, left, found = _held(package_then), dict(now), dict[str, int]()
        for coding in package_then.codings:
            id_ = id_of.get(put_on.get(coding.id, 0), "")
            if id_ in left and now[id_].cells == then[coding.response].cells:
                found[coding.response] = numbered[id_]
                del left[id_]
        for alike in (lambda held: held, lambda held: held.cells):
            places: dict[Hashable, list[str]] = {}
            for id_, held in left.items():
                places.setdefault(alike(held), []).append(id_)
            for id_, held in then.items():
                if id_ not in found and (same := places.get(alike(held))):
                    found[id_] = numbered[same[0]]
                    del left[same.pop(0)]
        yield [found.get(f"r{number}") for number in range(1, len(then) + 1)]


@dataclass(frozen=True)
class _Held:
    """What a response holds, but for its number, and how it is coded."""

    cells: tuple[str, ...]
    codings: frozenset[tuple[object, ...]]


def _held(package: ThemePackage) -> Mapping[str, _Held]:
    codings: dict[str, set[tuple[object, ...]]] = {}
    for c in package.codings:
        of = codings.setdefault(c.response, set())
        of.add((c.question, c.start, c.end, c.code, c.valence))
    held = {}
    for response in package.responses:
        cells = rows.response_cells(response, package.questionnaire)
        kept = tuple(cell for place, cell in enumerate(cells) if place not in NUMBERS)
        held[response.id] = _Held(kept, frozenset(codings.get(response.id, ())))
    return held


def _frozen(freeze: Freeze) -> ThemePackage | None:
    """A package as it was frozen; None where it is gone or of an older form."""
    try:
        return read_from(read_files(settings.DATA / freeze.file))
    except FaultyInput:
        return None
