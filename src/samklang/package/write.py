"""Write: a theme package as a folder, and the manifest that freezes it; whole or not at all."""

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from samklang.core.coding.codebook import Codebook
from samklang.core.disclosure.ledger import IssuedEdition
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.core.language.wording import Wording
from samklang.core.privacy import Public
from samklang.core.theme.contact import Contact
from samklang.core.theme.register import Register
from samklang.core.theme.series import EarlierTheme
from samklang.package import findings, ledger, rows, table
from samklang.package.files import MANIFEST, read_files
from samklang.package.lists import ContactList, Knowledge, WithdrawnList
from samklang.package.model import adapter
from samklang.package.read import MANIFEST_FORMAT, MANUSCRIPTS, read_from
from samklang.package.theme_package import ThemePackage


def write(package: ThemePackage, folder: Path) -> None:
    """Writes the package into `folder`, which must be new or empty. Raises FaultyInput."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = message("package.something_is_there_already")
        raise faulty_file(folder, what, message("package.choose_a_new_or_empty_folder"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in texts(package).items():
            target = fresh / name
            target.parent.mkdir(exist_ok=True)
            target.write_text(content, encoding="utf-8", newline="")
        for name, drawn in {**package.style, **package.pictures}.items():
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_bytes(drawn)
        fresh.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        os.rename(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def texts(package: ThemePackage) -> Mapping[str, str]:
    """The package's files of text, by path; those of its style and its pictures are beside them."""
    texts = {
        "theme.yaml": _yaml(package.theme),
        "questionnaire.yaml": _yaml(package.questionnaire),
        rows.RESPONSES: table.write(
            [*rows.RESPONSE_COLUMNS, *(c for q in package.questionnaire for c in q.columns())],
            [rows.response_cells(r, package.questionnaire) for r in package.responses],
        ),
    }
    if package.register is not None:
        texts[rows.REGISTER] = _register(package.register)
    if package.codebook != Codebook():
        texts["codebook.yaml"] = _yaml(package.codebook)
    if package.codings:
        texts[rows.CODINGS] = table.write(
            (*rows.CODING_COLUMNS, *rows.FURTHER_CODING_COLUMNS),
            [rows.coding_cells(coding) for coding in package.codings],
        )
    if package.states:
        texts[rows.STATES] = table.write(
            rows.STATE_COLUMNS, [rows.state_cells(state) for state in package.states]
        )
    further = (
        (rows.SAMPLES, rows.SAMPLE_COLUMNS, [rows.sample_cells(s) for s in package.samples]),
        (rows.READINGS, rows.READING_COLUMNS, [rows.reading_cells(r) for r in package.readings]),
        (rows.TALKS, rows.TALK_COLUMNS, [rows.talk_cells(t) for t in package.talks]),
    )
    texts |= {name: table.write(columns, cells) for name, columns, cells in further if cells}
    if package.findings:
        texts[findings.FILE] = _yaml(findings.FindingList(package.findings))
    if package.knowledge:
        texts["knowledge.yaml"] = _yaml(Knowledge(package.knowledge))
    if package.contacts:
        texts["contacts.yaml"] = contacts_text(package.contacts)
    if package.withdrawn:
        texts["withdrawn.yaml"] = _yaml(WithdrawnList(package.withdrawn))
    if package.references:
        texts["references.json"] = json_of([dict(item) for item in package.references])
    if package.releases:
        texts[ledger.FILE] = ledger.write(package.releases)
    texts |= {f"examples/{e.id}.yaml": _yaml(e) for e in package.examples}
    texts |= {MANUSCRIPTS[language]: text for language, text in package.manuscripts.items()}
    return texts


def contacts_text(contacts: tuple[Contact, ...]) -> str:
    """contacts.yaml, with every field that a contact has."""
    return _yaml(ContactList(contacts))


def series_entry(earlier: EarlierTheme) -> str:
    """The entry of an earlier theme as it stands in a later theme's theme.yaml."""
    return _yaml(_Series((earlier,)))


@dataclasses.dataclass(frozen=True)
class _Series:
    series: Public[tuple[EarlierTheme, ...]]


