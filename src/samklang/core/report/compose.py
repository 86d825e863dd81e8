"""Compose: a manuscript and its material become a document, or the list of what is wrong."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from samklang.core.coding.codebook import FACTORS
from samklang.core.document.blocks import (
    Block,
    Cards,
    Factors,
    Figure,
    Heading,
    KeyPoints,
    Listing,
    Paragraph,
    References,
)
from samklang.core.document.citation import citation_of
from samklang.core.document.document import Document, Section
from samklang.core.document.example_map import example_map
from samklang.core.document.inline import Cite, Inline, Run, Text, Value
from samklang.core.document.legible import legible
from samklang.core.document.slide_text import SlideText, exhibit_id
from samklang.core.evidence.gathering import DEVELOPMENT, EXAMPLES, PARTICIPATION, Sources
from samklang.core.faults import Fault, Read, closest
from samklang.core.figures import exhibits
from samklang.core.figures.factor_groups import checked_factors, factor_group_figure
from samklang.core.figures.groups import checked, group_figure
from samklang.core.figures.material import Material
from samklang.core.figures.method import method_box
from samklang.core.figures.questions import factor_figure, question_figure
from samklang.core.figures.series import read_development, series_figure
from samklang.core.language import numbers
from samklang.core.language.messages import Message, message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.demands import factor_choice, figure_choice
from samklang.core.manuscript.kinds import CLAIM, SORTED
from samklang.core.manuscript.misnamed import unknown_options
from samklang.core.manuscript.parsing import (
    Directive,
    DraftBlock,
    DraftHeading,
    DraftList,
    DraftParagraph,
    DraftSection,
    DraftText,
    Role,
    parse,
)
from samklang.core.manuscript.targets import Unreadable, table_id
from samklang.core.report.as_shown import as_shown
from samklang.core.report.awaiting import block_waits, figure_table
from samklang.core.report.boxes import contacts, key_points, knowledge, notice, reference_list
from samklang.core.report.drafting import loose_ends, marked
from samklang.core.report.examples import examples_block, on_map
from samklang.core.report.findings import expanded, stale_findings
from samklang.core.report.headings import distinct_headings
from samklang.core.report.opening import opening, opening_lead
from samklang.core.report.optional import without_absent
from samklang.core.report.placing import placed
from samklang.core.report.quotes import no_quotes, quoted
from samklang.core.report.rehearsed import comes_later, number_later, rehearsed
from samklang.core.report.roles import ClaimRefused, resolve
from samklang.core.report.slide_words import read_slide
from samklang.core.theme.theme import FigureChoice


def compose(
    manuscript: str, material: Material, language: Language, *, file: str, draft: bool = False
) -> Read[Document]:
    """The document in one language, and every fault of the manuscript.

    With faults the document lacks the faulty parts and must not be issued. `file` is the
    manuscript's name in faults. draft: numbers and words that no figure stands behind are marked
    in the document instead of being faults; the rest are faults still. In a rehearsal they are no
    faults: no figure can bear out what is to be said of real answers.
    """
    parsed, faults = parse(manuscript, file=file)
    sections = without_absent(expanded(parsed, material, language), material)
    composer = _Composer(material, language, file, list(faults), sections)
    composer.refused += stale_findings(parsed, material, file=file)
    # A member's own words are quoted, not claimed: what they say of how many is not looked for.
    document = legible(composer.document(quoted(sections, material, language)))
    if material.rehearsal:
        return Read(rehearsed(document), tuple(composer.faults))
    unborne = [*loose_ends(sections, manuscript, language, file=file), *composer.refused]
    if not draft:
        return Read(document, (*composer.faults, *unborne))
    return Read(marked(document, sections, unborne), tuple(composer.faults))


class _Composer:
    """Turns drafts into blocks, counting figures and gathering faults and citations."""

    def __init__(
        self,
        material: Material,
        language: Language,
        file: str,
        faults: list[Fault],
        drafts: Sequence[DraftSection],
    ):
        self.material, self.language, self.file, self.faults = material, language, file, faults
        self.cited: set[str] = set()
        self.refused: list[Fault] = []
        self.numbers: Counter[str] = Counter()
        self.figure_ids: set[str] = set()
        self.used_ids: set[str] = {section.id for section in drafts}
        self.sources, self.section = Sources(material, language), ""
        self.placed = placed(drafts, material)
        self.directives: dict[str, Callable[[Directive], Block]] = {
            "method-box": self._method_box,
            "knowledge": lambda draft: knowledge(draft, material, language),
            "figure": self._figure,
            "development": self._development,
            "factor-figure": self._factor_figure,
            "factors": self._factors,
            "examples": self._examples,
            "map": self._map,
            "key-points": lambda draft: key_points(draft, self.language, self._text),
            "notice": lambda draft: notice(draft, self._text),
            "references": lambda _: References(()),
            "contacts": lambda _: contacts(material.contacts, language),
            # One that is there has become blocks of its own (core.manuscript.findings).
            "finding": self._no_finding,
            "quotes": lambda draft: no_quotes(draft, material),
        }

    def document(self, drafts: Sequence[DraftSection]) -> Document:
        theme, language = self.material.theme, self.language
        sections = tuple(self._with_references(s) for s in [self._section(d) for d in drafts])
        published = theme.published
        notices = [phrase(language, "report.synthetic_notice")] if theme.synthetic else []
        citation = citation_of(theme, language)
        if theme.notice[language]:
            notices.append(theme.notice[language])
        made = Document(
            language=language,
            languages=theme.languages,
            theme=theme.id,
            title=theme.title[language],
            subtitle=theme.subtitle[language],
            network=theme.network.name,
            network_url=theme.network.url,
            authors=theme.authors,
            edition=theme.edition,
            published=numbers.date(published, language) if published else "",
            published_iso=published.isoformat() if published else "",
            licence=theme.licence,
            synthetic=theme.synthetic,
            notices=tuple(notices),
            dataset_hash=self.material.dataset_hash,
            citation=citation,
            sections=sections,
            colour=theme.style.colour,
            accent=theme.style.accent,
            typeface=theme.style.typeface,
            house=self.material.house,
            pictures=self.material.pictures,
            withdrawn=self.material.withdrawn,
            address=f"{theme.address.rstrip('/')}/" if theme.address else "",
        )
        points = any(isinstance(block, KeyPoints) for _, block in made.blocks())
        if (made.figures or points) and self.material.awaited is not None:
            # What the opening prints is known before the records of evidence are made.
            rests_on = self.sources.prints(PARTICIPATION)
            lead = opening_lead(self.material, language, evidence=rests_on)
            made = replace(made, opening=opening(made, lead, id_=self._free_id("main-results")))
        return replace(made, evidence=self.sources.records(citation))

    def _section(self, draft: DraftSection) -> Section:
        self.section = draft.id
        blocks: list[Block] = []
        slides: list[SlideText] = []
        about = draft.id
        for draft_block in draft.blocks:
            if isinstance(draft_block, Directive) and draft_block.name == "slide":
                slides += self._slide(draft_block, about, {text.about for text in slides})
            elif (block := self._block(draft_block)) is not None:
                blocks.append(block)
                about = block.id if isinstance(block, Heading) else exhibit_id(block) or about
        lead: Text = ()
        if blocks and isinstance(blocks[0], Paragraph):
            lead = blocks[0].text
            blocks = blocks[1:]
        made = distinct_headings(draft.title, blocks, self.language)
        return Section(draft.id, draft.title, lead, made, tuple(slides))

    def _slide(self, draft: Directive, about: str, taken: Collection[str]) -> list[SlideText]:
        """The words of the slide on what stands before the directive; none with a fault."""
        known = {example.id for example in self.material.examples}
        # Its numbers are the report's, and not said in it once more.
        worded = partial(self._text, said=False)
        try:
            return [read_slide(draft, about, taken, known, worded)]
        except Unreadable as unknown:
            self._fault(draft.line, unknown.what, unknown.remedy)
            return []

    def _with_references(self, section: Section) -> Section:
        """The section with its reference list filled in, once all citations are known."""
        known = self.material.references.get(self.language, {})
        made = reference_list([known[key] for key in self.cited])
        blocks = (made if isinstance(block, References) else block for block in section.blocks)
        return replace(section, blocks=tuple(blocks))

    def _fault(self, line: int, what: Message, remedy: Message) -> None:
        self.faults.append(Fault(self.file, line, "", what, remedy))

    def _block(self, draft: DraftBlock) -> Block | None:
        match draft:
            case DraftHeading():
                text = self._text(draft.text)
                return Heading(draft.level, self._free_id(draft.id or "part"), text)
            case DraftParagraph():
                return Paragraph(self._text(draft.text))
            case DraftList():
                return Listing(tuple(self._text(t) for t in draft.items), draft.ordered)
            case Directive():
                return self._directive(draft)

    def _free_id(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self.used_ids:
            count += 1
            name = f"{wanted}-{count}"
        self.used_ids.add(name)
        return name

    def _directive(self, draft: Directive) -> Block | None:
        make = self.directives.get(draft.name)
        self.faults += unknown_options(draft, file=self.file)
        try:
            if make is None:
                what = message("faults.there_is_no_directive", name=draft.name)
                raise Unreadable(what, closest(draft.name, self.directives.keys()))
            if waits := block_waits(draft, self.material, self.language):
                return Paragraph((Run(waits),))
            block = make(draft)
            if isinstance(block, Figure):
                block = as_shown(draft, block, self._claim)
        except Unreadable as unknown:
            later = comes_later(draft, self.material, self.language)
            if later is None:
                self._fault(draft.line, unknown.what, unknown.remedy)
            return later
        if isinstance(block, Figure):
            block = replace(block, number=self._next(block.called))
        if isinstance(block, Cards):
            self.cited.update(key for card in block.cards for key in card.references)
        return block

    def _text(self, draft: DraftText, *, said: bool = True) -> Text:
        parts: list[Inline] = []
        for part in draft:
            if not isinstance(part, Role):
                parts.append(part)
                continue
            try:
                value = resolve(part.typed, self.material, self.language)
            except ClaimRefused as refused:
                fault = Fault(self.file, part.line, "", refused.what, refused.remedy)
                self.refused.append(fault)
                parts.append(Run(part.content.partition(": ")[0]))
                continue
            except Unreadable as unknown:
                if later := number_later(part, self.material, self.language):
                    parts.append(later)
                else:
                    self._fault(part.line, unknown.what, unknown.remedy)
                continue
            if isinstance(value, Cite):
                self.cited.update(value.keys)
            else:
                known = self.sources.says(part, value.text, value.figure, self.section, said=said)
                value = Value(value.text, self.placed.get(value.figure, ""), known)
            parts.append(value)
        return tuple(parts)

    def _next(self, kind: str) -> int:
        """The next number of diagrams, tables or maps, which are counted apart."""
        self.numbers[kind] += 1
        return self.numbers[kind]

    def _once(self, id_: str, draft: Directive) -> None:
        if id_ in self.figure_ids:
            what = message("faults.is_put_in_twice", id=id_)
            self._fault(draft.line, what, message("faults.refer_to_it_in_the_text"))
        self.figure_ids.add(id_)

    def _claim(self, draft: Directive, figure: str) -> str:
        """The sentence above a figure, held to its numbers as a claim in the text is; '' where
        they do not bear it out."""
        role = Role(CLAIM, draft.options[CLAIM], draft.line)
        value = self._text((role,))
        if not value or not isinstance(value[0], Value):
            return ""
        if value[0].figure != figure:
            what = message(
                "faults.the_claim_above_is_of", figure=figure, of=value[0].figure or role.content
            )
            remedy = message("faults.bind_it_to_the_numbers_of_the_figure_itself")
            self._fault(draft.line, what, remedy)
        return value[0].text

    def _figure(self, draft: Directive) -> Block:
        questions, theme = self.material.questionnaire.by_id, self.material.theme
        choice = figure_choice(draft, theme.figures)
        name, highlight = choice.question, choice.highlight
        order = draft.options.get("sort", SORTED[0])
        if order not in SORTED:
            what = message("faults.order_is_no_order_of_a_figure", order=order)
            raise Unreadable(what, message("faults.write_sort_share_or_order"))
        plain = choice.id == name and not (choice.by or choice.option or choice.over)
        if not plain or (name in questions and questions[name].numeric):
            checked(choice, self.material)
            self._once(choice.id, draft)
            made = group_figure(choice, self.material, self.language)
            return self._known(choice, made)
        if name not in self.material.tables or name not in questions:
            known = [q for q in questions if q in self.material.tables]
            raise Unreadable(
                message("faults.is_no_closed_question", name=name),
                closest(name, [*known, *(figure.id for figure in theme.figures)]),
            )
        options = [option.id for option in questions[name].options]
        if highlight and highlight not in options:
            what = message("faults.has_no", name=name, highlight=highlight)
            raise Unreadable(what, closest(highlight, options))
        self._once(name, draft)
        asked, sort = questions[name], choice.sort
        made = question_figure(asked, self.material, self.language, highlight=highlight, sort=sort)
        return self._known(choice, made)

    def _known(self, choice: FigureChoice, made: Figure) -> Figure:
        """The figure with the evidence of the table that it shows."""
        table = figure_table(choice, self.material.questionnaire)
        return replace(made, evidence=self.sources.shows(table, made))

    def _development(self, draft: Directive) -> Block:
        development = read_development(draft, self.material)
        self._once(development.id, draft)
        made = series_figure(development, self.material, self.language)
        return replace(made, evidence=self.sources.shows(f"{DEVELOPMENT}{development.share}", made))

    def _method_box(self, draft: Directive) -> Block:
        evidence = self.sources.prints(PARTICIPATION)
        return replace(method_box(self.material, self.language), evidence=evidence)

    def _no_finding(self, draft: Directive) -> Block:
        known = [finding.id for finding in self.material.findings]
        what = message("faults.there_is_no_finding", finding=draft.argument.strip())
        raise Unreadable(what, closest(draft.argument.strip(), known))

    def _need_factors(self) -> None:
        if FACTORS not in self.material.tables:
            what = message("faults.there_are_no_coded_factors")
            raise Unreadable(what, message("faults.code_the_open_answers_first"))

    def _factor_figure(self, draft: Directive) -> Block:
        self._need_factors()
        choice = factor_choice(draft)
        checked_factors(choice, self.material)
        self._once(choice.id, draft)
        if choice.by:
            made = factor_group_figure(choice, self.material, self.language)
        else:
            places = self.material.coded_places
            made = factor_figure(self.material, self.language, questions=places)
        shown = table_id("share", FACTORS, by=choice.by)
        return replace(made, evidence=self.sources.shows(shown, made))

    def _factors(self, draft: Directive) -> Block:
        self._need_factors()
        evidence = self.sources.prints(FACTORS)
        factors = {factor.id: factor for factor in exhibits.factors(self.material, self.language)}
        for name in draft.words:
            if name not in factors:
                what = message("faults.there_is_no_factor", name=name)
                raise Unreadable(what, closest(name, factors.keys()))
        wanted = draft.words or tuple(factors)
        return Factors(tuple(replace(factors[name], evidence=evidence) for name in wanted))

    def _examples(self, draft: Directive) -> Block:
        return examples_block(draft, self.material, self.language, self.sources.prints(EXAMPLES))

    def _map(self, draft: Directive) -> Block:
        if not any(e.municipalities for e in self.material.examples):
            what = message("faults.no_example_is_tied_to_a")
            raise Unreadable(what, message("faults.give_one_its_code_or_take"))
        self._once("map", draft)
        placed = on_map(self.material.examples, self.language)
        made = example_map(placed, self.language, number=self._next("map"))
        return replace(made, evidence=self.sources.prints(EXAMPLES))
