"""Setup: the demo theme, which lies beside the source, goes into the wheel with the package."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

NAME = "social-innovation-i-norr"


class WithDemo(build_py):
    """Copies the theme to samklang/themes in what is built; a checkout's is used where it lies."""

    def run(self) -> None:
        """Copies the package's own files, then the theme's."""
        super().run()
        if self.editable_mode:
            return
        source = Path(__file__).parent / "themes" / NAME
        for path in sorted(source.rglob("*")):
            if path.is_file():
                target = Path(self.build_lib, "samklang", "themes", NAME, path.relative_to(source))
                target.parent.mkdir(parents=True, exist_ok=True)
                self.copy_file(str(path), str(target))


setup(cmdclass={"build_py": WithDemo})
