"""Codes of the phrases refiqda. Written by `python -m tests.message_codes`."""

from typing import Literal

# fmt: off
Refiqda = Literal[
    "refiqda.no_file_of", "refiqda.let_the_name_end_in", "refiqda.choose_a_new_name",
    "refiqda.declares_entities", "refiqda.not_xml", "refiqda.files_qde", "refiqda.no_such_file",
    "refiqda.check_the_path", "refiqda.export_a_project", "refiqda.export_less",
    "refiqda.export_again", "refiqda.codings_of_answers", "refiqda.releases_of_quotes",
    "refiqda.no_place_for_them", "refiqda.chosen_on_cards", "refiqda.states_of_answers",
    "refiqda.a_new_code", "refiqda.codings_as_they_were", "refiqda.new_codings",
    "refiqda.changed_codings", "refiqda.codings_gone", "refiqda.no_answer_of_package",
    "refiqda.import_into_new", "refiqda.not_the_answer", "refiqda.import_where_from",
    "refiqda.variables_of_cases", "refiqda.cases_apart", "refiqda.add_as_questions",
    "refiqda.no_definition", "refiqda.codings_of_no_words", "refiqda.heading_over_codes",
    "refiqda.stands_beside", "refiqda.release_lost", "refiqda.package_is_frozen",
    "refiqda.import_into_a_copy", "refiqda.that_are_no_texts", "refiqda.said_of_texts",
    "refiqda.codings_of_no_text", "refiqda.no_package_for_codes", "refiqda.name_a_folder",
    "refiqda.correct_in_program", "refiqda.root_is", "refiqda.export_as_refi",
    "refiqda.counts_units", "refiqda.no_span", "refiqda.source_is_empty", "refiqda.take_it_out",
    "refiqda.no_such_code", "refiqda.no_such_user", "refiqda.code_without_name",
    "refiqda.text_outside", "refiqda.export_with_sources", "refiqda.no_place_in_text",
    "refiqda.no_such_variable", "refiqda.no_such_source", "refiqda.set_without_code",
    "refiqda.text_not_in_file", "refiqda.text_not_utf8", "refiqda.no_plain_text",
    "refiqda.rich_text_alone", "refiqda.make_plain_text", "refiqda.guid_twice",
    "refiqda.codes_deep",
]
