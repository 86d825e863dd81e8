"""Archives: a zip with the same bytes each time, whoever wrote it and when."""

import io
import itertools
import struct
import zipfile
import zlib
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


def chosen(content: bytes, names: Collection[str], instead: Mapping[str, bytes]) -> bytes:
    """A zip of some entries of a settled zip, in its order, with others in the place of some.

    Nothing but what is put in is packed: an entry is copied with its header as it lies (APPNOTE
    6.3.10, 4.3.6), and so is its line in the directory, but for where the entry begins.
    """
    out, directory, count = bytearray(), bytearray(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        entries = source.infolist()
        ends = sorted([*(entry.header_offset for entry in entries), source.start_dir])
        follows = dict(itertools.pairwise(ends))
        line = source.start_dir
        for entry in entries:
            long = 46 + sum(struct.unpack_from("<HHH", content, line + 28))
            if entry.filename in names:
                count += 1
                kept = bytearray(content[line : line + long])
                struct.pack_into("<I", kept, 42, len(out))
                header = bytearray(content[entry.header_offset : follows[entry.header_offset]])
                if entry.filename in instead:
                    header = _replaced(header, kept, instead[entry.filename])
                out += header
                directory += kept
            line += long
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory + end)


def _replaced(entry: bytearray, line: bytearray, content: bytes) -> bytearray:
    """An entry with other content; its line in the directory is changed to say so."""
    packer = zlib.compressobj(wbits=-15)
    data = packer.compress(content) + packer.flush()
    sizes = (zlib.crc32(content), len(data), len(content))
    head = entry[: 30 + sum(struct.unpack_from("<HH", entry, 26))]
    for made, at in ((head, 6), (line, 8)):
        # Neither sizes after the data nor any other way of packing.
        struct.pack_into("<H", made, at, struct.unpack_from("<H", made, at)[0] & ~8)
        struct.pack_into("<H", made, at + 2, zipfile.ZIP_DEFLATED)
        struct.pack_into("<III", made, at + 8, *sizes)
    return head + data


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a zip of ours, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}
