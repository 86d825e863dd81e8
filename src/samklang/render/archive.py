"""Archives: a zip with the same bytes each time, whoever wrote it and when."""

import io
import struct
import zipfile
from collections.abc import Collection, Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
# The same as a zip has it: no time, and years since 1980, month and day in 7, 4 and 5 bits.
DOS_EPOCH = (0, 1 << 5 | 1)


def settled(content: bytes) -> bytes:
    """The zip with every entry dated 1980-01-01; nothing is packed anew.

    The date stands in the entry's own header and in the directory (APPNOTE 6.3.10, 4.3.7, 4.3.12).
    """
    made = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        at = source.start_dir
        for entry in source.infolist():
            struct.pack_into("<HH", made, entry.header_offset + 10, *DOS_EPOCH)
            struct.pack_into("<HH", made, at + 12, *DOS_EPOCH)
            at += 46 + sum(struct.unpack_from("<HHH", content, at + 28))
    return bytes(made)


def packed(
    parts: Mapping[str, bytes],
    *,
    method: int = zipfile.ZIP_DEFLATED,
    plainly: Collection[str] = (),
) -> bytes:
    """A zip of the parts in their order, dated 1980-01-01.

    method: ZIP_STORED for parts that are packed already. plainly: parts stored as they are.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in plainly else method
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a zip of ours, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}
