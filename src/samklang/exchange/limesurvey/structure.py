"""Structure: what a LimeSurvey structure file (.lss) says, as own dataclasses."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from samklang.core.faults import Fault, FaultyInput
from samklang.core.language.messages import Message, message
from samklang.core.language.wording import ENGLISH

Texts = Mapping[str, str]  # HTML, by LimeSurvey's language code
Row = Mapping[str, str]

EXPORT_HOW = message("imports.in_limesurvey_choose_display")


@dataclass(frozen=True)
class Choice:
    """An answer option; scale 1 is the second scale of a dual-scale array."""

    code: str
    texts: Texts
    scale: int = 0


@dataclass(frozen=True)
class Subquestion:
    """A row of an array, a box of a multiple choice, or (scale 1) a column of an array of cells."""

    code: str
    texts: Texts
    scale: int = 0
    relevance: str = ""


@dataclass(frozen=True)
class Condition:
    """A row of the conditions table of older surveys: the field's name, operator and value."""

    field: str
    method: str
    value: str
    scenario: str
    question: str


@dataclass(frozen=True)
class Asked:
    """A question as LimeSurvey knows it. kind: its one-letter type. group: the group's id.

    pattern: a regular expression that answers had to match. defaults: how many answers were filled
    in beforehand.
    """

    id: str
    group: str
    kind: str
    code: str
    texts: Texts
    help: Texts
    relevance: str = ""
    other: bool = False
    mandatory: bool = False
    choices: tuple[Choice, ...] = ()
    subquestions: tuple[Subquestion, ...] = ()
    attributes: Mapping[str, Texts] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    pattern: str = ""
    defaults: int = 0

    def attribute(self, name: str) -> str:
        """An attribute's value in any language, or ''."""
        return next((v for v in self.attributes.get(name, {}).values() if v), "")


@dataclass(frozen=True)
class Group:
    """A group of questions; a page where the survey goes group by group."""

    id: str
    texts: Texts
    relevance: str
    randomised: bool


@dataclass(frozen=True)
class Survey:
    """A survey. paging: G a page a group, S a page a question, A all on one page.

    dateformat: LimeSurvey's number of the base language's date format. titles: by language.
    quotas, assessments: how many of them it has.
    """

    id: str
    language: str
    languages: tuple[str, ...]
    paging: str
    titles: Texts
    dateformat: int
    groups: tuple[Group, ...]
    questions: tuple[Asked, ...]
    quotas: int = 0
    assessments: int = 0


def read_structure(path: Path) -> Survey:
    """Read a .lss file of LimeSurvey 2 to 6.

    Raises FaultyInput when it is not one, is cut off, or declares entities.
    """

    def refuse(what: Message, remedy: Message = EXPORT_HOW, line: int = 0) -> FaultyInput:
        return FaultyInput([Fault(path.name, line, "", what, remedy)])

    try:
        source = path.read_bytes()
    except OSError as error:
        what = message("imports.the_file_cannot_be_read_lss")
        remedy = message("imports.check_the_path_and_rights", error=error.strerror)
        raise refuse(what, remedy) from None
    try:
        root = fromstring(source, forbid_dtd=True)
    except DefusedXmlException:
        raise refuse(message("imports.declares_entities")) from None
    except ParseError as error:
        raise refuse(
            message("imports.is_not_xml_or_cut_off"), EXPORT_HOW, error.position[0]
        ) from None
    except (ValueError, LookupError):  # an encoding declaration Python does not know
        raise refuse(message("imports.is_not_xml_encoding")) from None
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if root.tag != "document" or kind != "Survey":
        which = message("imports.part_found_no_kind")
        if kind:
            which = message("imports.part_found_kind", kind=kind)
        raise refuse(message("imports.is_not_a_limesurvey_survey", found=which))
    survey = _survey(root)
    if not survey.questions:
        what = message("imports.has_no_questions_lss")
        raise refuse(what, message("imports.export_the_survey_responses"))
    return survey


def _rows(root: Element, table: str) -> list[Row]:
    return [
        {cell.tag: cell.text or "" for cell in row} for row in root.iterfind(f"{table}/rows/row")
    ]


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0


def _by(rows: list[Row], key: str, value: str) -> dict[str, dict[str, str]]:
    """Texts by id and language, from a table that has a row a language."""
    entries: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        entries[row.get(key, "")][row.get("language", "")] = row.get(value, "")
    return entries


def _texts(
    root: Element, apart: str, *, own: str, key: str, value: str
) -> dict[str, dict[str, str]]:
    """Texts of a table: in a table of their own since LimeSurvey 4, in the row itself before."""
    rows = _rows(root, apart) or _rows(root, own)
    return _by([row for row in rows if value in row], key, value)


