"""The demonstration's package as what a theme has been frozen to."""

import hashlib
import zipfile
from pathlib import Path

from django.conf import settings

from samklang.package.read import read
from samklang.site.demonstration.published import put_in_examples
from samklang.web.models import Freeze, Theme

DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"


def freeze_demo(theme: Theme) -> None:
    """Gives a theme a freeze with all that the demo has and its examples; takes away what was
    written."""
    theme.files.all().delete()
    path = settings.DATA / "demo.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for file in sorted(DEMO.rglob("*")):
            if file.is_file():
                packed.write(file, file.relative_to(DEMO).as_posix())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    Freeze.objects.create(theme=theme, number=1, hash=digest, file=path.name, responses=0)
    put_in_examples(theme, read(DEMO))
