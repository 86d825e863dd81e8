"""The answers of a signed edition, for a new one that counts the very same.

A few answers that came, changed or were taken back since hinder a new edition of those of now. One
of the same answers as then can still correct a text: it prints no other number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.conf import settings

from samklang.core.coding.codings import Coding
from samklang.core.language.wording import Wording
from samklang.package import rows
from samklang.package.files import read_files
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from samklang.web.models import Publication, Theme
from samklang.web.models.publication import SEEN

# What says who was asked, what they were asked and answered, and what coders made of it.
ANSWERS = (
    "questionnaire.yaml",
    "codebook.yaml",
    rows.REGISTER,
    rows.RESPONSES,
    rows.CODINGS,
    rows.STATES,
    rows.SAMPLES,
    rows.READINGS,
    rows.TALKS,
)


def last_signed(theme: Theme) -> Publication | None:
    """The newest edition that was signed, if its answers are still there. One query.

    In a theme with names it is also known whose they are: else no quote is known to be released.
    """
    signed = theme.publications.filter(state__in=SEEN).exclude(build__freeze__file="")
    if not theme.anonymous:
        signed = signed.exclude(build__freeze__members=[])
    return signed.select_related("build__freeze").first()


def with_answers_of(
    edition: Publication, files: Mapping[str, bytes], order: Sequence[int]
) -> Mapping[str, bytes]:
    """A theme's files as they are now, with the answers and codings of a signed edition.

    order: the invitations that the responses of `files` are numbered by. Quotes are those released
    now: one that was taken back since is not printed again.
    """
    freeze = edition.build.freeze
    then_files = read_files(settings.DATA / freeze.file)
    then, now = read_from(then_files), read_from(files)
    ids = {pk: f"r{number}" for number, pk in enumerate(order, 1)}
    numbers = {f"r{n}": ids[pk] for n, pk in enumerate(freeze.members, 1) if pk in ids}
    files_then = {name: content for name, content in files.items() if name not in ANSWERS}
    files_then |= {name: content for name, content in then_files.items() if name in ANSWERS}
    if then.codings:
        codings = tuple(_as_released(c, now, numbers) for c in then.codings)
        files_then[rows.CODINGS] = texts(replace(then, codings=codings))[rows.CODINGS].encode()
    return dict(sorted(files_then.items()))


def _as_released(coding: Coding, now: ThemePackage, numbers: Mapping[str, str]) -> Coding:
    """A coding of then as a quote of now, or as none. Without numbers, in anonymous mode, only what
    the coding itself is called says whose it is.
    """
    response = numbers.get(coding.response)
    for one in now.codings:
        whose = one.response == response if numbers else one.id == coding.id
        place = (one.question, one.start, one.end, one.code, one.text)
        same = (coding.question, coding.start, coding.end, coding.code, coding.text)
        if one.released and whose and place == same:
            return replace(
                coding,
                released_by=one.released_by,
                released_on=one.released_on,
                quote=one.quote,
                translation=one.translation,
                attribution=one.attribution,
            )
    return replace(
        coding,
        released_by="",
        released_on=None,
        quote="",
        translation=Wording(),
        attribution="",
    )
