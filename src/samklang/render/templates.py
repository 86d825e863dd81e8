"""Templates: Jinja2 with everything escaped, nothing undefined, and compiled templates kept."""

from contextlib import suppress
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    StrictUndefined,
)
from jinja2.bccache import Bucket

from samklang.render.kept import kept_folder


def environment(package: str) -> Environment:
    """The environment of the templates in a package's folder `templates`."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def compiled() -> BytecodeCache | None:
    """Where compiled templates are kept between processes, if anywhere."""
    folder = kept_folder("templates")
    return _Kept(str(folder)) if folder else None


class _Kept(FileSystemBytecodeCache):
    """Compiled templates in a folder that may go while the process lives, or have no room.

    The site empties it when answers are erased; a page is not lost for that, or for a full disk.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a compiled template where it can be kept."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
