"""Values: the one table of what can be put into running text, and what each is asked of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Asks = Literal[
    "question", "answer", "group", "number", "factor", "valence", "match", "reference", "words"
]


@dataclass(frozen=True)
class ValueKind:
    """A kind of value as a person thinks of it. roles: its forms; asks: what must be chosen."""

    name: str
    roles: tuple[str, ...]
    asks: tuple[Asks, ...] = ()


MATCHES = ("all", "exact", "likely", "theme-only", "own", "none")
VALUE_KINDS: Mapping[str, ValueKind] = {
    kind.name: kind
    for kind in (
        ValueKind(
            "answer",
            ("share", "between", "interval", "count", "band"),
            ("question", "answer", "group"),
        ),
        ValueKind("base", ("base",), ("question", "group")),
        ValueKind("amount", ("mean", "total"), ("number", "group")),
        ValueKind("taking_part", ("answered", "invited", "response-rate")),
        ValueKind("claim", ("claim",), ("question", "answer", "words")),
        ValueKind("factor", ("mentions",), ("factor", "valence")),
        ValueKind("examples", ("examples",), ("match",)),
        ValueKind("source", ("cite",), ("reference",)),
        ValueKind("fixed", ("fixed",), ("words", "reference")),
    )
}


def kind_of_role(name: str) -> ValueKind | None:
    """The kind that a role is a form of; None for one that only the text itself can hold."""
    return next((kind for kind in VALUE_KINDS.values() if name in kind.roles), None)


def content_of(role: str, chosen: Mapping[str, str]) -> str:
    """What a role is asked of, from what was chosen by the names of `Asks`."""
    answer = f"{chosen.get('question', '')}={chosen.get('answer', '')}"
    group = f" | {chosen['group']}" if chosen.get("group") else ""
    match role:
        case "share" | "between" | "interval" | "count" | "band":
            return answer + group
        case "base":
            return chosen.get("question", "") + group
        case "mean" | "total":
            return chosen.get("number", "") + group
        case "claim":
            return f"{chosen.get('words', '')}: {answer}"
        case "mentions":
            return f"{chosen.get('factor', '')}:{chosen.get('valence', '')}"
        case "examples":
            return chosen.get("match", "")
        case "cite":
            return chosen.get("reference", "")
        case "fixed":
            return f"{chosen.get('words', '')}: {chosen.get('reference', '')}"
        case _:
            return "-"


def chosen_of(role: str, content: str) -> dict[str, str]:
    """What was chosen for a role: the other way of `content_of`. {} where it was written freely."""
    what, _, group = (part.strip() for part in content.partition("|"))
    question, equals, answer = (part.strip() for part in what.partition("="))
    match role:
        case "share" | "between" | "interval" | "count" | "band" if equals and " vs " not in group:
            return {"question": question, "answer": answer, "group": _group(group)}
        case "base":
            return {"question": what, "group": _group(group)}
        case "mean" | "total":
            return {"number": what, "group": _group(group)}
        case "claim":
            words, _, target = content.partition(": ")
            question, equals, answer = (part.strip() for part in target.partition("="))
            simple = equals and "," not in target and "|" not in target
            return {"words": words} | ({"question": question, "answer": answer} if simple else {})
        case "mentions":
            factor, _, valence = content.partition(":")
            return {"factor": factor, "valence": valence}
        case "examples":
            return {"match": content}
        case "cite":
            return {"reference": content}
        case "fixed":
            words, _, key = content.rpartition(": ")
            return {"words": words, "reference": key.strip()}
        case _:
            return {}


def _group(text: str) -> str:
    by, equals, value = (part.strip() for part in text.partition("="))
    return f"{by}={value}" if equals else ""
