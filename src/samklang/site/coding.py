"""Addresses of coding, below a theme's /kodning/."""

from django.urls import path

from samklang.web.views import (
    blind_coding,
    codebook,
    coding,
    coding_grid,
    coding_import,
    coding_log,
    double_coding,
    findings,
    quotes,
)

of_coding = [
    path("", coding.overview, name="theme_coding"),
    path("namn/", coding.names, name="theme_coding_names"),
    path("fraga/<str:question>/", coding.question, name="theme_coding_question"),
    path("fraga/<str:question>/svar/<int:pk>/", coding.answer, name="theme_coding_answer"),
    path("fraga/<str:question>/tabell/", coding_grid.grid, name="theme_coding_grid"),
    path("medlem/<int:pk>/", coding.respondent, name="theme_coding_respondent"),
    path("logg/", coding_log.log, name="theme_coding_log"),
    path("logg/<int:pk>/angra/", coding_log.undo, name="theme_coding_undo"),
    path("las-in/", coding_import.upload, name="theme_upload_coding"),
    path("las-in/<int:pk>/", coding_import.confirm, name="theme_read_in"),
    path("las-in/<int:pk>/avbryt/", coding_import.stop, name="theme_stop_read_in"),
    path("dubbelt/", double_coding.overview, name="theme_double_coding"),
    path("dubbelt/samtal/", double_coding.talk, name="theme_coding_talk"),
    path("dubbelt/<int:pk>/", double_coding.sample, name="theme_coding_sample"),
    path("dubbelt/<int:pk>/klart/", double_coding.finish, name="theme_finish_sample"),
    path("dubbelt/<int:pk>/svar/<int:answer>/", blind_coding.answer, name="theme_blind_answer"),
    path(
        "dubbelt/<int:pk>/skillnad/<int:answer>/",
        double_coding.difference,
        name="theme_coding_difference",
    ),
    path("citat/", quotes.overview, name="theme_quotes"),
    path("citat/valj/", quotes.choose, name="theme_choose_quote"),
    path("citat/<int:pk>/", quotes.change, name="theme_quote"),
    path("slutsatser/", findings.overview, name="theme_findings"),
    path("slutsatser/ny/", findings.finding, name="theme_new_finding"),
    path("slutsatser/<slug:key>/", findings.finding, name="theme_finding"),
    path("slutsatser/<slug:key>/andra/", findings.change, name="theme_change_finding"),
    path("kodbok/", codebook.overview, name="theme_codebook"),
    path("kodbok/borja/", codebook.begin, name="theme_codebook_begin"),
    path("kodbok/familj/", codebook.family, name="theme_new_family"),
    path("kodbok/familj/<slug:key>/", codebook.family, name="theme_family"),
    path("kodbok/kod/", codebook.code, name="theme_new_code"),
    path("kodbok/kod/<slug:key>/", codebook.code, name="theme_code"),
    path("kodbok/kod/<slug:key>/ordna/", codebook.arrange, name="theme_arrange_code"),
    path("kodbok/kod/<slug:key>/dela/", codebook.split, name="theme_split_code"),
]