def _survey(root: Element) -> Survey:
    facts = next(iter(_rows(root, "surveys")), {})
    settings = _rows(root, "surveys_languagesettings")
    base = facts.get("language", "").strip() or next(
        (row["surveyls_language"] for row in settings if row.get("surveyls_language")), ENGLISH
    )
    more = facts.get("additional_languages", "").split()
    titles = {row.get("surveyls_language", ""): row.get("surveyls_title", "") for row in settings}
    dateformat = next(
        (
            _number(row.get("surveyls_dateformat", ""))
            for row in settings
            if row.get("surveyls_language") == base
        ),
        0,
    )
    groups = _groups(root)
    return Survey(
        id=facts.get("sid", "").strip(),
        language=base,
        languages=tuple(dict.fromkeys((base, *more))),
        paging=facts.get("format", "G").strip().upper() or "G",
        titles=titles,
        dateformat=dateformat,
        groups=groups,
        questions=_questions(root, groups),
        quotas=len(_unique(_rows(root, "quota"), "id")),
        assessments=len(_unique(_rows(root, "assessments"), "id")),
    )


def _unique(rows: list[Row], *keys: str) -> list[Row]:
    """The first row of each key: before LimeSurvey 4 there is one row a language."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        seen.setdefault(tuple(row.get(key, "") for key in keys), row)
    return list(seen.values())


def _groups(root: Element) -> tuple[Group, ...]:
    texts = _texts(root, "group_l10ns", own="groups", key="gid", value="group_name")
    rows = _unique(_rows(root, "groups"), "gid")
    rows.sort(key=lambda row: (_number(row.get("group_order", "")), _number(row.get("gid", ""))))
    return tuple(
        Group(
            row.get("gid", ""),
            texts.get(row.get("gid", ""), {}),
            row.get("grelevance", "").strip(),
            bool(row.get("randomization_group", "").strip()),
        )
        for row in rows
    )


def _order(*keys: str) -> Callable[[Row], tuple[int, ...]]:
    return lambda row: tuple(_number(row.get(key, "")) for key in keys)


def _questions(root: Element, groups: tuple[Group, ...]) -> tuple[Asked, ...]:
    wording = _texts(root, "question_l10ns", own="questions", key="qid", value="question")
    helping = _texts(root, "question_l10ns", own="questions", key="qid", value="help")
    sub_wording = _texts(root, "question_l10ns", own="subquestions", key="qid", value="question")
    places = {group.id: place for place, group in enumerate(groups)}
    subquestions: dict[str, list[Subquestion]] = defaultdict(list)
    sub_rows = _unique(_rows(root, "subquestions"), "qid")
    for row in sorted(sub_rows, key=_order("scale_id", "question_order", "qid")):
        subquestions[row.get("parent_qid", "")].append(
            Subquestion(
                row.get("title", ""),
                sub_wording.get(row.get("qid", ""), {}),
                _number(row.get("scale_id", "")),
                row.get("relevance", "").strip(),
            )
        )
    choices = _choices(root)
    attributes: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in _rows(root, "question_attributes"):
        named = attributes[row.get("qid", "")][row.get("attribute", "")]
        named[row.get("language", "")] = row.get("value", "")
    conditions: dict[str, list[Condition]] = defaultdict(list)
    for row in _rows(root, "conditions"):
        conditions[row.get("qid", "")].append(
            Condition(
                row.get("cfieldname", ""),
                row.get("method", "").strip() or "==",
                row.get("value", ""),
                row.get("scenario", "1"),
                row.get("cqid", ""),
            )
        )
    defaults: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(root, "defaultvalues"):
        defaults[row.get("qid", "")].append(row)
    rows = [r for r in _rows(root, "questions") if r.get("parent_qid", "0").strip() in ("", "0")]
    rows = _unique(rows, "qid")
    in_order = _order("question_order", "qid")
    rows.sort(key=lambda row: (places.get(row.get("gid", ""), len(places)), in_order(row)))
    return tuple(
        Asked(
            id=(qid := row.get("qid", "")),
            group=row.get("gid", ""),
            kind=row.get("type", "").strip(),
            code=row.get("title", "").strip() or f"q{qid}",
            texts=wording.get(qid, {}),
            help=helping.get(qid, {}),
            relevance=row.get("relevance", "").strip(),
            other=row.get("other", "").strip() == "Y",
            mandatory=row.get("mandatory", "").strip() == "Y",
            choices=tuple(choices.get(qid, ())),
            subquestions=tuple(subquestions.get(qid, ())),
            attributes={name: dict(v) for name, v in attributes.get(qid, {}).items()},
            conditions=tuple(conditions.get(qid, ())),
            pattern=row.get("preg", "").strip(),
            defaults=len(_unique(defaults.get(qid, []), "scale_id", "sqid")),
        )
        for row in rows
    )


def _choices(root: Element) -> dict[str, list[Choice]]:
    rows = _rows(root, "answers")
    choices: dict[str, list[Choice]] = defaultdict(list)
    apart = _by(_rows(root, "answer_l10ns"), "aid", "answer")
    together: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    key = ("qid", "scale_id", "code")
    for row in rows:
        if "answer" in row:
            place = (row.get("qid", ""), row.get("scale_id", ""), row.get("code", ""))
            together[place][row.get("language", "")] = row["answer"]
    for row in sorted(_unique(rows, *key), key=_order("scale_id", "sortorder")):
        place = (row.get("qid", ""), row.get("scale_id", ""), row.get("code", ""))
        texts = apart.get(row.get("aid", ""), {}) if apart else together.get(place, {})
        choices[place[0]].append(Choice(place[2], texts, _number(place[1])))
    return choices
