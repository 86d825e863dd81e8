"""After sending: the receipt, one's own answers to take away, and taking them back."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from samklang.core.language.languages import RULES
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import worded
from samklang.core.survey.pages import steps
from samklang.core.survey.spoken import spoken
from samklang.package.table import write
from samklang.web.actions.erasure import erase
from samklang.web.models import Response
from samklang.web.queries.answering import Place, by_receipt, questionnaire, working
from samklang.web.serving.answering_middleware import Onward, address
from samklang.web.views.answering import bare, member, own_language, page

_SHOWN = 5


def grouped(receipt: str) -> str:
    """A receipt's id in groups of five, easier to read aloud: ABCDE-FGHIJ-…"""
    return "-".join(receipt[i : i + _SHOWN] for i in range(0, len(receipt), _SHOWN))


@member("GET")
def receipt(request: HttpRequest, place: Place) -> HttpResponse:
    """What says that answers have come in, when, and how to change or take them back."""
    if not place.sent:
        return Onward(address(place.token, "answer"))
    response = place.response
    return page(
        place,
        "receipt",
        receipt=grouped(response.receipt or "") if response else "",
        at=response.sent_at if response and not place.theme.anonymous else None,
        already="redan" in request.GET,
        open=place.door.value == "open",
    )


@member("GET")
def receipt_file(request: HttpRequest, place: Place) -> HttpResponse:
    """The receipt as a text file."""
    response = place.response
    if not place.sent or response is None or not response.receipt:
        return Onward(address(place.token, "answer"))
    language = place.language
    at = timezone.localtime(response.sent_at)
    text = phrase(
        language,
        "answering.receipt_file",
        theme=place.theme.shown("title", language),
        network=place.theme.network.name,
        member=place.invitation.member.name,
        day=f"{at:%Y-%m-%d}",
        time=at.strftime(RULES[language].clock),
        receipt=grouped(response.receipt),
    )
    return _file(text.strip() + "\n", "text/plain", f"{place.theme.address}-kvitto.txt")


@member("GET")
def own_answers(request: HttpRequest, place: Place, form: str) -> HttpResponse:
    """One's own answers: as JSON with ids and words, or as a table for a spreadsheet."""
    response = place.response
    if response is None or (place.theme.anonymous and place.sent):
        return Onward(address(place.token, "answer"))
    rows = _rows(place, response)
    name = f"{place.theme.address}-svar"
    if form == "csv":
        header = [
            phrase(place.language, f"answering.column_{n}")
            for n in ("id", "asked", "part", "answer")
        ]
        table = write(header, [[r["id"], r["question"], r["part"], r["answer"]] for r in rows])
        # The mark tells a spreadsheet that this is UTF-8.
        return _file("\ufeff" + table, "text/csv", f"{name}.csv")
    made = {
        "theme": place.theme.shown("title", place.language),
        "network": place.theme.network.name,
        "member": place.invitation.member.name,
        "questionnaire": questionnaire(response.questionnaire_id).version,
        "language": place.language,
        "state": "sent" if place.sent and not place.begun else "draft",
        "receipt": grouped(response.receipt or ""),
        "saved_at": response.saved_at.isoformat() if response.saved_at else None,
        "sent_at": response.sent_at.isoformat() if response.sent_at else None,
        "answers": rows,
        "raw": working(response),
    }
    return _file(
        json.dumps(made, ensure_ascii=False, indent=1) + "\n", "application/json", f"{name}.json"
    )


def _rows(place: Place, response: Response) -> list[dict[str, str]]:
    kept = working(response)
    asked = questionnaire(response.questionnaire_id)
    road = steps(asked, kept)
    return [
        {
            "id": line.id,
            "question": worded(question.wording, place.language),
            "part": line.label,
            "answer": line.text,
        }
        for question in asked
        if question.id in road.asked
        for line in spoken(question, kept, place.language)
    ]


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@member("GET")
def read_answers(request: HttpRequest, place: Place) -> HttpResponse:
    """One's own answers to read and print; those that were sent in, else those that are kept."""
    response = place.response
    if response is None or (place.theme.anonymous and place.sent):
        return Onward(address(place.token, "answer"))
    asked = questionnaire(response.questionnaire_id)
    kept: Any = working(response)
    return page(place, "answers", road=steps(asked, kept), kept=kept)


@csrf_exempt
def take_back(request: HttpRequest) -> HttpResponse:
    """Taking an answer back by its receipt's id: first shown whose it is, then done.

    There is no session here: the id is the credential, as a link's token is.
    """
    text = request.POST.get("receipt", "") if request.method == "POST" else ""
    code = "".join(c for c in text.upper() if c.isalnum())[:40]
    if not code:
        return bare(request, "take_back", state="ask", typed=text, faulty=request.method == "POST")
    response = by_receipt(code)
    if response is None:
        return bare(request, "take_back", status=422, state="ask", typed=text, faulty=True)
    title = response.theme.shown("title", own_language(request))
    if request.POST.get("sure") != "yes":
        return bare(
            request,
            "take_back",
            state="sure",
            typed=grouped(code),
            title=title,
            at=response.sent_at,
        )
    erase(response)
    return bare(request, "take_back", state="done", title=title)
