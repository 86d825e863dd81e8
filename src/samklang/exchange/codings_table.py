"""Codings as a table of 0 and 1: a row for each answer and coder, a column for each code."""

from collections.abc import Iterator, Sequence

from samklang.core.coding.codings import Coding
from samklang.package import table
from samklang.package.theme_package import ThemePackage

FIRST = ("response", "question", "coder")
LAST = {"accepted_suggestions": "suggestion", "imported": "import"}


def codings_table(package: ThemePackage) -> bytes:
    """CSV in UTF-8. A code that is used with a valence has a column for each, `code.enables`.

    An answer that nobody has coded has a row without coder and with empty cells, so that 0 always
    means that somebody left the code out. No cell can be a formula. The last two columns name
    those of the row's codes that a suggestion made which the coder accepted, and that an import
    made; the coder made the others.
    """
    used = {(c.code, c.valence) for c in package.codings}
    columns = [
        (code.id, valence)
        for code in package.codebook.codes
        for valence in ("", "enables", "hinders")
        if (code.id, valence) in used or (not valence and not _any(code.id, package.codings))
    ]
    header = [*FIRST, *map(_name, columns), *LAST]
    return table.write(header, _rows(package, columns)).encode()


def _name(column: tuple[str, str]) -> str:
    return ".".join(filter(None, column))


def _any(code: str, codings: Sequence[Coding]) -> bool:
    return any(coding.code == code for coding in codings)


def _rows(package: ThemePackage, columns: Sequence[tuple[str, str]]) -> Iterator[Sequence[str]]:
    given: dict[tuple[str, str], dict[str, list[Coding]]] = {}
    for coding in package.codings:
        by_coder = given.setdefault((coding.response, coding.question), {})
        by_coder.setdefault(coding.coder, []).append(coding)
    for response in package.responses:
        for question in package.questionnaire:
            answer = response.answers.get(question.id)
            if question.type != "text" or not isinstance(answer, str):
                continue
            by_coder = given.get((response.id, question.id), {})
            if not by_coder:
                yield [response.id, question.id, "", *([""] * (len(columns) + len(LAST)))]
            for coder, codings in sorted(by_coder.items()):
                codes = {(c.code, c.valence) for c in codings}
                marks = ["1" if column in codes else "0" for column in columns]
                made = [
                    {(c.code, c.valence) for c in codings if c.origin == origin}
                    for origin in LAST.values()
                ]
                names = [" ".join(_name(c) for c in columns if c in some) for some in made]
                yield [response.id, question.id, coder, *marks, *names]
