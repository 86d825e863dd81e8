"""A third language, added as docs/developing.md says: a folder of phrases and rows in data files.

It is made-up (English made a third longer, with a mark on every vowel) under the code of Finnish or
of South Sámi, which has three letters, in a copy of the program: what is tried there has read
nothing else.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import samklang
from tests.longer_language import longer
from tests.small_package import files

CODES = ("fi", "sma")
# What is tried within a copy; the other is the environment's choice.
CODE = os.environ.get("THIRD_LANGUAGE", CODES[0])
TAGS = {"fi": "fi-FI", "sma": "sma-SE"}
ROW = """
[{code}]
own_name = "Lónger"
called = {{ sv = "långspråk", en = "Lónger" }}
names = ["finnish"]
tag = "{tag}"
decimal_mark = ","
thousands_mark = "\\u00a0"
percent = "{{}}\\u00a0%"
between = "bétwéén {{low}} ánd {{high}}"
last_comma = "ánd"
months = [
    "móńth 1", "móńth 2", "móńth 3", "móńth 4", "móńth 5", "móńth 6",
    "móńth 7", "móńth 8", "móńth 9", "móńth 10", "móńth 11", "móńth 12",
]
clock = "%H.%M"
moment = "{{day}}, {{time}}"
quotation = ["»", "»"]
list_separator = ";"
office_percent = "0\\"\\u00a0%\\""
office_locale = "[$-40B]"
stemmer = "finnish"
lexicon = ""
owning = ["n"]
both_or = 'ánd\\s*/\\s*ór'
leading = 'súréĺý'
none_of_them = 'nóné'
addresses = {{ list = "esimerkit", map = "kartta", partners = "kumppanit" }}
"""
# Each text of a package with what it is in the made-up language.
_TEXT = re.compile(r"(\ben: )([^{}\"]*?)(\}| #)")


def program(folder: Path, code: str = CODE) -> Path:
    """A copy of the program with the language, made of nothing but a folder and rows."""
    source = Path(samklang.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, folder / "samklang", ignore=ignored)
    language = folder / "samklang/core/language"
    for english in (language / "phrases/en").rglob("*.toml"):
        lines = english.read_text(encoding="utf-8")
        target = language / language / "phrases" / code / english.name
        target.parent.mkdir(exist_ok=True)
        target.write_text(_longer_phrases(lines), encoding="utf-8")
    _add(language / "languages.toml", ROW.format(code=code, tag=TAGS[code]))
    _add(language / "stop_words.toml", f'{code} = """ńóńé"""\n')
    quantities = (language / "quantities.toml").read_text(encoding="utf-8")
    english_rules = quantities[quantities.index("[en]") :]
    _add(language / "quantities.toml", re.sub(r"\ben\b(?=[].])", code, english_rules))
    return folder


def _longer_phrases(lines: str) -> str:
    """A file of phrases in the made-up language: what stands between quotes of a value."""
    return re.sub(
        r'^(\w+ = )("""|")(.*?)(\2)$',
        lambda found: found[1] + found[2] + _between_escapes(found[3]) + found[4],
        lines,
        flags=re.MULTILINE | re.DOTALL,
    )


def _between_escapes(text: str) -> str:
    parts = re.split(r"(\\u\w{4}|\\.)", text)
    return "".join(part if part.startswith("\\") else longer(part) for part in parts)


def _add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def package(folder: Path, marker: str = "", code: str = CODE) -> Path:
    """The small package in three languages."""
    texts = files(marker)
    english = texts["manuscript.en.md"]
    texts[f"manuscript.{code}.md"] = english.replace("# Results", f"# {longer('Results')}").replace(
        "have developed something new", longer("have developed something new")
    )
    for name, text in texts.items():
        if name.endswith(".yaml"):
            texts[name] = _TEXT.sub(
                lambda found: f"{found[1]}{found[2]}, {code}: {longer(found[2])}{found[3]}", text
            ).replace("languages: [sv, en]", f"languages: [sv, en, {code}]")
    header, *rows = texts["codings.csv"].splitlines()
    translated = [
        f"{row},{longer('long-term support') if 'long-term' in row else ''}" for row in rows
    ]
    texts["codings.csv"] = "\n".join([f"{header},quote_{code}", *translated, ""])
    for name, text in texts.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def environment(program: Path, code: str = CODE) -> dict[str, str]:
    """The environment of a process that has the third language."""
    return {
        **os.environ,
        "THIRD_LANGUAGE": code,
        "PYTHONPATH": str(program),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run(program: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """What the program with the third language says to a command."""
    return subprocess.run(
        [sys.executable, "-m", "samklang", *arguments],
        env=environment(program),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
