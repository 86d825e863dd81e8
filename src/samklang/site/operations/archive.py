"""The file of a backup: a tar of parts with a manifest of their hashes, encrypted with age or not.

The manifest comes last, so that nothing is read twice; a file that was cut short has none.
"""

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage

from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import message

FORMAT = "samklang-backup-1"
MANIFEST = "manifest.json"
_AGE = b"age-encryption.org/"
_CHUNK = 1 << 20


def recipient(text: str) -> Any:
    """Whom a backup is encrypted for: ``age1…`` or an SSH public key. Raises FaultyInput."""
    try:
        if text.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text)
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        remedy = message("terminal.write_a_public_key")
        what = message("terminal.is_no_public_key", key=text[:20])
        raise faulty_file("--to", what, remedy) from None


def new_key(path: Path) -> str:
    """Writes a new private key, which opens what is encrypted for the public key that is given."""
    made = pyrage.x25519.Identity.generate()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"# public key: {made.to_public()}\n{made}\n")
    return str(made.to_public())


def identities(path: Path) -> list[Any]:
    """The private keys of a file, of age or of SSH. Raises FaultyInput."""
    text = path.read_text(encoding="ascii", errors="replace")
    try:
        if "PRIVATE KEY-----" in text:
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = (line.strip() for line in text.splitlines())
        identities = [
            pyrage.x25519.Identity.from_str(x) for x in lines if x and not x.startswith("#")
        ]
    except pyrage.IdentityError:
        identities = []
    if not identities:
        what = message("terminal.there_is_no_private_key")
        raise faulty_file(path, what, message("terminal.give_the_file_of_backup_key"))
    return identities


@dataclass
class Writer:
    """Takes the parts one by one. hashes: SHA-256, hex, of each part by its name."""

    tar: tarfile.TarFile
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        """Adds `size` bytes of a file."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        heard = _Hashing(file)
        self.tar.addfile(entry, heard)
        self.hashes[name] = heard.digest.hexdigest()

    def add_file(self, name: str, path: Path) -> None:
        """Adds a file as it stands. Raises FileNotFoundError."""
        with path.open("rb") as file:
            self.add(name, file, os.fstat(file.fileno()).st_size)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Adds what is in memory."""
        self.add(name, io.BytesIO(content), len(content))


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]):
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        part = self._file.read(size)
        self.digest.update(part)
        return part


@contextmanager
def writing(path: Path, recipients: Sequence[Any]) -> Iterator[Writer]:
    """Writes a backup, whole or not at all; with recipients, nothing readable touches the disk.

    The file is its owner's alone. Raises FaultyInput where a file stands there.
    """
    if path.exists():
        what = message("terminal.there_is_a_file_already")
        raise faulty_file(path, what, message("terminal.give_another_name"))
    part = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with _through(file, recipients) as out, tarfile.open(fileobj=out, mode="w|") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _through(file: IO[bytes], recipients: Sequence[Any]) -> Iterator[IO[bytes]]:
    """The file itself, or a pipe whose other end is encrypted into it."""
    if not recipients:
        yield file
        return
    with _beside(lambda end: pyrage.encrypt_io(end, file, recipients), reads=True) as end:
        yield end


@contextmanager
def _beside(work: Any, *, reads: bool) -> Iterator[IO[bytes]]:
    """One end of a pipe, while `work` reads from the other end (or writes to it) in a thread.

    What `work` raises is raised here when the pipe is done with.
    """
    out, into = os.pipe()
    ours, theirs = (into, out) if reads else (out, into)
    faults: list[BaseException] = []

    def run() -> None:
        with open(theirs, "rb" if reads else "wb") as end:
            try:
                work(end)
            except BaseException as error:
                faults.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with open(ours, "wb" if reads else "rb") as end:
            yield end
    except (BrokenPipeError, tarfile.TarError, OSError):
        thread.join()
        if faults:
            raise faults[0] from None
        raise
    finally:
        thread.join()
    if faults:
        raise faults[0]


def is_encrypted(path: Path) -> bool:
    """Whether a backup is encrypted."""
    with path.open("rb") as file:
        return file.read(len(_AGE)) == _AGE


def unpack(path: Path, into: Path, keys: Sequence[Any]) -> Mapping[str, Any]:
    """Writes the parts into a folder and gives the manifest, with every hash checked.

    Raises FaultyInput: the file is no backup, is cut short or altered, or the key does not fit.
    """
    try:
        with path.open("rb") as file:
            if not is_encrypted(path):
                return _unpacked(path, file, into)
            if not keys:
                what = message("terminal.it_is_encrypted")
                raise faulty_file(path, what, message("terminal.give_its_private_key"))
            with _beside(lambda end: pyrage.decrypt_io(file, end, keys), reads=False) as end:
                return _unpacked(path, end, into)
    except pyrage.DecryptError:
        what = message("terminal.the_key_does_not_open_it")
        raise faulty_file(path, what, message("terminal.give_the_key_it_was_made_for")) from None
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise _damaged(path) from None


def _damaged(path: Path) -> FaultyInput:
    what = message("terminal.it_is_no_whole_backup")
    return faulty_file(path, what, message("terminal.take_an_earlier_one"))


def _unpacked(path: Path, file: IO[bytes], into: Path) -> Mapping[str, Any]:
    hashes: dict[str, str] = {}
    manifest: Mapping[str, Any] | None = None
    with tarfile.open(fileobj=file, mode="r|") as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if content is None or not _safe(entry.name) or entry.name in hashes:
                raise _damaged(path)
            if entry.name == MANIFEST:
                manifest = json.loads(content.read())
                continue
            target = into / entry.name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            heard = _Hashing(content)
            with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
                while block := heard.read(_CHUNK):
                    kept.write(block)
            hashes[entry.name] = heard.digest.hexdigest()
    # What is left of the pipe is read, so that its other end can finish and check the last block.
    while file.read(_CHUNK):
        pass
    if manifest is None or manifest.get("format") != FORMAT or manifest["files"] != hashes:
        raise _damaged(path)
    return manifest


def _safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not name.startswith("/") and ".." not in parts and "\\" not in name and bool(parts)
