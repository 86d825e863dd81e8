"""Hostile and clumsy files: each ends in a clear fault, within its time and memory.

The memory is the limit of the process that reads, which tests/unit/test_confined.py asks the
kernel for; here is counted what the processor did.
"""

import contextlib
import resource
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.limesurvey.structure import read_structure
from samklang.exchange.register.sheet import UnreadableSheet, read_sheet
from samklang.exchange.xlsform.reading import read_xlsform
from samklang.exchange.xlsform.sheets import Refused
from samklang.package.confined import TooMuch, confined
from samklang.package.logo import NoLogo, logo_of
from samklang.package.outside import confined_file, read_outside
from samklang.package.word_template import NoTemplate, styles_alone
from tests.hostile_files import EVERY

pytestmark = pytest.mark.confined

FAULTS = (UnreadableSheet, Refused, NoLogo, NoTemplate, FaultyInput, TooMuch)
# They only look hostile: each is read as what it is, within the same limits.
READ = {"path.svg", "properties.docx", "style.zip"}
# Their parser takes time that grows with the square: a fast machine reads them within the limits.
EITHER = {"attributes.svg"}
NAMES = [(given_to, name) for given_to, made in EVERY.items() for name in made]
CPU = 2.0


def give(given_to: str, name: str, content: bytes, folder: Path) -> object:
    """Reads a file as the program does that takes it in."""
    if given_to == "register":
        return confined(read_sheet, content, name)
    readers = {"questionnaire": read_xlsform, "logo": logo_of, "template": styles_alone}
    if given_to in readers:
        return confined(readers[given_to], content)
    path = folder / name
    path.write_bytes(content)
    return read_outside(path) if given_to == "package" else confined_file(read_structure, path)


def spent() -> float:
    """CPU seconds of this process and of all it has begun."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in each)


def test_there_are_sixty() -> None:
    assert len(NAMES) >= 60


@pytest.mark.parametrize(("given_to", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_hostile_file_is_a_fault_in_time(given_to: str, name: str, tmp_path: Path) -> None:
    content = EVERY[given_to][name]()
    before = spent()
    if name in READ:
        assert give(given_to, name, content, tmp_path)
    else:
        allowed = contextlib.suppress(*FAULTS) if name in EITHER else pytest.raises(FAULTS)
        with allowed:
            give(given_to, name, content, tmp_path)
    assert spent() - before < CPU
