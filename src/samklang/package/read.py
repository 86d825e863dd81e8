"""Read: a theme package whole, or every fault that it has."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from samklang.core.catalogue.example import Example
from samklang.core.coding.codebook import Codebook
from samklang.core.disclosure.ledger import IssuedEdition
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.language.messages import Message, message
from samklang.core.language.wording import Language
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Responses
from samklang.core.theme.house_style import House, Logo, ParagraphLook
from samklang.core.theme.register import Register
from samklang.core.theme.theme import Theme
from samklang.package import coding_consistency as coding
from samklang.package import consistency as agreement
from samklang.package import findings, json_text, ledger, references, rows, table
from samklang.package.design import design_faults
from samklang.package.example_consistency import example_faults
from samklang.package.files import EXAMPLE, MANIFEST, MANUSCRIPTS, STYLE, package_hash, read_files
from samklang.package.lists import ContactList, Knowledge, WithdrawnList
from samklang.package.logo import NoLogo, read_logo
from samklang.package.model import untranslated, validate
from samklang.package.picture import read_pictures
from samklang.package.rows.cells import ReadRows
from samklang.package.shown_faults import first_of_each_file, printable
from samklang.package.text import decode
from samklang.package.theme_package import ThemePackage
from samklang.package.word_template import NoTemplate, read_template
from samklang.package.yaml_text import Loaded, load

T = TypeVar("T")
K = TypeVar("K")
Reading = Callable[[table.Table], ReadRows[tuple[T, ...], K]]

LINES = 20_000  # of a manuscript; a hundred pages are some three thousand
QUESTIONNAIRE, CODEBOOK = "questionnaire.yaml", "codebook.yaml"
MANIFEST_FORMAT = "samklang-manifest-1"


def read(path: Path) -> ThemePackage:
    """The theme package at `path`, a folder or zip. Raises FaultyInput with every fault."""
    try:
        return read_from(read_files(path))
    except FaultyInput as faulty:
        raise FaultyInput([printable(fault) for fault in faulty.faults]) from None


def read_from(files: Mapping[str, bytes]) -> ThemePackage:
    """The theme package that files, by path, make up. Raises FaultyInput with every fault."""
    reader = _Reader(files)
    package = reader.package()
    if reader.faults or package is None:
        raise FaultyInput(first_of_each_file(reader.faults))
    return replace(package, hash=package_hash(files))


def read_unanswered(files: Mapping[str, bytes]) -> ThemePackage:
    """As `read_from`, for a theme that nobody need have answered yet: whom it asks, and what they
    have answered, is not looked at. Raises FaultyInput with every other fault.
    """
    reader = _Reader(files, answered=False)
    package = reader.package()
    faults = [f for f in reader.faults if f.file not in (rows.REGISTER, rows.RESPONSES)]
    if faults or package is None:
        raise FaultyInput(first_of_each_file(faults))
    return package


def read_questionnaire(path: Path) -> Questionnaire:
    """A questionnaire.yaml on its own. Raises FaultyInput with every fault."""
    try:
        reader = _Reader({QUESTIONNAIRE: path.read_bytes()})
    except OSError as error:
        what = message("package.the_file_cannot_be_read")
        remedy = message("package.name_a_questionnaire_yaml")
        raise faulty_file(path, what, remedy) from error
    questionnaire = reader.questionnaire()
    if reader.faults or questionnaire is None:
        raise FaultyInput([replace(printable(f), file=path.name) for f in reader.faults])
    return questionnaire


@dataclass
class _Reader:
    """Reads file by file and gathers faults; what depends on a broken file is left for later."""

    files: Mapping[str, bytes]
    answered: bool = True
    faults: list[Fault] = field(default_factory=list)
    loads: dict[str, Loaded] = field(default_factory=dict)

    def questionnaire(self) -> Questionnaire | None:
        questionnaire = self._yaml(QUESTIONNAIRE, Questionnaire, required=True)
        if questionnaire:
            self.faults += agreement.questionnaire_faults(questionnaire, self.loads)
        return questionnaire

    def package(self) -> ThemePackage | None:
        self._manifest()
        theme = self._yaml("theme.yaml", Theme, required=True)
        questionnaire = self._yaml(QUESTIONNAIRE, Questionnaire, required=True)
        codebook = self._yaml(CODEBOOK, Codebook)
        knowledge = self._yaml("knowledge.yaml", Knowledge)
        contacts = self._yaml("contacts.yaml", ContactList)
        withdrawn = self._yaml("withdrawn.yaml", WithdrawnList)
        stated = self._yaml(findings.FILE, findings.FindingList)
        examples = self._examples()
        items = self._references()
        if theme:
            self.faults += agreement.theme_faults(theme, self.loads)
            for file, value in {
                "theme.yaml": theme,
                QUESTIONNAIRE: questionnaire,
                CODEBOOK: codebook,
                "knowledge.yaml": knowledge,
                "contacts.yaml": contacts,
                findings.FILE: stated,
                **{f"examples/{e.id}.yaml": e for e in examples},
            }.items():
                loaded = self.loads.get(file, Loaded({}, {}))
                self.faults += untranslated(value, theme.languages, loaded, file)
        manuscripts = self._manuscripts(theme)
        register = self._register(theme)
        responses = Responses(())
        response_rows: Mapping[str, int] = {}
        if questionnaire:
            questionnaire_faults = list(agreement.questionnaire_faults(questionnaire, self.loads))
            self.faults += questionnaire_faults
            if not questionnaire_faults:
                responses, response_rows = self._responses(questionnaire)
        elif "responses.csv" not in self.files:
            self._missing("responses.csv")
        codings, coding_rows = self._rows(rows.CODINGS, rows.codings)
        states, state_rows = self._rows(rows.STATES, rows.states)
        samples, sample_rows = self._rows(rows.SAMPLES, rows.samples)
        readings, reading_rows = self._rows(rows.READINGS, rows.readings)
        if theme is None or questionnaire is None:
            return None
        package = ThemePackage(
            theme=theme,
            questionnaire=questionnaire,
            register=register,
            responses=responses,
            codebook=codebook or Codebook(),
            codings=codings,
            states=states,
            samples=samples,
            readings=readings,
            talks=self._rows(rows.TALKS, rows.talks)[0],
            findings=stated.findings if stated else (),
            knowledge=knowledge.cards if knowledge else (),
            references=items,
            examples=examples,
            manuscripts=manuscripts,
            contacts=contacts.contacts if contacts else (),
            releases=self._releases(),
            style={name: c for name, c in self.files.items() if STYLE.fullmatch(name)},
            house=self._house(theme),
            pictures=read_pictures(self.files, self.faults),
            withdrawn=withdrawn.examples if withdrawn else (),
        )
        self._agree(package, response_rows, coding_rows, state_rows)
        if not {f.file for f in self.faults} & {rows.RESPONSES, QUESTIONNAIRE}:
            self.faults += coding.sample_faults(package, sample_rows)
            self.faults += coding.reading_faults(package, reading_rows)
        return package

    def _house(self, theme: Theme) -> House:
        """The logo and the Word template that the theme names, read and found safe."""
        logo: Logo | None = None
        looks: tuple[ParagraphLook, ...] = ()
        style = theme.style
        for name, given, endings in (
            ("logo", style.logo, (".svg", ".png")),
            ("template", style.template, (".docx",)),
        ):
            if not given:
                continue
            line = self.loads["theme.yaml"].line(("style", name))
            if not given.endswith(endings) or given not in self.files:
                what = message(
                    "package.there_is_no_file_of_the", given=given, endings=" or ".join(endings)
                )
                remedy = message("package.put_it_into_the_folder_style", endings=endings[0])
                self.faults.append(Fault("theme.yaml", line, f"style.{name}", what, remedy))
                continue
            try:
                if name == "logo":
                    logo = read_logo(given, self.files[given])
                else:
                    looks = read_template(self.files[given])
            except (NoLogo, NoTemplate) as wrong:
                self._wrong(given, wrong.what, wrong.remedy)
        return House(logo, looks)

    def _releases(self) -> tuple[IssuedEdition, ...]:
        text = self._text(ledger.FILE)
        if text is None:
            return ()
        releases, faults = ledger.read(text)
        self.faults += faults
        return releases

    def _agree(
        self,
        package: ThemePackage,
        response_rows: Mapping[str, int],
        coding_rows: Mapping[str, int],
        state_rows: Mapping[tuple[str, str], int],
    ) -> None:
        """Compares files that could be read: what follows from a broken one is no fault."""
        broken = {fault.file for fault in self.faults}
        known = rows.REGISTER not in broken or bool(package.register and package.register.members)
        if known and QUESTIONNAIRE not in broken:
            self.faults += agreement.response_faults(
                package.theme,
                package.questionnaire,
                package.register,
                package.responses,
                response_rows,
            )
        if not broken & {rows.REGISTER, rows.RESPONSES, QUESTIONNAIRE}:
            self.faults += design_faults(
                package.theme,
                package.register,
                package.responses,
                self.loads,
                questionnaire=package.questionnaire,
                answered=self.answered,
            )
            self.faults += coding.coding_faults(package, coding_rows)
            self.faults += coding.state_faults(package, state_rows)
        if CODEBOOK not in broken:
            self.faults += coding.codebook_faults(package.codebook, self.loads)
            self.faults += coding.code_faults(package, coding_rows)
        if not broken & {rows.RESPONSES, QUESTIONNAIRE, CODEBOOK, rows.CODINGS, references.FILE}:
            self.faults += findings.finding_faults(package, self.loads)
        if references.FILE not in broken:
            self.faults += agreement.source_faults(package, self.loads)
        self.faults += agreement.public_faults(package, self.loads)
        if CODEBOOK not in broken:
            self.faults += example_faults(package, self.loads)

    def _wrong(self, file: str, what: Message, remedy: Message) -> None:
        """Notes what is wrong with a whole file."""
        self.faults.append(Fault(file, 0, "", what, remedy))

    def _missing(self, file: str) -> None:
        what = message("package.the_file_is_missing")
        self._wrong(file, what, message("package.add_it_to_the_package"))

    def _text(self, file: str) -> str | None:
        """The text of a file, or None where it is not there or not readable."""
        if file not in self.files:
            return None
        text, faults = decode(self.files[file], file)
        self.faults += faults
        return None if faults else text

    def _yaml(self, file: str, kind: type[T], *, required: bool = False) -> T | None:
        if file not in self.files and required:
            self._missing(file)
        text = self._text(file)
        if text is None:
            return None
        loaded, faults = load(text, file)
        self.faults += faults
        if faults:
            return None
        if required and not loaded.lines:
            what = message("package.the_file_is_empty")
            self._wrong(file, what, message("package.write_its_fields"))
            return None
        self.loads[file] = loaded
        value, wrong = validate(kind, loaded, file)
        self.faults += wrong
        return None if wrong else value

    def _examples(self) -> tuple[Example, ...]:
        examples = []
        for file in sorted(name for name in self.files if EXAMPLE.fullmatch(name)):
            example = self._yaml(file, Example)
            if example is None:
                continue
            stem = file.removeprefix("examples/").removesuffix(".yaml")
            if example.id != stem:
                what = message("package.the_id_is_not_the_file", id=example.id)
                remedy = message("package.write_id", stem=stem)
                self.faults.append(Fault(file, self.loads[file].line(("id",)), "id", what, remedy))
            else:
                examples.append(example)
        return tuple(sorted(examples, key=lambda e: (e.order, e.id)))

    def _json(self, file: str) -> Any:
        text = self._text(file)
        if text is None:
            return None
        data, faults = json_text.load(text, file)
        self.faults += faults
        return data

    def _references(self) -> tuple[Mapping[str, Any], ...]:
        items = self._json(references.FILE)
        if items is None:
            return ()
        text = self._text(references.FILE) or ""
        faults = list(references.reference_faults(items, text))
        self.faults += faults
        return () if faults else tuple(items)

    def _manuscripts(self, theme: Theme | None) -> Mapping[Language, str]:
        there = {lang: text for lang, f in MANUSCRIPTS.items() if (text := self._text(f))}
        for language, text in there.items():
            if (lines := text.count("\n")) > LINES:
                what = message("package.it_has_more_lines", lines=lines, most=LINES)
                remedy = message("faults.shorten_it")
                self._wrong(MANUSCRIPTS[language], what, remedy)
        if theme and there:
            for language in theme.languages:
                if MANUSCRIPTS[language] not in self.files:
                    what = message("package.the_manuscript_in_is_missing", code=language)
                    remedy = message("package.write_one_for_each_of_the")
                    self._wrong(MANUSCRIPTS[language], what, remedy)
        return {lang: there[lang] for lang in (theme.languages if theme else ()) if lang in there}

    def _table(self, file: str) -> table.Table | None:
        text = self._text(file)
        if text is None:
            return None
        content, faults = table.read(text, file)
        self.faults += faults
        return content

    def _register(self, theme: Theme | None) -> Register | None:
        if theme is None or theme.design.kind == "open":
            if theme and rows.REGISTER in self.files:
                what = message("package.an_open_survey_has_no_register")
                remedy = message("package.take_the_file_away_or_write")
                self._wrong(rows.REGISTER, what, remedy)
            return None
        if rows.REGISTER not in self.files:
            self._missing(rows.REGISTER)
        content = self._table(rows.REGISTER)
        if content is None:
            return Register(())
        register, faults = rows.register(content)
        self.faults += faults
        if not register.members and all(f.file != rows.REGISTER for f in self.faults):
            what = message("package.the_register_is_empty")
            remedy = message("package.write_one_row_a_member")
            self._wrong(rows.REGISTER, what, remedy)
        return register

    def _responses(self, questionnaire: Questionnaire) -> tuple[Responses, Mapping[str, int]]:
        if rows.RESPONSES not in self.files:
            self._missing(rows.RESPONSES)
        content = self._table(rows.RESPONSES)
        if content is None:
            return Responses(()), {}
        read = rows.responses(content, questionnaire)
        self.faults += read.faults
        return read.content, read.numbers

    def _rows(self, file: str, reading: Reading[T, K]) -> tuple[tuple[T, ...], Mapping[K, int]]:
        """What the rows of a further table are, and the row of each; nothing without the file."""
        content = self._table(file)
        if content is None:
            return (), {}
        read = reading(content)
        self.faults += read.faults
        return read.content, read.numbers

    def _manifest(self) -> None:
        body = self._json(MANIFEST)
        if body is None:
            return
        recorded = body.get("files") if isinstance(body, dict) else None
        if not isinstance(recorded, dict) or body.get("format") != MANIFEST_FORMAT:
            what = message("package.it_is_no_manifest", manifest_format=MANIFEST_FORMAT)
            remedy = message("package.freeze_the_package_anew")
            self._wrong(MANIFEST, what, remedy)
            return
        actual = {n: hashlib.sha256(c).hexdigest() for n, c in self.files.items() if n != MANIFEST}
        for name in sorted(recorded.keys() | actual.keys()):
            if name not in actual:
                what = message("package.the_manifest_lists_it_and_it")
            elif name not in recorded:
                what = message("package.it_was_added_after_the_package")
            elif recorded[name] != actual[name]:
                what = message("package.it_was_changed_after_the_package")
            else:
                continue
            remedy = message("package.restore_the_frozen_package_or_freeze")
            self._wrong(name, what, remedy)
