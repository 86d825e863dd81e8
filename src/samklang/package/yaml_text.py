"""YAML 1.2 with a line for every field: no anchors, tags, duplicate keys or yes/no as truth."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from samklang.core.faults import Fault

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


def load(text: str, file: str) -> tuple[Loaded, tuple[Fault, ...]]:
    """The data of one YAML document and its faults. With faults the data may lack parts."""
    faults: list[Fault] = []
    lines: dict[Path, int] = {}
    try:
        if refused := _refused(text):
            return _nothing(file, *refused)
        document = yaml.compose(text, Loader=_LOADER)
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", "no YAML")
        return _nothing(
            file,
            mark.line + 1 if mark else 0,
            f"the YAML cannot be read: {problem}.",
            "Check indentation, colons and quotes; put texts with : or # in quotes.",
        )
    if document is None:
        return Loaded({}, lines), ()
    data = _value(document, (), lines, faults, file)
    return Loaded(data, lines), tuple(faults)


def _refused(text: str) -> tuple[int, str, str] | None:
    """The line, fault and remedy of what is YAML and not allowed here.

    It is looked for event by event, before anything is built: the C composer recurses without a
    limit and takes minutes for a file that is nothing but brackets.
    """
    depth = documents = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if anchor := getattr(event, "anchor", None):
            remedy = "Write the text out where it is wanted."
            return line, f"the anchor '{anchor[:60]}' is used.", remedy
        if tag := getattr(event, "tag", None):
            return line, f"the tag '{tag[:60]}' is used.", "Take it away."
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            return line, "a second document begins.", "Take the line --- away."
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            return line, "it is nested too deep.", f"Write at most {DEPTH} levels."
        if number > EVENTS:
            return line, f"it has more than {EVENTS:,} fields and values.", "Make it shorter."
    return None


def _nothing(file: str, line: int, what: str, remedy: str) -> tuple[Loaded, tuple[Fault, ...]]:
    return Loaded({}, {}), (Fault(file, line, "", what, remedy),)


def _value(
    node: yaml.Node, path: Path, lines: dict[Path, int], faults: list[Fault], file: str
) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if isinstance(node, yaml.ScalarNode):
        if len(node.value) > TEXT:
            what = f"the text is {len(node.value)} characters long; at most {TEXT} are printed."
            faults.append(Fault(file, line, field_name(path), what, "Shorten it."))
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(child, (*path, number), lines, faults, file)
            for number, child in enumerate(node.value)
        ]
    found: dict[str, Any] = {}
    for key_node, child in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            what = "a name is expected before the colon."
            faults.append(Fault(file, key_line, "", what, "Write name: value."))
            continue
        key = key_node.value
        if key in found:
            what = f"'{key}' stands twice."
            faults.append(Fault(file, key_line, field_name((*path, key)), what, "Keep one."))
            continue
        lines[(*path, key)] = key_line
        found[key] = _value(child, (*path, key), lines, faults, file)
    return found


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
