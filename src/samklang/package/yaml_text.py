"""YAML 1.2 with a line for every field: no anchors, tags, duplicate keys or yes/no as truth."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from samklang.core.faults import Fault, Read
from samklang.core.language.messages import message

Path = tuple[str | int, ...]
DEPTH = 30
# The longest questionnaire we know is some thousand; each costs memory that a hostile file could
# ask for without end.
EVENTS = 300_000
# Characters of one text: some ten pages. Running text is in the manuscript.
TEXT = 20_000

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Loaded:
    """The data of a YAML text, and the line of every field by its path."""

    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a field, or of the nearest field around it; 0 where there is none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def load(text: str, file: str) -> Read[Loaded]:
    """The data of one YAML document and its faults. With faults the data may lack parts."""
    faults: list[Fault] = []
    lines: dict[Path, int] = {}
    try:
        if refused := _refused(text, file):
            return Read(Loaded({}, {}), (refused,))
        document = yaml.compose(text, Loader=_LOADER)
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", "no YAML")
        what = message("package.the_yaml_cannot_be_read", problem=problem)
        remedy = message("package.check_indentation_colons_and_quotes_put")
        return Read(Loaded({}, {}), (Fault(file, mark.line + 1 if mark else 0, "", what, remedy),))
    if document is None:
        return Read(Loaded({}, lines), ())
    data = _value(document, (), lines, faults, file)
    return Read(Loaded(data, lines), tuple(faults))


def _refused(text: str, file: str) -> Fault | None:
    """The fault of what is YAML and not allowed here.

    It is looked for event by event, before anything is built: the C composer recurses without a
    limit and takes minutes for a file that is nothing but brackets.
    """
    depth = documents = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if anchor := getattr(event, "anchor", None):
            remedy = message("package.write_the_text_out_where_it")
            what = message("package.the_anchor_is_used", anchor=anchor[:60])
            return Fault(file, line, "", what, remedy)
        if tag := getattr(event, "tag", None):
            what = message("package.the_tag_is_used", tag=tag[:60])
            return Fault(file, line, "", what, message("faults.take_it_away"))
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            what = message("package.a_second_document_begins")
            return Fault(file, line, "", what, message("package.take_the_line_away"))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            what = message("package.it_is_nested_too_deep")
            return Fault(file, line, "", what, message("package.write_at_most_levels", depth=DEPTH))
        if number > EVENTS:
            what = message("package.it_has_more_than_fields_and", events=f"{EVENTS:,}")
            return Fault(file, line, "", what, message("package.make_it_shorter"))
    return None


def _value(
    node: yaml.Node, path: Path, lines: dict[Path, int], faults: list[Fault], file: str
) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if isinstance(node, yaml.ScalarNode):
        if len(node.value) > TEXT:
            what = message("faults.the_text_is_long", count=len(node.value), most=TEXT)
            faults.append(Fault(file, line, field_name(path), what, message("faults.shorten_it")))
        if "\0" in node.value:
            what = message("package.a_text_holds_a_zero_character")
            remedy = message("faults.take_it_away")
            faults.append(Fault(file, line, field_name(path), what, remedy))
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(child, (*path, number), lines, faults, file)
            for number, child in enumerate(node.value)
        ]
    values: dict[str, Any] = {}
    for key_node, child in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            what = message("package.a_name_is_expected_before_the")
            faults.append(Fault(file, key_line, "", what, message("package.write_name_value")))
            continue
        key = key_node.value.replace("\0", "")
        if key in values:
            what = message("package.stands_twice", id=key)
            remedy = message("package.keep_one")
            faults.append(Fault(file, key_line, field_name((*path, key)), what, remedy))
            continue
        lines[(*path, key)] = key_line
        values[key] = _value(child, (*path, key), lines, faults, file)
    return values


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    if node.style:  # quoted or a block
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if _INTEGER.fullmatch(text) and len(text) < 300:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def field_name(path: Path) -> str:
    """A path as it is read: ``questions[2].options``."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name
