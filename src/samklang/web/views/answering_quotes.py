"""How a member lets itself be quoted, by its own link."""

from django.http import HttpRequest, HttpResponse

from samklang.web.actions.quotes import answer_quote
from samklang.web.models.quote import Consent
from samklang.web.queries.answering import Place, questionnaire
from samklang.web.queries.quotes import of_member
from samklang.web.serving.answering_middleware import Onward, address
from samklang.web.views.answering import member, page

CHOICES = (Consent.NAME, Consent.PLACE, Consent.NO)


@member("GET", "POST")
def own_quotes(request: HttpRequest, place: Place) -> HttpResponse:
    """The words that the network would like to print, each with the member's yes or no."""
    if place.theme.anonymous or place.response is None or not place.sent:
        return Onward(address(place.token, "answer"))
    shown = of_member(place.response, questionnaire(place.response.questionnaire_id))
    if request.method == "POST":
        for quote in shown:
            consent = request.POST.get(f"quote-{quote.quote.pk}", "")
            if consent in CHOICES and consent != quote.quote.consent:
                answer_quote(quote.quote, consent=consent)
        return Onward(address(place.token, "answer_quotes") + "?sparat=")
    return page(place, "quotes", quotes=shown, done="sparat" in request.GET)
