"""Addresses. A member's pages begin with /svara/, the staff's with /arbete/."""

from django.urls import URLPattern, URLResolver, include, path

from samklang.core.language.languages import RULES
from samklang.core.language.wording import Language
from samklang.site.coding import of_coding
from samklang.site.writing import of_writing
from samklang.web.serving.site_language import set_language
from samklang.web.views import (
    accessibility,
    catalogue,
    example_files,
    example_share,
    following,
    house,
    mailing,
    manuscript,
    manuscript_figure,
    manuscript_versions,
    network,
    owner,
    public,
    question_bank,
    questionnaire,
    readers_catalogue,
    register,
    rehearsal,
    reports,
    security,
    sources,
    spelling,
    staff,
    start,
    themes,
    trials,
    vocabulary,
)

of_a_theme: list[URLPattern | URLResolver] = [
    path("", themes.overview, name="theme"),
    path("val/", themes.choices, name="theme_choices"),
    path("enkat/", questionnaire.overview, name="theme_questionnaire"),
    path("enkat/bank/", question_bank.bank, name="theme_bank"),
    path("enkat/fil/", questionnaire.upload, name="theme_xlsform"),
    path("enkat/publicera/", questionnaire.publish, name="theme_publish_questionnaire"),
    path("enkat/ordning/", questionnaire.arrange, name="theme_arrange"),
    path("enkat/fraga/", questionnaire.question, name="theme_new_question"),
    path("enkat/fraga/<str:name>/", questionnaire.question, name="theme_question"),
    path("enkat/<int:number>/", questionnaire.look, name="theme_look"),
    path("enkat/<int:number>/xlsform/", questionnaire.download, name="theme_download_xlsform"),
    path("urval/", themes.frame, name="theme_frame"),
    path("urval/<int:pk>/bort/", themes.frame_without, name="theme_frame_without"),
    path("urval/<int:pk>/lank/", themes.frame_link, name="theme_frame_link"),
    path("lage/", themes.set_state, name="theme_state"),
    path("generalrepetition/", rehearsal.rehearsal, name="theme_rehearsal"),
    path("generalrepetition/ny/", rehearsal.order, name="theme_rehearse"),
    path("generalrepetition/<int:pk>/avbryt/", rehearsal.stop, name="theme_rehearsal_stop"),
    path(
        "generalrepetition/<int:pk>/rapport/",
        rehearsal.report,
        name="theme_rehearsal_report",
    ),
    path(
        "generalrepetition/<int:pk>/rapport/<path:path>",
        rehearsal.report,
        name="theme_rehearsal_report",
    ),
    path("generalrepetition/jamfor/", rehearsal.compare, name="theme_rehearsal_compare"),
    path(
        "generalrepetition/brev/<slug:kind>/<slug:code>/",
        rehearsal.sample,
        name="theme_rehearsal_letter",
    ),
    path("svar/", following.follow, name="theme_following"),
    path("kodning/", include(of_coding)),
    path("skriv/", include(of_writing)),
    path("text/", manuscript.texts, name="theme_texts"),
    path(
        "text/<path:path>/versioner/<int:number>/aterstall/",
        manuscript_versions.restore,
        name="theme_text_restore",
    ),
    path(
        "text/<path:path>/versioner/<int:number>/",
        manuscript_versions.version,
        name="theme_text_version",
    ),
    path("text/<path:path>/versioner/", manuscript_versions.versions, name="theme_text_versions"),
    path("text/<path:path>/figur/", manuscript_figure.figure, name="theme_text_figure"),
    path("text/<path:path>/", manuscript.text, name="theme_text"),
    path("kallor/", sources.sources, name="theme_sources"),
    path("kallor/klistra-in/", sources.paste, name="theme_sources_paste"),
    *(
        path(f"kallor/{part}/", view, {"kind": kind}, name=f"theme_source_{kind}{name}")
        for kind, word in (("card", "kort"), ("reference", "referens"), ("contact", "kontakt"))
        for part, view, name in (
            (f"{word}/ny", sources.entry, "_new"),
            (f"{word}/<int:number>", sources.entry, ""),
            (f"{word}/<int:number>/flytta", sources.move, "_move"),
        )
    ),
    path("rapport/", reports.reports, name="theme_reports"),
    path("rapport/bygg/", reports.build_now, name="theme_build"),
    path("rapport/paket/<int:number>/", reports.package, name="theme_package"),
    path("rapport/bygge/<int:pk>/utgava/", reports.propose, name="theme_propose"),
    path("rapport/bygge/<int:pk>/avbryt/", reports.stop_build, name="theme_stop_build"),
    path("rapport/bygge/<int:pk>/fil/<path:path>", reports.preview, name="theme_preview"),
    path("rapport/bygge/<int:pk>/fil/", reports.preview, name="theme_preview"),
    path("rapport/<int:edition>/granska/", reports.review, name="theme_review"),
    path("rapport/<int:edition>/signera/", reports.sign, name="theme_sign"),
    path("rapport/<int:edition>/dra-tillbaka/", reports.withdraw, name="theme_withdraw"),
    path("exempel/", catalogue.examples, name="theme_examples"),
    path("exempel/nytt/", catalogue.draft, name="theme_example_draft"),
    path("exempel/<slug:name>/", catalogue.example, name="theme_example"),
    path("exempel/<slug:name>/steg/", catalogue.step, name="theme_example_step"),
    path("brev/", mailing.letters, name="theme_letters"),
    path("brev/nytt/", mailing.order, name="theme_order"),
    path("brev/<int:pk>/stall-in/", mailing.stop, name="theme_call_off"),
    path("brev/text/<slug:kind>/<slug:code>/", mailing.wording, name="theme_wording"),
    path("brev/studsar/", mailing.bounces, name="theme_bounces"),
    path("brev/adress/<int:pk>/", mailing.address, name="theme_new_address"),
]
of_a_network: list[URLPattern | URLResolver] = [
    path("", network.network, name="network"),
    path("medarbetare/", staff.staff, name="network_staff"),
    path("medarbetare/<int:pk>/", staff.one_of_staff, name="network_one_of_staff"),
    path("installningar/", staff.settings, name="network_settings"),
    path("begrepp/", vocabulary.terms, name="network_terms"),
    path("ordlista/", spelling.words, name="network_words"),
    path("utseende/", house.house, name="network_house"),
    path("logg/", staff.audit, name="network_audit"),
    path("medlemmar/", register.register, name="register"),
    path("medlemmar/ny/", register.one_member, name="member_new"),
    path("medlemmar/<int:pk>/", register.one_member, name="member"),
    path("medlemmar/<int:pk>/radera/", register.erase, name="member_erase"),
    path("medlemmar/<int:pk>/ta-bort/", register.delete, name="member_delete"),
    path("medlemmar/inlasning/", register.import_file, name="register_import"),
    path("medlemmar/inlasning/<int:pk>/", register.import_columns, name="register_columns"),
    path("medlemmar/inlasning/<int:pk>/nu/", register.import_now, name="register_import_now"),
    path("medlemmar/inlasning/<int:pk>/avbryt/", register.stop, name="register_import_stop"),
    path("prova/", trials.begin, name="trials"),
    path("prova/<int:pk>/", trials.trial, name="trial"),
    path("prova/<int:pk>/radera/", trials.erase, name="trial_erase"),
    path("prova/<int:pk>/rapport/", trials.report, name="trial_report"),
    path("prova/<int:pk>/rapport/<path:path>", trials.report, name="trial_report"),
    path("teman/nytt/", themes.begin, name="theme_new"),
    path("teman/<slug:theme>/", include(of_a_theme)),
    path("medlemmar/hamta/<slug:form>/", register.export, name="register_export"),
]

