"""Codings as a table of 0 and 1: a row for each answer and coder, a column for each code."""

from collections.abc import Iterator, Sequence

from samklang.core.coding.codings import Coding
from samklang.package import table
from samklang.package.theme_package import ThemePackage

FIRST = ("response", "question", "coder")


def codings_table(package: ThemePackage) -> bytes:
    """CSV in UTF-8. A code that is used with a valence has a column for each, `code.enables`.

    An answer that nobody has coded has a row without coder and with empty cells, so that 0 always
    means that somebody left the code out. No cell can be a formula.
    """
    used = {(c.code, c.valence) for c in package.codings}
    columns = [
        (code.id, valence)
        for code in package.codebook.codes
        for valence in ("", "enables", "hinders")
        if (code.id, valence) in used or (not valence and not _any(code.id, package.codings))
    ]
    header = [*FIRST, *(f"{code}.{v}" if v else code for code, v in columns)]
    return table.write(header, _rows(package, columns)).encode()


def _any(code: str, codings: Sequence[Coding]) -> bool:
    return any(coding.code == code for coding in codings)


def _rows(package: ThemePackage, columns: Sequence[tuple[str, str]]) -> Iterator[Sequence[str]]:
    given: dict[tuple[str, str], dict[str, set[tuple[str, str]]]] = {}
    for coding in package.codings:
        by_coder = given.setdefault((coding.response, coding.question), {})
        by_coder.setdefault(coding.coder, set()).add((coding.code, coding.valence))
    for response in package.responses:
        for question in package.questionnaire:
            answer = response.answers.get(question.id)
            if question.type != "text" or not isinstance(answer, str):
                continue
            by_coder = given.get((response.id, question.id), {})
            if not by_coder:
                yield [response.id, question.id, "", *([""] * len(columns))]
            for coder, codes in sorted(by_coder.items()):
                marks = ["1" if column in codes else "0" for column in columns]
                yield [response.id, question.id, coder, *marks]
