"""Plan: which of our questions a LimeSurvey question becomes, and which columns fill them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Wording, texts_of
from samklang.core.survey.questionnaire import Item, Option, Question
from samklang.exchange.limesurvey.names import Ids
from samklang.exchange.limesurvey.relevance import Variable
from samklang.exchange.limesurvey.structure import Asked, Choice, Subquestion, Texts
from samklang.exchange.limesurvey.texts import Wordings
from samklang.exchange.loss import Losses

Filling = Literal["one", "multiple", "ticks", "lone", "matrix", "number", "date", "text", "none"]

OTHER_CODE = "-oth-"
RESERVED = ("response", "member", "status", "submitted")  # columns of responses.csv
OTHER = "other"
# Options that LimeSurvey words itself: code and the phrase it is printed as.
YES_NO = (("Y", "yes"), ("N", "no"))
BUILT_IN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Y": YES_NO,
    "G": (("F", "female"), ("M", "male")),
    "C": (("Y", "yes"), ("U", "uncertain"), ("N", "no")),
    "E": (("I", "increase"), ("S", "same"), ("D", "decrease")),
}
BOXES = "MP:"  # types whose cells say whether a box is ticked
POINTS = {"5": 5, "A": 5, "B": 10}
LEFT_BEHIND = {
    "I": message("imports.asks_for_the_language"),
    "*": message("imports.is_an_equation"),
    "|": message("imports.is_a_file_upload"),
}


class Offered(NamedTuple):
    """Options, their ids by code, and the codes by the full answer that an export may print."""

    options: tuple[Option, ...]
    codes: dict[str, str]
    labels: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Column:
    """A column of the export under the headings LimeSurvey may give it, the usual one first."""

    headings: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """One of our questions and how the export fills it.

    columns: for `one`, `number`, `date`, `text` a single one; for `multiple` and `ticks` one an
    option, for `matrix` one an item. codes: code in the export to option id. labels: full answer
    in the export to the codes it may stand for. texts: option id to the column of its open text.
    """

    source: Asked
    question: Question
    filling: Filling
    columns: tuple[Column, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    texts: Mapping[str, Column] = field(default_factory=dict)
    page: int = 0
    untranslated: bool = False

    def all_columns(self) -> tuple[Column, ...]:
        """Every column that the question needs."""
        return (*self.columns, *self.texts.values())


class Planner:
    """Turns questions into plans one after another; ids are unique over all of them."""

    def __init__(self, words: Wordings, losses: Losses):
        self.words = words
        self.losses = losses
        self.ids = Ids(*RESERVED)

    def plan(self, asked: Asked) -> tuple[Planned, ...]:
        """What a question becomes; nothing when its type is left behind."""
        kind = asked.kind
        if kind in LEFT_BEHIND:
            what = message("imports.the_question_and_answers")
            self.losses.dropped(asked.code, what, LEFT_BEHIND[kind])
            return ()
        make = {
            "L": self._one,
            "!": self._one,
            "O": self._one,
            "Y": self._one,
            "G": self._one,
            "5": self._one,
            "M": self._multiple,
            "P": self._multiple,
            "F": self._matrix,
            "H": self._matrix,
            "A": self._matrix,
            "B": self._matrix,
            "C": self._matrix,
            "E": self._matrix,
            "1": self._dual,
            ":": self._cells,
            ";": self._cells,
            "N": self._single,
            "D": self._single,
            "S": self._single,
            "T": self._single,
            "U": self._single,
            "K": self._each,
            "Q": self._each,
            "R": self._ranks,
            "X": self._note,
        }.get(kind)
        if make is None:
            what = message("imports.the_question_and_answers")
            remedy = message("imports.its_type_is_not_known", kind=kind)
            self.losses.dropped(asked.code, what, remedy)
            return ()
        wording = self.words.wording(asked.texts, of=asked.code, otherwise=asked.code)
        return tuple(filter(None, map(self._usable, make(asked, wording))))

    def _usable(self, planned: Planned) -> Planned | None:
        """The plan as it can be asked: a closed question needs two options, a matrix an item.

        A single option becomes a text question whose answer is the option's id.
        """
        question, code = planned.question, planned.source.code
        options = question.options
        matrix = question.type == "matrix"
        if not question.closed or (len(options) > 1 and (question.items or not matrix)):
            return planned
        if matrix or len(options) != 1 or options[0].open:
            what = message("imports.the_question_and_answers")
            self.losses.dropped(code, what, message("imports.it_has_nothing_to_choose"))
            return None
        what = message("imports.the_only_option_became", option=options[0].id)
        self.losses.changed(code, what, message("imports.a_closed_question_has_two"))
        question = replace(question, type="text", options=())
        codes = planned.codes if planned.filling == "one" else {"Y": options[0].id}
        return replace(planned, question=question, filling="lone", codes=codes)

    def _question(self, asked: Asked, code: str, wording: Wording, **facts: object) -> Question:
        question = Question(id=self.ids.give(code), type="text", wording=wording)
        hint = self.words.wording(asked.help, of=asked.code)
        return replace(question, hint=hint, required=asked.mandatory, **facts)  # type: ignore[arg-type]

    def _options(self, asked: Asked, choices: Sequence[Choice]) -> Offered:
        ids = Ids(OTHER)
        options, codes, labels = [], {}, dict[str, set[str]]()
        for choice in choices:
            codes[choice.code] = ids.give(choice.code)
            label = self.words.wording(choice.texts, of=asked.code, otherwise=choice.code)
            options.append(Option(codes[choice.code], label))
            for text in self.words.labels(choice.texts):
                labels.setdefault(text, set()).add(choice.code)
        printed = {text: frozenset(codes_of) for text, codes_of in labels.items()}
        return Offered(tuple(options), codes, printed)

    def _choices(self, asked: Asked, scale: int = 0) -> tuple[Choice, ...]:
        """The answer options, also those LimeSurvey words itself."""
        if asked.kind in BUILT_IN:
            return tuple(Choice(code, self._ours(name)) for code, name in BUILT_IN[asked.kind])
        if asked.kind in POINTS:
            numbers = map(str, range(1, POINTS[asked.kind] + 1))
            return tuple(Choice(n, dict.fromkeys(self.words.codes.values(), n)) for n in numbers)
        return tuple(c for c in asked.choices if c.scale == scale)

    def _ours(self, name: str) -> Texts:
        """A word of LimeSurvey's own; also in the language the survey is not in, as LimeSurvey
        prints it in the language of whoever exports."""
        said: dict[str, str] = {la: phrase(la, f"exchange.{name}") for la in LANGUAGES}
        shown = {code: said[language] for language, code in self.words.codes.items()}
        return said | shown

    def _other(self, asked: Asked) -> Option:
        own = asked.attributes.get("other_replace_text", {})
        label = self.words.wording(own, of=asked.code)
        return Option(OTHER, label if label else self.words.phrase("other"), open=True)

    def _one(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        options, codes, labels = self._options(asked, self._choices(asked))
        texts: dict[str, Column] = {}
        if asked.other and asked.kind in "L!":
            other = self._other(asked)
            options = (*options, other)
            codes[OTHER_CODE] = OTHER
            # LimeSurvey prints its own word for "other" in full answers, not the survey's.
            for text in ("Other", "Annat", "Annan", "Övrigt", *texts_of(other.label)):
                labels.setdefault(text, frozenset({OTHER_CODE}))
            texts[OTHER] = _column(asked.code, OTHER)
        question = self._question(asked, asked.code, wording, type="select_one", options=options)
        main = Column((asked.code,))
        yield Planned(asked, question, "one", (main,), codes, labels, texts)
        if asked.kind == "O":
            comment = self._question(
                asked, f"{asked.code}_comment", self.words.phrase("comment", question=wording)
            )
            comment = replace(comment, required=False)
            yield Planned(asked, comment, "text", (_column(asked.code, "comment"),))

    def _multiple(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        boxes = [s for s in asked.subquestions if s.scale == 0]
        options, codes, _ = self._options(asked, [Choice(b.code, b.texts) for b in boxes])
        alone = {c for c in asked.attribute("exclude_all_others").split(";") if c}
        options = tuple(
            replace(o, exclusive=b.code in alone) for o, b in zip(options, boxes, strict=True)
        )
        columns = [_column(asked.code, b.code) for b in boxes]
        texts: dict[str, Column] = {}
        if asked.other:
            options = (*options, self._other(asked))
            texts[OTHER] = _column(asked.code, OTHER)
            columns.append(texts[OTHER])
        question = self._question(
            asked, asked.code, wording, type="select_multiple", options=options
        )
        yield Planned(asked, question, "multiple", tuple(columns), codes, texts=texts)
        if asked.kind == "P":
            for option, code in zip(options, [*(b.code for b in boxes), OTHER], strict=False):
                said = self.words.phrase("comment-on", question=wording, option=option.label)
                comment = self._question(asked, f"{asked.code}_{code}_comment", said)
                column = _column(asked.code, f"{code}comment")
                yield Planned(asked, replace(comment, required=False), "text", (column,))

    def _items(self, asked: Asked, rows: Sequence[Subquestion]) -> tuple[Item, ...]:
        ids = Ids()
        return tuple(
            Item(ids.give(r.code), self.words.wording(r.texts, of=asked.code, otherwise=r.code))
            for r in rows
        )

    def _matrix(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        rows = [s for s in asked.subquestions if s.scale == 0]
        options, codes, labels = self._options(asked, self._choices(asked))
        question = self._question(
            asked,
            asked.code,
            wording,
            type="matrix",
            options=options,
            items=self._items(asked, rows),
        )
        columns = tuple(_column(asked.code, row.code) for row in rows)
        yield Planned(asked, question, "matrix", columns, codes, labels)

    def _dual(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        rows = [s for s in asked.subquestions if s.scale == 0]
        for scale, name in enumerate(("dualscale_headerA", "dualscale_headerB")):
            options, codes, labels = self._options(asked, self._choices(asked, scale))
            part = self.words.wording(
                asked.attributes.get(name, {}), of=asked.code, otherwise=str(scale + 1)
            )
            question = self._question(
                asked,
                f"{asked.code}_{scale + 1}",
                self.words.phrase("part", question=wording, part=part),
                type="matrix",
                options=options,
                items=self._items(asked, rows),
            )
            columns = tuple(
                Column(
                    (
                        f"{asked.code}[{row.code}][{scale + 1}]",
                        f"{asked.code}_{row.code}_{scale}",
                    )
                )
                for row in rows
            )
            yield Planned(asked, question, "matrix", columns, codes, labels)
        self.losses.changed(asked.code, message("imports.two_scales"))

    def _cells(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        rows = [s for s in asked.subquestions if s.scale == 0]
        heads = [s for s in asked.subquestions if s.scale == 1]
        ticks = asked.kind == ":" and asked.attribute("multiflexible_checkbox") == "1"
        for row in rows:
            label = self.words.wording(row.texts, of=asked.code, otherwise=row.code)
            asking = self.words.phrase("part", question=wording, part=label)
            columns = [_column(asked.code, f"{row.code}_{head.code}") for head in heads]
            if ticks:
                options, codes, _ = self._options(asked, [Choice(h.code, h.texts) for h in heads])
                code = f"{asked.code}_{row.code}"
                question = self._question(
                    asked, code, asking, type="select_multiple", options=options
                )
                yield Planned(asked, question, "ticks", tuple(columns), codes)
                continue
            for head, column in zip(heads, columns, strict=True):
                name = self.words.wording(head.texts, of=asked.code, otherwise=head.code)
                question = self._question(
                    asked,
                    f"{asked.code}_{row.code}_{head.code}",
                    self.words.phrase("part", question=asking, part=name),
                    type="decimal" if asked.kind == ":" else "text",
                )
                yield Planned(asked, question, "number" if asked.kind == ":" else "text", (column,))
        became = message("imports.the_array_became_a_question")
        if ticks:
            became = message("imports.the_array_became_a_multiple")
        self.losses.changed(asked.code, became)

    def _single(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        kind, filling = _written(asked.kind)
        question = self._question(asked, asked.code, wording, type=kind)
        yield Planned(asked, question, filling, (Column((asked.code,)),))

    def _each(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        kind, filling = _written(asked.kind)
        for row in asked.subquestions:
            part = self.words.wording(row.texts, of=asked.code, otherwise=row.code)
            question = self._question(
                asked,
                f"{asked.code}_{row.code}",
                self.words.phrase("part", question=wording, part=part),
                type=kind,
            )
            yield Planned(asked, question, filling, (_column(asked.code, row.code),))
        self.losses.changed(asked.code, message("imports.its_rows_became"))

    def _ranks(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        choices = [c for c in asked.choices if c.scale == 0]
        if not choices:  # LimeSurvey 7 keeps what is ranked as subquestions
            choices = [Choice(s.code, s.texts) for s in asked.subquestions]
        options, codes, labels = self._options(asked, choices)
        most = asked.attribute("max_subquestions") or asked.attribute("max_answers")
        limited = most.isascii() and most.isdigit() and len(most) < 5
        ranks = min(int(most), len(choices)) if limited else len(choices)
        for rank in range(1, max(ranks, 1) + 1):
            question = self._question(
                asked,
                f"{asked.code}_{rank}",
                self.words.phrase("rank", question=wording, rank=rank),
                type="select_one",
                options=options,
            )
            column = _column(asked.code, str(rank))
            yield Planned(asked, question, "one", (column,), codes, labels)
        self.losses.changed(asked.code, message("imports.the_ranking_became"))

    def _note(self, asked: Asked, wording: Wording) -> Iterator[Planned]:
        question = self._question(asked, asked.code, wording, type="note")
        yield Planned(asked, replace(question, required=False), "none")


def _column(code: str, part: str) -> Column:
    """A part of a question: ``q[part]``, or ``q_part`` in an export with ExpressionScript codes."""
    return Column((f"{code}[{part}]", f"{code}_{part}"))


def _written(kind: str) -> tuple[str, Filling]:
    match kind:
        case "N" | "K":
            return "decimal", "number"
        case "D":
            return "date", "date"
        case _:
            return "text", "text"


def variables(planned: Planned, sid: str) -> Iterator[tuple[str, Variable]]:
    """The names under which a later condition may speak of a question's answers."""
    own = None if planned.untranslated else planned.question.relevant
    sgqa = f"{sid}X{planned.source.group}X{planned.source.id}"

    def names(column: Column) -> Iterator[str]:
        script = column.headings[-1]
        yield script
        yield sgqa + script.removeprefix(planned.source.code).lstrip("_")

    question = planned.question
    match planned.filling:
        case "lone" if planned.source.kind in BOXES:
            for name in names(planned.columns[0]):
                yield name, Variable(question.id, "box", option=planned.codes["Y"], own=own)
        case "one" | "lone":
            for name in names(planned.columns[0]):
                yield name, Variable(question.id, "choice", planned.codes, own=own)
        case "multiple":
            for option, column in zip(question.options, planned.columns, strict=True):
                for name in names(column):
                    yield name, Variable(question.id, "box", option=option.id, own=own)
        case "matrix":
            for item, column in zip(question.items, planned.columns, strict=True):
                for name in names(column):
                    path = f"{question.id}.{item.id}"
                    yield name, Variable(path, "choice", planned.codes, own=own)
        case "number" | "text":
            for name in names(planned.columns[0]):
                yield name, Variable(question.id, planned.filling, own=own)
        case "ticks" | "date" | "none":
            pass
