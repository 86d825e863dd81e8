"""Swedish organisation numbers: ten digits with a check digit, and never a person's number."""

import re
from typing import Literal

Reason = Literal["form", "check", "person"]

# A spreadsheet may have made a number of it: 8020031234.0.
_FORM = re.compile(r"(?:16)?([0-9]{6})[-–]?([0-9]{4})(?:[.,]0+)?")
# With its century, or with the plus sign of someone over a hundred.
_PERSON = re.compile(r"(?:19|20)[0-9]{2}[01][0-9]{3}[-–+]?[0-9]{4}(?:[.,]0+)?|[0-9]{6}\+[0-9]{4}")


class NotAnOrganisationNumber(ValueError):
    """Not an organisation number; `reason` says why.

    form: not ten digits. check: the last digit does not fit the others. person: it may be a
    personal identity number, which has no place in a register of organisations.
    """

    def __init__(self, reason: Reason):
        self.reason = reason
        super().__init__(reason)


def normalized(text: str) -> str:
    """The ten digits of an organisation number, from "802003-1234", "16802003-1234" or digits.

    The check digit is Luhn's (Skatteverket, SKV 709); the third digit of a legal person's number
    is at least 2, which no date of birth has there. Raises NotAnOrganisationNumber.
    """
    bare = re.sub(r"\s", "", text)
    if _PERSON.fullmatch(bare):
        raise NotAnOrganisationNumber("person")
    match = _FORM.fullmatch(bare)
    if not match:
        raise NotAnOrganisationNumber("form")
    digits = "".join(match.groups())
    if int(digits[2]) < 2:
        raise NotAnOrganisationNumber("person")
    if not _luhn(digits):
        raise NotAnOrganisationNumber("check")
    return digits


def written(digits: str) -> str:
    """As it is printed: "802003-1234"; '' stays ''."""
    return f"{digits[:6]}-{digits[6:]}" if digits else ""


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(digits))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
