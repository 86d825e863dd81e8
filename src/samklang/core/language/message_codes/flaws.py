"""Codes of the phrases flaws. Written by `python -m tests.message_codes`."""

from typing import Literal

# fmt: off
Flaws = Literal[
    "flaws.no_questions", "flaws.id_twice", "flaws.no_wording", "flaws.few_options",
    "flaws.options_elsewhere", "flaws.option_twice", "flaws.exclusive_elsewhere",
    "flaws.open_elsewhere", "flaws.items", "flaws.calculation", "flaws.constraint_elsewhere",
    "flaws.filter_elsewhere", "flaws.fields", "flaws.most", "flaws.field_type",
    "flaws.field_condition", "flaws.field_options", "flaws.unreadable", "flaws.own_answer",
    "flaws.no_option", "flaws.no_selection", "flaws.bare_name", "flaws.no_tag", "flaws.not_earlier",
]
