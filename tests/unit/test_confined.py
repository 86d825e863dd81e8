"""A read of a file from outside ends within its limits, and takes nobody with it."""

import os
import pickle
import resource
import threading
import time
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.package import confined as module
from samklang.package.confined import Limits, Reason, TooMuch, confined
from samklang.package.logo import NoLogo, logo_of
from samklang.package.outside import read_outside
from samklang.package.read import read
from tests.small_package import small_package

pytestmark = pytest.mark.confined

SHORT = Limits(cpu=0.4, wall=20)


def test_a_value_is_given_and_an_exception_raised_with_its_attributes() -> None:
    assert confined(sorted, [3, 1]) == [1, 3]
    with pytest.raises(NoLogo) as told:
        confined(logo_of, b"no logo")
    assert (str(told.value.what), str(told.value.remedy)) == (
        "the file is neither SVG nor PNG.",
        "Save it as plain SVG or as PNG.",
    )


@pytest.mark.parametrize(
    ("read", "arguments", "limits", "reason"),
    [
        (sum, (range(10**12),), SHORT, "time"),
        (time.sleep, (60,), Limits(wall=0.5), "slow"),
        (bytearray, (10**9,), SHORT, "memory"),
        (os.abort, (), SHORT, "memory"),  # as a library does that gets no memory
        (os._exit, (3,), SHORT, "broken"),
        (int, ("a text of a member",), SHORT, "broken"),  # what no reader foresees
    ],
    ids=["loops", "waits", "grows", "aborts", "ends", "fails"],
)
def test_what_passes_a_limit_is_ended(
    read: object,
    arguments: tuple[object, ...],
    limits: Limits,
    reason: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(TooMuch) as told:
        confined(read, *arguments, limits=limits)  # type: ignore[arg-type]
    assert told.value.reason == reason
    assert "a text of a member" not in caplog.text


def test_the_limits_are_the_kernels_and_no_secret_is_handed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAMKLANG_SECRET", "kept here")
    limits = Limits()
    assert confined(resource.getrlimit, resource.RLIMIT_AS) == (limits.memory,) * 2
    assert confined(os.getenv, "SAMKLANG_SECRET") is None
    assert confined(os.getenv, "PATH") == os.environ["PATH"]


class Evil:
    """What a reader that was taken over might answer."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("true",)


def test_an_answer_cannot_call_anything() -> None:
    # The reader's answer is what `pickle.loads` makes of it: an object that calls when it is read.
    with pytest.raises(pickle.UnpicklingError, match="system"):
        module._Answer(__import__("io").BytesIO(pickle.dumps(Evil()))).load()


def test_no_more_are_read_at_once_than_there_are_places() -> None:
    begun = [
        threading.Thread(target=lambda: confined(time.sleep, 1.5)) for _ in range(module.AT_ONCE)
    ]
    for thread in begun:
        thread.start()
    while module._places._value:
        time.sleep(0.01)
    with pytest.raises(TooMuch) as told:
        confined(len, "", limits=Limits(wall=0.1))
    assert told.value.reason == "busy"
    for thread in begun:
        thread.join()


@pytest.mark.parametrize(
    ("reason", "what", "remedy"),
    [
        ("slow", "not be read within 120 s", "when the computer is less busy"),
        ("busy", "other files are being read", "when the computer is less busy"),
        ("time", "more than 2 s of processor time", "Remove anything that does not belong"),
    ],
)
def test_a_package_is_not_blamed_for_a_busy_machine(
    reason: Reason, what: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object, limits: Limits) -> None:
        raise TooMuch(reason)

    monkeypatch.setattr("samklang.package.outside.confined", refused)
    with pytest.raises(FaultyInput) as told:
        read_outside(small_package(tmp_path / "prov"))
    (fault,) = told.value.faults
    assert what in str(fault.what)
    assert remedy in str(fault.remedy)


def test_a_package_is_the_same_read_apart(tmp_path: Path) -> None:
    package = small_package(tmp_path / "prov")
    assert read_outside(package) == read(package)