def _register(register: Register) -> str:
    """register.csv. A column that is empty throughout is left out: a municipality that is not
    there gives no county either."""
    columns = {
        "member": [m.id for m in register.members],
        "name": [m.name for m in register.members],
        "municipality": [m.municipality for m in register.members],
        "invited": ["yes" if m.invited else "no" for m in register.members],
    } | {group: [m.groups[group] for m in register.members] for group in register.groups}
    kept = {
        name: cells
        for name, cells in columns.items()
        if any(cells) or name not in ("name", "municipality")
    }
    return table.write(list(kept), list(zip(*kept.values(), strict=True)))


def add_sister(path: Path, sister: ThemePackage) -> int:
    """Notes in a package's ledger what another package of the same answers has printed.

    sister: frozen, so that its own ledger has its editions; they go under its theme's id. Gives how
    many were added. Raises FaultyInput where it has none.
    """
    if not sister.releases:
        what = message("package.the_package_has_not_been_frozen")
        raise faulty_file(ledger.FILE, what, message("package.run_samklang_freeze_on_it"))
    package = read_from(read_files(path))
    known = {release.edition for release in package.releases}
    named = [
        dataclasses.replace(release, edition=f"{sister.theme.id}/{release.edition}")
        for release in sister.releases
    ]
    fresh = [release for release in named if release.edition not in known]
    _put(path / ledger.FILE, ledger.write([*package.releases, *fresh]).encode())
    return len(fresh)


def freeze(path: Path, *, issued: IssuedEdition | None = None) -> None:
    """Writes the manifest of a package folder that has no faults. Raises FaultyInput.

    issued: what this edition prints; it is put into the ledger first.
    """
    if not path.is_dir():
        what = message("package.only_a_folder_can_be_frozen")
        raise faulty_file(path, what, message("package.unpack_the_zip_first"))
    # The files are read once, so that what is hashed is what was found sound; an old manifest
    # stands until a new one takes its place.
    contents = {name: content for name, content in read_files(path).items() if name != MANIFEST}
    package = read_from(contents)
    if issued is not None:
        releases = _with(package.releases, issued)
        contents[ledger.FILE] = ledger.write(releases).encode()
        _put(path / ledger.FILE, contents[ledger.FILE])
    hashes = {name: hashlib.sha256(contents[name]).hexdigest() for name in sorted(contents)}
    body = json.dumps({"format": MANIFEST_FORMAT, "files": hashes}, indent=1) + "\n"
    _put(path / MANIFEST, body.encode())


def _put(target: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    fresh = target.with_name(f".{target.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, target)


def _with(releases: tuple[IssuedEdition, ...], issued: IssuedEdition) -> tuple[IssuedEdition, ...]:
    """The ledger with an edition; one that has been issued is never changed."""
    for release in releases:
        if release.edition == issued.edition:
            if release != issued:
                what = message(
                    "package.edition_has_been_issued_with_other", edition=release.edition
                )
                remedy = message("package.give_theme_yaml_a_new_edition", file=ledger.FILE)
                raise FaultyInput([Fault("theme.yaml", 0, "edition", what, remedy)])
            return releases
    return (*releases, issued)


def _yaml(value: Any) -> str:
    return yaml_of(
        _without_defaults(
            value, adapter(cast(Hashable, type(value))).dump_python(value, mode="json")
        )
    )


def yaml_of(data: Any) -> str:
    """Plain data as the package's YAML: texts in quotes, no anchors, fields in their order."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def json_of(data: Any) -> str:
    """Plain data as the package's JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _without_defaults(value: Any, data: Any) -> Any:
    """The data without fields that hold their default, so that a file says what was chosen."""
    if isinstance(value, Wording):
        return {language: text for language, text in data.items() if text}
    if isinstance(value, tuple):
        return [_without_defaults(v, d) for v, d in zip(value, data, strict=True)]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return data
    kept = {}
    for field in dataclasses.fields(value):
        inner = getattr(value, field.name)
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        if inner != default:
            kept[field.name] = _without_defaults(inner, data[field.name])
    return kept


class _Dumper(yaml.SafeDumper):
    """Quotes whatever our reader would not take for text, and blocks for texts of many lines."""

    def ignore_aliases(self, data: Any) -> bool:
        """Anchors are never written, since they are never read."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_Dumper.add_representer(str, _text)
