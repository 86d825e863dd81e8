"""Addresses of the members' own pages, below /svara/."""

from django.urls import include, path

from samklang.web.views import (
    answering,
    answering_leaving,
    answering_pages,
    answering_quotes,
    answering_receipt,
    answering_report,
)

of_a_link = [
    path("", answering.landing, name="answer"),
    path("borja/", answering.start, name="answer_start"),
    path("sprak/", answering.speak, name="answer_language"),
    path("sida/<int:number>/", answering_pages.answer_page, name="answer_page"),
    path("granska/", answering_pages.review, name="answer_review"),
    path("senare/", answering_pages.later, name="answer_later"),
    path("angra/", answering_pages.regret, name="answer_regret"),
    path("kvitto/", answering_receipt.receipt, name="answer_receipt"),
    path("kvitto.txt", answering_receipt.receipt_file, name="answer_receipt_file"),
    path("svar/", answering_receipt.read_answers, name="answer_own"),
    path("svar.json", answering_receipt.own_answers, {"form": "json"}, name="answer_json"),
    path("svar.csv", answering_receipt.own_answers, {"form": "csv"}, name="answer_csv"),
    path("citat/", answering_quotes.own_quotes, name="answer_quotes"),
    path("rapporten/", answering_report.own_in_report, name="answer_in_report"),
    path("kollega/", answering_leaving.colleague, name="answer_colleague"),
    path("avsta/", answering_leaving.declining, name="answer_declining"),
    path("inga-fler-brev/", answering_leaving.letters, name="answer_letters"),
]
urlpatterns = [
    path("", answering.enter, name="answer_enter"),
    path("ta-tillbaka/", answering_receipt.take_back, name="answer_take_back"),
    path("<str:token>/", include(of_a_link)),
]
