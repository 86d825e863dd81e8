"""Addresses of the members' own pages, below /svara/."""

from django.urls import include, path

from samklang.web.views import collect, collect_leaving, collect_pages, collect_receipt

of_a_link = [
    path("", collect.landing, name="answer"),
    path("borja/", collect.start, name="answer_start"),
    path("sprak/", collect.speak, name="answer_language"),
    path("sida/<int:number>/", collect_pages.answer_page, name="answer_page"),
    path("granska/", collect_pages.review, name="answer_review"),
    path("senare/", collect_pages.later, name="answer_later"),
    path("angra/", collect_pages.regret, name="answer_regret"),
    path("kvitto/", collect_receipt.receipt, name="answer_receipt"),
    path("kvitto.txt", collect_receipt.receipt_file, name="answer_receipt_file"),
    path("svar/", collect_receipt.read_answers, name="answer_own"),
    path("svar.json", collect_receipt.own_answers, {"form": "json"}, name="answer_json"),
    path("svar.csv", collect_receipt.own_answers, {"form": "csv"}, name="answer_csv"),
    path("kollega/", collect_leaving.colleague, name="answer_colleague"),
    path("avsta/", collect_leaving.declining, name="answer_declining"),
    path("inga-fler-brev/", collect_leaving.letters, name="answer_letters"),
]
urlpatterns = [
    path("", collect.enter, name="answer_enter"),
    path("ta-tillbaka/", collect_receipt.take_back, name="answer_take_back"),
    path("<str:token>/", include(of_a_link)),
]
