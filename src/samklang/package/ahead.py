"""Reading ahead: what every package is read with, made before there is one to read."""

from samklang.core.catalogue.example import Example
from samklang.core.coding.codebook import Codebook
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.theme import Theme
from samklang.package.findings import FindingList
from samklang.package.lists import ContactList, Knowledge, WithdrawnList
from samklang.package.model import adapter


def read_ahead() -> None:
    """Makes the validators of a package's files, for a process that others are forked from."""
    kinds = (Theme, Questionnaire, Codebook, Knowledge, ContactList, WithdrawnList)
    for kind in (*kinds, FindingList, Example):
        adapter(kind)
