"""What a design tells of who answered is read from the files, so that the audit knows it too.

A stratum is estimated of two respondents or all of fewer, a group that weights are calibrated to of
one. The method's words say which it is; of merged strata only the whole is known.
"""

from pathlib import Path

import pytest

from samklang.core.theme.frame import Frame
from samklang.package.read import read
from samklang.publication.build import build
from samklang.publication.reading.audit import audit_folder, register_of
from samklang.publication.reading.figures import publication
from tests.designed_package import designed_package

MERGED = (
    "{kind: census, strata: [county], collapse:"
    " [{name: {sv: Norr, en: North}, strata: [['24'], ['25']]}]}"
)


@pytest.mark.parametrize(
    ("design", "least"),
    [
        ("{kind: census, strata: [county]}", 2),
        ("{kind: census, strata: [county, size]}", 2),
        ("{kind: census, calibration: {poststrat: [county]}}", 1),
        ("{kind: census, calibration: {poststrat: [county, size]}}", 1),
        ("{kind: census, calibration: {raking: [county, size]}}", 1),
        ("{kind: census, calibration: {regression: [county, size]}}", 1),
        (MERGED, 0),
        ("{kind: census}", 0),
    ],
)
@pytest.mark.parametrize("first", ["sv", "en"])
def test_what_a_design_tells_is_read_from_its_files(
    design: str, least: int, first: str, tmp_path: Path
) -> None:
    package = designed_package(tmp_path / "p", design=design)
    theme = package / "theme.yaml"
    both = theme.read_text()
    theme.write_text(both.replace("[sv, en]", "[sv, en]" if first == "sv" else "[en]"))
    build(package, tmp_path / "out", progress=lambda line: None, only={"pages", "data"})
    register = register_of(package)
    took_part = publication(tmp_path / "out", register).participation
    known = {one.conditions: one.members for one in took_part.needed}
    whole = read(package)
    frame = Frame(whole.register, whole.theme.design).needed()
    of_page = {c: n for c, n in frame.items() if tuple(name for name, _ in c) == took_part.by}
    assert known == of_page
    assert set(known.values()) == ({least} if least else set())
    assert all(one.sound for one in audit_folder(tmp_path / "out", register).inferences)