of_an_owner = [
    path("", owner.owner, name="owner"),
    path("andra/", owner.change, name="owner_change"),
    path("dra-tillbaka/", owner.withdraw, name="owner_withdraw"),
    path("samtycke.jsonld", owner.receipt, name="owner_receipt"),
]


def of_the_catalogue(code: Language) -> list[URLPattern]:
    """The catalogue's addresses in a language, in its words."""
    words, page = RULES[code].addresses, {"language": code}
    view = readers_catalogue

    def name(of: str) -> str:
        return view.in_its_language(of, code)

    return [
        path("", view.examples, page, name=name("public_examples")),
        path(
            f"{words['list']}.<str:form>",
            example_files.of_selection,
            page,
            name=name("example_data"),
        ),
        path("<slug:name>.jsonld", example_files.of_one, page, name=name("example_jsonld")),
        path(f"{words['map']}/", view.map_page, page, name=name("example_map")),
        path(
            f"{words['partners']}/",
            view.partners_page,
            page,
            name=name("example_partners"),
        ),
        path(
            "<slug:name>/<int:number>.jpg",
            example_files.picture,
            page,
            name=name("example_picture"),
        ),
        path(
            "<slug:name>.png",
            example_share.share_picture,
            page,
            name=name("example_share"),
        ),
        path("<slug:name>/", view.example, page, name=name("public_example")),
    ]


of_readers: list[URLPattern | URLResolver] = [
    path("", public.network, name="public_network"),
    path("nytt.xml", public.news, name="public_news"),
    path("utveckling/", public.over_time, name="public_over_time"),
    *(
        path(f"{rules.addresses['list']}/", include(of_the_catalogue(code)))
        for code, rules in RULES.items()
    ),
    path("<slug:theme>/", public.newest, name="public_theme"),
    path("<slug:theme>/utgavor/", public.editions, name="public_editions"),
    path("<slug:theme>/<int:edition>/<path:path>", public.file, name="public_file"),
    path("<slug:theme>/<int:edition>/", public.file, name="public_file"),
]

handler500 = "samklang.web.views.start.broken"
urlpatterns = [
    path("", start.front, name="front"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("avvisat/<int:status>/", start.refused, name="refused"),
    path("favicon.ico", public.favicon, name="favicon"),
    path("start/<str:code>/", start.start, name="start"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
    path("tillganglighet/", accessibility.statement, name="accessibility"),
    path("tillganglighet/<slug:network>/", accessibility.statement, name="accessibility_of"),
    path("sprak/", set_language, name="set_language"),
    path("konto/", include("samklang.site.accounts")),
    path("svara/", include("samklang.site.answering")),
    path("exempel/<str:token>/", include(of_an_owner)),
    path("arbete/", start.staff_home, name="staff"),
    path("arbete/<slug:network>/", include(of_a_network)),
    path("rapporter/<slug:network>/", include(of_readers)),
]
