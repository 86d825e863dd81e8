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


class Entries:
    """The entries of a settled zip as they lie packed, to make zips of some of them."""

    def __init__(self, content: bytes):
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            entries, line = source.infolist(), source.start_dir
        ends = sorted([*(entry.header_offset for entry in entries), line])
        follows = dict(itertools.pairwise(ends))
        # By name: the entry with its header, and its line in the directory.
        self.packed: dict[str, tuple[bytes, bytes]] = {}
        for entry in entries:
            long = 46 + sum(struct.unpack_from("<HHH", content, line + 28))
            whole = content[entry.header_offset : follows[entry.header_offset]]
            self.packed[entry.filename] = (whole, content[line : line + long])
            line += long

    def some(self, names: Collection[str], instead: Mapping[str, bytes]) -> bytes:
        """A zip of some entries in their order, with others in the place of some.

        Nothing but what is put in is packed: an entry is copied with its header (APPNOTE 6.3.10,
        4.3.6), and so is its line in the directory, but for where the entry begins.
        """
        out, directory, count = bytearray(), bytearray(), 0
        for name, (whole, line) in self.packed.items():
            if name not in names:
                continue
            count += 1
            kept = bytearray(line)
            struct.pack_into("<I", kept, 42, len(out))
            if name in instead:
                whole = _replaced(bytearray(whole), kept, instead[name])
            out += whole
            directory += kept
        end = struct.pack(
            "<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0
        )
        return bytes(out + directory + end)


def _replaced(entry: bytearray, line: bytearray, content: bytes) -> bytes:
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
    return bytes(head) + data


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a zip of ours, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}
