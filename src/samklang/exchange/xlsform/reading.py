"""Reading: an XLSForm as a questionnaire, or every row that cannot be one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from samklang.core.survey.expression import ExpressionError, constants, names, parse
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire, QuestionType
from samklang.core.wording import Language, Wording
from samklang.exchange.xlsform.sheets import Form, Refusal, Refused, Row, read_form

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
# What every responses.csv has; no question can be called so.
TAKEN = frozenset({"response", "member", "status", "submitted"})
PLAIN: Mapping[str, QuestionType] = {
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "text": "text",
    "string": "text",
    "note": "note",
}
# What a phone notes of itself; there is nothing of it in a survey by invitation.
NOTED = frozenset(
    {
        *("start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit"),
        *("simserial", "subscriberid"),
    }
)
UNHEARD = ("image", "audio", "video", "media", "big-image", "autoplay", "appearance", "parameters")
# Columns that would change what is asked or allowed: they are refused, never dropped.
BINDING = ("constraint", "choice_filter", "calculation", "default", "repeat_count", "trigger")
LANGUAGES: Mapping[str, Language] = {
    "sv": "sv",
    "svenska": "sv",
    "swedish": "sv",
    "en": "en",
    "english": "en",
    "engelska": "en",
}
_SELECT = re.compile(r"select[_ ](one|multiple)\s+(\S+)(?:\s+(or_other))?")
_OTHER = Wording(sv="Annat, nämligen", en="Other, namely")


@dataclass(frozen=True)
class XLSForm:
    """A form that has been read. title: form_title. lost: what was left out, as Refusals."""

    questionnaire: Questionnaire
    title: str
    lost: tuple[Refusal, ...]


def read_xlsform(content: bytes) -> XLSForm:
    """The questionnaire of an .xlsx. Raises Refused with every row that cannot be taken over."""
    reader = _Reader(read_form(content))
    reader.read()
    if reader.refusals:
        raise Refused(reader.refusals)
    version = reader.form.settings.get("version") or "1"
    questionnaire = Questionnaire(version, tuple(reader.questions))
    title = reader.form.settings.get("form_title", "")
    return XLSForm(questionnaire, title, tuple(sorted(set(reader.lost))))


@dataclass
class _Group:
    """An open group: its row, condition, and whether its questions make up a table."""

    row: int
    name: str
    relevant: str
    label: Wording
    table: bool
    first: int


class _Reader:
    def __init__(self, form: Form):
        self.form = form
        self.refusals: list[Refusal] = []
        self.lost: list[Refusal] = []
        self.questions: list[Question] = []
        self.rows: dict[str, int] = {}
        self.groups: list[_Group] = []
        # A question of a table is asked of as "table.question" from then on.
        self.moved: dict[str, str] = {}
        self.default = _language(form.settings.get("default_language", "")) or "sv"
        self.lists = self._lists()

    def refuse(self, sheet: str, row: int, column: str, reason: str, value: str = "") -> None:
        self.refusals.append(Refusal(sheet, row, column, reason, value[:80]))

    def read(self) -> None:
        for row, cells in self.form.survey:
            self._row(row, cells)
        for group in self.groups:
            self.refuse("survey", group.row, "type", "group_open", group.name)
        if not self.questions and not self.refusals:
            self.refuse("survey", 0, "", "no_questions")
        self._conditions()

    def _lists(self) -> dict[str, list[Option]]:
        found: dict[str, list[Option]] = {}
        for row, cells in self.form.choices:
            name = cells.get("list_name") or cells.get("list name", "")
            option = cells.get("name") or cells.get("value", "")
            if not name:
                self.refuse("choices", row, "list_name", "no_list")
                continue
            if not ID.fullmatch(option):
                self.refuse("choices", row, "name", "bad_name", option)
                continue
            listed = found.setdefault(name, [])
            if any(o.id == option for o in listed):
                self.refuse("choices", row, "name", "option_twice", option)
                continue
            label = self._wording("choices", row, cells, "label")
            if not label:
                self.refuse("choices", row, "label", "no_label", option)
            exclusive = cells.get("exclusive", "").lower() in ("yes", "true", "true()", "1")
            listed.append(Option(option, label, exclusive=exclusive))
        return found

    def _wording(self, sheet: str, row: int, cells: Row, column: str) -> Wording:
        texts: dict[Language, str] = {}
        for heading, text in cells.items():
            stem, _, language = heading.partition("::")
            if stem.strip() != column or not text:
                continue
            code = _language(language) if language else self.default
            if code is None:
                self.lost.append(Refusal(sheet, 1, heading, "other_language"))
            else:
                texts[code] = text
        return Wording(sv=texts.get("sv", ""), en=texts.get("en", ""))

    def _row(self, row: int, cells: Row) -> None:
        kind = " ".join(cells.get("type", "").split()).lower()
        if kind in ("begin group", "begin_group"):
            self._begin(row, cells)
        elif kind in ("end group", "end_group"):
            self._end(row)
        elif kind in ("begin repeat", "begin_repeat", "end repeat", "end_repeat"):
            self.refuse("survey", row, "type", "repeat", kind)
        elif kind in NOTED:
            self.lost.append(Refusal("survey", row, "type", "noted", kind))
        elif not kind:
            self.refuse("survey", row, "type", "no_type", cells.get("name", ""))
        else:
            self._question(row, kind, cells)

    def _begin(self, row: int, cells: Row) -> None:
        appearance = cells.get("appearance", "").lower()
        self.groups.append(
            _Group(
                row,
                cells.get("name", ""),
                cells.get("relevant", ""),
                self._wording("survey", row, cells, "label"),
                "table-list" in appearance.split() or "likert" in appearance.split(),
                len(self.questions),
            )
        )

    def _end(self, row: int) -> None:
        if not self.groups:
            self.refuse("survey", row, "type", "group_closed")
            return
        group = self.groups.pop()
        if group.table:
            self._table(group)

    def _table(self, group: _Group) -> None:
        """Questions of one list in a table are the items of a matrix."""
        parts = self.questions[group.first :]
        same = {(q.options, q.relevant) for q in parts}
        if not parts or len(same) != 1 or any(q.type != "select_one" for q in parts):
            self.refuse("survey", group.row, "appearance", "no_table", group.name)
            return
        if not self._named(group.row, group.name):
            return
        wording = group.label if group.label else parts[0].wording
        matrix = Question(
            group.name,
            "matrix",
            wording,
            options=parts[0].options,
            items=tuple(Item(q.id, q.wording) for q in parts),
            relevant=parts[0].relevant,
            required=any(q.required for q in parts),
        )
        self.questions[group.first :] = [matrix]
        self.moved |= {q.id: f"{group.name}.{q.id}" for q in parts}

    def _question(self, row: int, kind: str, cells: Row) -> None:
        typed = PLAIN.get(kind)
        options: tuple[Option, ...] = ()
        raw = " ".join(cells.get("type", "").split())
        if selected := _SELECT.fullmatch(raw):
            typed = "select_one" if selected[1] == "one" else "select_multiple"
            if selected[2] not in self.lists:
                self.refuse("survey", row, "type", "unknown_list", selected[2])
            options = tuple(self.lists.get(selected[2], ()))
            if selected[3] and not any(o.id == "other" for o in options):
                options = (*options, Option("other", _OTHER, open=True))
        if typed is None:
            self.refuse("survey", row, "type", "type", raw)
            return
        name = cells.get("name", "")
        if not self._named(row, name):
            return
        wording = self._wording("survey", row, cells, "label")
        if not wording:
            self.refuse("survey", row, "label", "no_label", name)
        for heading, text in cells.items():
            stem = heading.partition("::")[0].strip()
            if stem in BINDING and text:
                self.refuse("survey", row, heading, "column", text)
            elif (stem.startswith(UNHEARD) or stem == "read_only") and text not in ("", "no"):
                self.lost.append(Refusal("survey", row, heading, "left_out", text[:80]))
        conditions = [g.relevant for g in self.groups if g.relevant]
        conditions += [cells["relevant"]] if cells.get("relevant") else []
        self.questions.append(
            Question(
                name,
                typed,
                wording,
                hint=self._wording("survey", row, cells, "hint"),
                options=options,
                relevant=_all(conditions),
                required=cells.get("required", "").lower() in ("yes", "true", "true()", "1"),
            )
        )

    def _named(self, row: int, name: str) -> bool:
        if not ID.fullmatch(name) or name in TAKEN:
            self.refuse("survey", row, "name", "bad_name", name)
            return False
        if name in self.rows:
            self.refuse("survey", row, "name", "name_twice", name)
            return False
        self.rows[name] = row
        return True

    def _conditions(self) -> None:
        """Conditions in our words, over earlier questions and options that there are."""
        earlier: dict[str, Question] = {}
        for number, question in enumerate(self.questions):
            if question.relevant:
                row = self.rows[question.id]
                relevant = self._moved(question.relevant)
                self.questions[number] = replace(question, relevant=relevant)
                self._condition(row, relevant, earlier)
            earlier[question.id] = question

    def _moved(self, relevant: str) -> str:
        return re.sub(
            r"\$\{\s*([^}]+?)\s*\}",
            lambda match: f"${{{self.moved.get(match[1], match[1])}}}",
            relevant,
        )

    def _condition(self, row: int, relevant: str, earlier: Mapping[str, Question]) -> None:
        try:
            expression = parse(relevant)
        except ExpressionError as error:
            where = relevant[error.position : error.position + 30] or relevant
            self.refuse("survey", row, "relevant", "condition", where)
            return
        for name in sorted(names(expression)):
            question, _, item = name.partition(".")
            there = earlier.get(question)
            if there is None or (item and item not in {i.id for i in there.items}):
                self.refuse("survey", row, "relevant", "not_earlier", name)
        for name, option in sorted(constants(expression)):
            there = earlier.get(name.partition(".")[0])
            if there and there.options and option and option not in {o.id for o in there.options}:
                self.refuse("survey", row, "relevant", "no_option", option)


def _all(conditions: list[str]) -> str:
    if len(conditions) < 2:
        return "".join(conditions)
    return " and ".join(f"({condition})" for condition in conditions)


def _language(heading: str) -> Language | None:
    """ "Svenska (sv)", "sv" and "Swedish" are Swedish; None for another language."""
    code = re.search(r"\((\w+)", heading)
    found = LANGUAGES.get(code[1].lower() if code else "")
    return found or LANGUAGES.get(heading.partition("(")[0].strip().lower())
