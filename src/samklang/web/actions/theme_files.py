"""Deeds on the further files of a theme: save, with every version kept."""

from django.contrib.auth.models import User
from django.db import transaction

from samklang.package.files import NAMES, is_part
from samklang.web.actions.audit import record
from samklang.web.models import Theme, ThemeFile, ThemeFileVersion

# These are made from the database; a saved file must not stand in their place.
MADE = (
    "theme.yaml",
    "questionnaire.yaml",
    "register.csv",
    "responses.csv",
    "codings.csv",
    "coding_states.csv",
    "coding_samples.csv",
    "double_codings.csv",
    "coding_talks.csv",
    "releases.json",
    "manifest.json",
)


class NoSuchPart(ValueError):
    """The path is no file of a theme package that can be edited."""


class SavedMeanwhile(Exception):
    """Somebody else has saved the file since it was opened; `now` is the file as it stands."""

    def __init__(self, now: ThemeFile):
        self.now = now
        super().__init__(now.path)


@transaction.atomic
def save_file(theme: Theme, *, path: str, text: str, seen: int, by: User | None) -> ThemeFile:
    """Saves a file that was `seen` at a version; 0 for one that was not there.

    Raises NoSuchPart, and SavedMeanwhile where it has another version by now: nothing is lost,
    and nothing overwritten unseen.
    """
    if not is_part(path) or path in MADE:
        raise NoSuchPart(path)
    if not path.endswith(tuple(name.rpartition(".")[2] for name in NAMES)):
        raise NoSuchPart(path)
    text = text.replace("\r\n", "\n")
    file = ThemeFile.objects.select_for_update().filter(theme=theme, path=path).first()
    if (file.version if file else 0) != seen:
        raise SavedMeanwhile(file or ThemeFile(theme=theme, path=path, version=0, text=""))
    if file is None:
        file = ThemeFile.objects.create(theme=theme, path=path, text=text, version=1)
    elif file.text == text:
        return file
    else:
        file.text, file.version = text, file.version + 1
        file.save(update_fields=["text", "version"])
    ThemeFileVersion.objects.create(file=file, version=file.version, text=text, by=by)
    record("save_file", by=by, theme=theme, subject=path, version=file.version)
    return file
