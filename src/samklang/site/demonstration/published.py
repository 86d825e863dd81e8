"""The demonstration's published theme: a package's answers, codings and report as rows."""

import datetime
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from samklang.core.catalogue.example import Example as Printed
from samklang.core.coding.codebook import Codebook, Family
from samklang.core.language.wording import Wording
from samklang.core.survey.answers import as_stored
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.exchange.coding_upload import coded_of
from samklang.package.files import MANUSCRIPTS, read_files
from samklang.package.model import adapter
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from samklang.site.demonstration.people import PUBLISHED
from samklang.web.actions.answering import new_receipt
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.double_coding_import import put_in_double_codings
from samklang.web.actions.findings import look_again
from samklang.web.actions.frame import invite
from samklang.web.actions.freezing import write_package
from samklang.web.actions.publishing import approve, propose, send_to_review, sign
from samklang.web.actions.theme_files import save_file
from samklang.web.models import (
    Build,
    Coding,
    Example,
    Finding,
    Freeze,
    Invitation,
    Member,
    Network,
    QuestionnaireVersion,
    Quote,
    ReadAnswer,
    Response,
    Theme,
)
from samklang.web.models.build import BuildState
from samklang.web.models.coding import AnswerStatus
from samklang.web.models.coding import Origin as CodedBy
from samklang.web.models.example import Origin
from samklang.web.models.quote import QuoteState
from samklang.web.models.response import ResponseState
from samklang.web.models.theme import ThemeState
from samklang.web.queries.catalogue import blank
from samklang.web.queries.double_coding_import import double_plan
from samklang.web.queries.findings import as_package
from samklang.web.queries.open_answers import digest
from samklang.web.queries.questionnaires import dumped
from samklang.web.queries.vocabulary import CHALLENGES

TEXTS = (*MANUSCRIPTS.values(), "knowledge.yaml", "references.json")
FAMILY = Family("factors", Wording("Underlättar och försvårar", "Helps and hinders"))


def coded_theme(
    network: Network,
    package: ThemePackage,
    members: Mapping[str, Member],
    *,
    by: User,
) -> Theme:
    """A closed theme with the package's questions, answers, codings, texts and examples.

    members: by their id in the package.
    """
    choices = package.theme
    assert choices.fieldwork is not None
    theme = Theme.objects.create(
        network=network,
        address=PUBLISHED,
        title=choices.title,
        languages=list(choices.languages),
        state=ThemeState.CLOSED,
        design={"kind": choices.design.kind, "strata": list(choices.design.strata)},
        disclosure={"threshold": choices.disclosure.threshold},
        ask_quotes=False,
        synthetic=choices.synthetic,
        published=choices.published,
        opened_at=_noon(choices.fieldwork.opened),
        closed_at=_noon(choices.fieldwork.closed),
        retention=timezone.localdate() + datetime.timedelta(700),
    )
    version = QuestionnaireVersion.objects.create(
        theme=theme,
        number=1,
        source=dumped(package.questionnaire),
        published_at=theme.opened_at,
        created_by=by,
    )
    invite(theme, list(members.values()), by=by)
    _answers(theme, version, package, {m.pk: name for name, m in members.items()})
    placed = _code(theme, package, by)
    written = texts(package)
    for path in filter(written.__contains__, TEXTS):
        save_file(theme, path=path, text=written[path], seen=0, by=by)
    for term in choices.challenges:
        network.vocabulary.create(
            vocabulary=CHALLENGES,
            code=term.id,
            label=term.label,
        )
    put_in_examples(theme, package)
    _findings(theme, package, placed, by)
    return theme


