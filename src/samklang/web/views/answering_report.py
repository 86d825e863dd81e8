"""A member's own answers in the report that was published, by its own link."""

from django.http import HttpRequest, HttpResponse

from samklang.core.survey.open_questions import open_questions
from samklang.web.queries.answering import Place, questionnaire
from samklang.web.queries.own_report import OwnReport, own_report
from samklang.web.serving.answering_middleware import Onward, address
from samklang.web.views.answering import member, page


@member("GET")
def own_in_report(request: HttpRequest, here: Place) -> HttpResponse:
    """In which figures the answers are, how open ones were coded, and what was quoted."""
    if not here.sent:
        return Onward(address(here.token, "answer"))
    report = own_report(here)
    if not isinstance(report, OwnReport):
        return page(here, "in_report", report=None, why=report.why)
    response = here.response
    asked = open_questions(questionnaire(response.questionnaire_id)) if response else ()
    titles = {place.address: place.title(here.language) for place in asked}
    return page(here, "in_report", report=report, why="", titles=titles)
