"""Reading: an XLSForm as a questionnaire, or every row that cannot be one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from samklang.core.language.languages import NAMED
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import FIRST_LANGUAGE, Language, Wording, any_text, in_languages
from samklang.core.survey.flaws import MOST_CARDS, flaws
from samklang.core.survey.questionnaire import (
    ON_A_CARD,
    Item,
    Option,
    Question,
    Questionnaire,
    QuestionType,
)
from samklang.exchange.xlsform.headings import SETTINGS
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
    "acknowledge": "consent",
    "trigger": "consent",
    "calculate": "calculate",
}
YES, NO = ("yes", "true", "true()", "1"), ("", "no", "false", "false()", "0")
# The column of a part of a question, where the two have different names.
COLUMNS = {"id": "name", "wording": "label", "options": "type", "items": "type", "fields": "type"}
# Columns of the sheet choices that are no tags of the options.
CHOICE_COLUMNS = frozenset(
    {"list_name", "name", "label", "exclusive", "open", "hint", "guidance_hint"}
)
# What a phone notes of itself; there is nothing of it in a survey by invitation.
NOTED = frozenset(
    {
        *("start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit"),
        *("simserial", "subscriberid"),
    }
)
UNHEARD = ("image", "audio", "video", "media", "big-image", "autoplay", "appearance", "parameters")
# Columns that would change what is asked or allowed: they are refused, never dropped.
BINDING = ("default", "trigger")
_SELECT = re.compile(
    r"(select[_ ]one(?: from)?|select[_ ]multiple(?: from)?|select1|select all that apply(?: from)?"
    r"|rank)\s+(\S+)(?:\s+(or_other|or specify other))?",
    re.IGNORECASE,
)
# Patterns of a text take no longer than in proportion to it: what they look for between two marks
# never holds the first mark. An answer put into a text, and marks that other tools show as bold,
# headings and links.
_REFERENCE = re.compile(r"\$\{[^{}]*\}")
_MARKUP = re.compile(r"</?[a-z][^<>]*>|\*\*|^#+ |\[[^\[\]]+\]\(", re.IGNORECASE | re.MULTILINE)
# What pyxform has an acknowledged question answer.
_OK = re.compile(r"(\$\{([^{}]+)\}\s*(?:!?=|,)\s*)(?:'OK'|\"OK\")")
_ASKED = re.compile(r"\$\{([^{}]+)\}")
_OTHER = in_languages(lambda language: phrase(language, "exchange.other_namely"))


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
    """An open group: its row, condition, and what its questions make up.

    first: the number of its first question. most: how many cards a repeated group may have.
    """

    row: int
    name: str
    relevant: str
    label: Wording
    table: bool
    first: int
    cards: bool = False
    most: int = 3
    hint: Wording = field(default_factory=Wording)
    required: bool = False


class _Reader:
    def __init__(self, form: Form):
        self.form = form
        self.refusals: list[Refusal] = []
        self.lost: list[Refusal] = list(form.lost)
        for key, text in form.settings.items():
            if text and key not in SETTINGS:
                self.lost.append(Refusal("settings", 2, key, "left_out", text[:80]))
        self.questions: list[Question] = []
        self.rows: dict[str, int] = {}
        self.groups: list[_Group] = []
        # A question of a table is asked of as "table.question" from then on.
        self.moved: dict[str, str] = {}
        self.default = _language(form.settings.get("default_language", "")) or FIRST_LANGUAGE
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
        self.questions = [self._moved(question) for question in self.questions]
        self._flaws()

    def _lists(self) -> dict[str, list[Option]]:
        lists: dict[str, list[Option]] = {}
        for row, cells in self.form.choices:
            name, option = cells.get("list_name", ""), cells.get("name", "")
            if not name:
                self.refuse("choices", row, "list_name", "no_list")
                continue
            if not ID.fullmatch(option):
                self.refuse("choices", row, "name", "bad_name", option)
                continue
            listed = lists.setdefault(name, [])
            if any(o.id == option for o in listed):
                self.refuse("choices", row, "name", "option_twice", option)
                continue
            label = self._wording("choices", row, cells, "label")
            if not label:
                self.refuse("choices", row, "label", "no_label", option)
            tags: dict[str, str] = {}
            for column, text in cells.items():
                stem = column.partition("::")[0]
                if text and (stem in UNHEARD or stem in ("hint", "guidance_hint")):
                    self.lost.append(Refusal("choices", row, column, "left_out", text[:80]))
                elif text and stem not in CHOICE_COLUMNS:
                    tags[column] = text
            # These two columns are ours; other tools leave them alone.
            exclusive, written = (cells.get(c, "").lower() in YES for c in ("exclusive", "open"))
            listed.append(Option(option, label, open=written, exclusive=exclusive, tags=tags))
        return lists

    def _wording(self, sheet: str, row: int, cells: Row, column: str) -> Wording:
        texts: dict[Language, str] = {}
        for heading, text in cells.items():
            stem, _, language = heading.partition("::")
            if stem != column or not text:
                continue
            code = _language(language) if language else self.default
            if code is None:
                self.lost.append(Refusal(sheet, 1, heading, "other_language"))
            elif language or code not in texts:
                # A text in a language of its own goes before one in none.
                texts[code] = text
            for pattern, reason in ((_REFERENCE, "reference"), (_MARKUP, "markup")):
                if code is not None and (match := pattern.search(text)):
                    self.lost.append(Refusal(sheet, row, heading, reason, match[0][:80]))
        return Wording(**texts)

    def _row(self, row: int, cells: Row) -> None:
        kind = " ".join(cells.get("type", "").split()).lower()
        if cells.get("disabled", "").lower() in YES:
            self.lost.append(Refusal("survey", row, "disabled", "disabled", cells.get("name", "")))
            return
        if cells.get("required", "").lower() not in (*YES, *NO):
            self.refuse("survey", row, "required", "required", cells["required"])
        if kind in ("begin group", "begin_group"):
            self._begin(row, cells)
        elif kind in ("end group", "end_group"):
            self._end(row)
        elif kind in ("begin repeat", "begin_repeat"):
            self._begin(row, cells, cards=True)
        elif kind in ("end repeat", "end_repeat"):
            self._end(row, cards=True)
        elif kind in NOTED:
            self.lost.append(Refusal("survey", row, "type", "noted", kind))
        elif not kind:
            self.refuse("survey", row, "type", "no_type", cells.get("name", ""))
        else:
            self._question(row, kind, cells)

    def _begin(self, row: int, cells: Row, *, cards: bool = False) -> None:
        appearance = cells.get("appearance", "").lower().split()
        count = cells.get("repeat_count", "")
        # Python reads no number of thousands of digits.
        plain = count.isascii() and count.isdigit() and len(count) < 5
        if count and not (plain and 1 <= int(count) <= MOST_CARDS):
            self.refuse("survey", row, "repeat_count", "repeat_count", count)
            count = ""
        if self.groups and (cards or self.groups[-1].cards):
            self.refuse("survey", row, "type", "nested", cells.get("name", ""))
        self.groups.append(
            _Group(
                row,
                cells.get("name", ""),
                cells.get("relevant", ""),
                self._wording("survey", row, cells, "label"),
                "table-list" in appearance or "likert" in appearance,
                len(self.questions),
                cards,
                int(count or 3),
                self._wording("survey", row, cells, "hint"),
                cells.get("required", "").lower() in YES,
            )
        )

    def _end(self, row: int, *, cards: bool = False) -> None:
        if not self.groups or self.groups[-1].cards != cards:
            self.refuse("survey", row, "type", "group_closed")
            return
        group = self.groups.pop()
        if cards:
            self._cards(group)
        elif group.table:
            self._table(group)
        else:
            for column, wording in (("label", group.label), ("hint", group.hint)):
                if text := any_text(wording):
                    self.lost.append(Refusal("survey", group.row, column, "left_out", text[:80]))

    def _cards(self, group: _Group) -> None:
        """A repeated group is a question of cards; its questions are the fields of each."""
        parts = self.questions[group.first :]
        if not self._named(group.row, group.name):
            return
        for part in parts:
            # The group's own condition stands with the cards.
            if part.type not in ON_A_CARD or part.relevant != group.relevant:
                self.refuse("survey", self.rows[part.id], "type", "field", part.id)
        if not parts:
            self.refuse("survey", group.row, "type", "no_questions", group.name)
            return
        cards = Question(
            group.name,
            "cards",
            group.label or parts[0].wording,
            hint=group.hint,
            relevant=group.relevant,
            required=group.required,
            fields=tuple(replace(part, relevant="") for part in parts),
            most=group.most,
        )
        self.questions[group.first :] = [cards]

    def _table(self, group: _Group) -> None:
        """Questions of one list in a table are the items of a matrix."""
        parts = self.questions[group.first :]
        same = {(q.options, q.relevant) for q in parts}
        for part in parts:
            if part.constraint or part.choice_filter:
                self.refuse("survey", self.rows[part.id], "constraint", "column", part.constraint)
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
            hint=group.hint,
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
            typed = _selects(selected[1].lower())
            if selected[2] not in self.lists:
                self.refuse("survey", row, "type", "unknown_list", selected[2])
            options = tuple(self.lists.get(selected[2], ()))
            if selected[3] and not any(o.id == "other" for o in options):
                options = (*options, Option("other", _OTHER, open=True))
        if typed is None:
            self.refuse("survey", row, "type", "type", raw)
            return
        if typed != "select_multiple":
            # A list that other questions have too.
            options = tuple(replace(option, exclusive=False) for option in options)
        name = cells.get("name", "")
        if not self._named(row, name):
            return
        wording = self._wording("survey", row, cells, "label")
        if not wording and typed != "calculate":
            self.refuse("survey", row, "label", "no_label", name)
        for heading, text in cells.items():
            stem = heading.partition("::")[0]
            if stem in BINDING and text:
                self.refuse("survey", row, heading, "column", text)
            elif (stem in UNHEARD or stem == "read_only") and text.lower() not in NO:
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
                required=cells.get("required", "").lower() in YES,
                constraint=cells.get("constraint", ""),
                constraint_message=self._wording("survey", row, cells, "constraint_message"),
                choice_filter=cells.get("choice_filter", ""),
                calculation=cells.get("calculation", ""),
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

    def _moved(self, question: Question) -> Question:
        """The question with its expressions asking as ours do: of matrix items by their name there,
        and of a consent whether it is yes, where other tools have OK."""
        consents = {q.id for q in self.questions if q.type == "consent"}

        def moved(text: str) -> str:
            text = _OK.sub(lambda m: f"{m[1]}'yes'" if m[2].strip() in consents else m[0], text)
            return _ASKED.sub(lambda m: f"${{{self.moved.get(m[1].strip(), m[1].strip())}}}", text)

        return question.with_expressions(moved)

    def _flaws(self) -> None:
        """What cannot work in the questionnaire as a whole, at the row of its question."""
        for flaw in flaws(Questionnaire("", tuple(self.questions))):
            row = self.rows.get(flaw.question)
            if row is not None and flaw.reason != "no_wording":
                column = COLUMNS.get(flaw.part, flaw.part)
                self.refuse("survey", row, column, f"flaws.{flaw.reason}", flaw.value)


def _selects(word: str) -> QuestionType:
    if word == "rank":
        return "ranking"
    return "select_multiple" if "multiple" in word or "all" in word else "select_one"


def _all(conditions: list[str]) -> str:
    if len(conditions) < 2:
        return "".join(conditions)
    return " and ".join(f"({condition})" for condition in conditions)


def _language(heading: str) -> Language | None:
    """By its code, in brackets too, or by any of its names; None for a language that we lack."""
    code = re.search(r"\((\w+)", heading)
    language = NAMED.get(code[1].lower() if code else "")
    return language or NAMED.get(heading.partition("(")[0].strip().lower())
