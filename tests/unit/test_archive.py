"""Archives: the same bytes whoever wrote the zip and when, and nothing in it changed."""

import io
import zipfile
from zipfile import ZIP_DEFLATED, ZIP_STORED

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.render.archive import EPOCH, packed, settled, unpacked

PARTS = st.dictionaries(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12),
    st.binary(max_size=300),
    max_size=5,
)


def written(parts: dict[str, bytes], when: tuple[int, int, int, int, int, int]) -> bytes:
    """A zip as another program writes it, with a comment on an entry and on the whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = ZIP_DEFLATED
            entry.comment = b"PK\x01\x02"
            archive.writestr(entry, content)
        archive.comment = b"made by another"
    return out.getvalue()


@given(PARTS)
def test_a_zip_settled_is_the_same_whenever_it_was_made(parts: dict[str, bytes]) -> None:
    one = settled(written(parts, (2026, 11, 27, 12, 30, 2)))
    assert one == settled(written(parts, (1999, 2, 3, 4, 5, 6)))
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} <= {EPOCH}
        assert {name: archive.read(name) for name in archive.namelist()} == parts


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
def test_what_is_packed_comes_out_again(method: int) -> None:
    parts = {"b.txt": b"bbb" * 100, "a.png": b"\x89PNG"}
    made = packed(parts, method=method)
    assert list(unpacked(made).items()) == list(parts.items())
    assert made == settled(made)
