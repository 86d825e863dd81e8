"""Templates: Jinja2 with everything escaped, nothing undefined, and compiled templates kept."""

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

from samklang.render.kept import kept_folder


def environment(package: str) -> Environment:
    """The environment of the templates in a package's folder `templates`."""
    folder = kept_folder("templates")
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=FileSystemBytecodeCache(str(folder)) if folder else None,
        trim_blocks=True,
        lstrip_blocks=True,
    )