def _noon(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def _answers(
    theme: Theme, version: QuestionnaireVersion, package: ThemePackage, names: Mapping[int, str]
) -> None:
    """The package's responses, each with its member's invitation."""
    given = {response.member: response for response in package.responses}
    for invitation in theme.invitations.all():
        response = given.get(names[invitation.member_id])
        if response is None:
            continue
        at = _noon(response.submitted) or theme.opened_at
        if response.status == "declined":
            Invitation.objects.filter(pk=invitation.pk).update(opened_at=at, declined_at=at)
            continue
        sent = response.status == "complete"
        Response.objects.create(
            theme=theme,
            invitation=invitation,
            questionnaire=version,
            state=ResponseState.SENT if sent else ResponseState.DRAFT,
            answers=as_stored(package.questionnaire, response.answers, response.open_texts),
            receipt=new_receipt() if sent else None,
            created_at=at,
            saved_at=at,
            sent_at=at if sent else None,
        )
        Invitation.objects.filter(pk=invitation.pk).update(
            opened_at=at, finished_on=response.submitted if sent else None
        )


def _code(theme: Theme, package: ThemePackage, by: User) -> Mapping[str, str]:
    """The codebook, every coding with its quote, and what two made of a sample.

    An answer without a coding was read and no code fits. Gives what each coding is called here.
    """
    placed: dict[str, str] = {}
    codes = tuple(replace(c, family=c.family or FAMILY.id) for c in package.codebook.codes)
    begin_codebook(theme, Codebook(codes, package.codebook.families or (FAMILY,)), by=by)
    keys = dict(theme.codes.values_list("key", "pk"))
    assert package.register is not None
    numbers = {m.name: m.id for m in package.register.members}
    rows = {
        numbers[r.invitation.member.name]: r
        for r in theme.responses.filter(state=ResponseState.SENT).select_related(
            "invitation__member"
        )
        if r.invitation
    }
    of_answer = defaultdict(list)
    for coding in package.codings:
        of_answer[coding.response, coding.question].append(coding)
    for given in package.responses:
        row = rows.get(given.member)
        for where in open_questions(package.questionnaire):
            words = open_answer(given, where)
            if row is None or not words:
                continue
            made = of_answer[given.id, where.address]
            read = ReadAnswer.objects.create(
                theme=theme,
                response=row,
                question=where.address,
                status=AnswerStatus.CODED if made else AnswerStatus.NO_CODE,
                version=1,
                digest=digest(words),
                by=by,
            )
            for one in made:
                stored = Coding.objects.create(
                    answer=read,
                    code_id=keys[one.code],
                    valence=one.valence,
                    start=one.start,
                    end=one.end,
                    origin=CodedBy.PERSON,
                    by=by,
                )
                placed[one.id] = f"c{stored.pk}"
                if one.released:
                    Quote.objects.create(
                        theme=theme,
                        coding=stored,
                        state=QuoteState.RELEASED,
                        words=one.quote,
                        translation=one.translation,
                        released_by=by,
                        released_on=one.released_on,
                    )
    coded = coded_of(package)
    ids = {given.id: rows[given.member].pk for given in package.responses if given.member in rows}
    double = double_plan(theme, coded, ids, coded.texts)
    put_in_double_codings(theme, asdict(double), by=by)
    return placed


def _findings(theme: Theme, package: ThemePackage, placed: Mapping[str, str], by: User) -> None:
    """The package's findings, looked at. placed: what the codings are called on the site."""
    for one in package.findings:
        evidence = [[e.kind, placed.get(e.of, e.of), ""] for e in one.evidence]
        Finding.objects.create(
            theme=theme,
            key=one.id,
            statement=one.statement,
            against=one.against,
            follows=one.follows,
            evidence=evidence,
            author=by,
        )
    now = as_package(theme) if package.findings else None
    if now is not None:
        for row in theme.findings.all():
            look_again(row, now, by=by)


def put_in_examples(theme: Theme, package: ThemePackage) -> None:
    """The package's examples from public sources, published.

    A record on the site has nothing that says it is invented; the report has, and shows those too.
    """
    for example in package.examples:
        if not example.invented:
            _example(theme, example)


def _example(theme: Theme, printed: Printed) -> None:
    """An example from public sources, which needs nobody's yes."""
    record = adapter(Printed).dump_python(printed, mode="json")
    Example.objects.create(
        theme=theme,
        name=printed.id,
        origin=Origin.SOURCES,
        stage="published",
        whole=printed.whole,
        published_at=theme.published and _noon(theme.published),
        record={name: record[name] for name in blank()},
    )


def publish(
    theme: Theme,
    folder: Path,
    hash_: str,
    built: Path,
    *,
    maker: User,
    signer: User,
) -> None:
    """The report as it was built from the package in `folder`, signed and public."""
    name = f"packages/{theme.network.address}/{theme.address}-1.zip"
    write_package(settings.DATA / name, read_files(folder))
    freeze = Freeze.objects.create(
        theme=theme,
        number=1,
        hash=hash_,
        file=name,
        responses=theme.responses.filter(state=ResponseState.SENT).count(),
        by=maker,
    )
    now = timezone.now()
    build = Build.objects.create(
        freeze=freeze, state=BuildState.DONE, started_at=now, finished_at=now, by=maker
    )
    build.folder = f"builds/{build.pk}"
    shutil.copytree(built, settings.DATA / build.folder)
    build.total = build.done = sum(1 for path in built.rglob("*") if path.is_file())
    build.save()
    edition = propose(build, by=maker)
    send_to_review(edition, by=maker)
    approve(edition, by=signer)
    sign(edition, by=signer, public_from=now)
