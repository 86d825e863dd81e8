"""What the site does beneath Django: answers and phrases in one piece."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.site.whole import whole
from samklang.web.serving import templating


class Told(HttpResponse):
    """An answer that knows whether its end has been told."""

    ended = False

    def close(self) -> None:
        """The end."""
        self.ended = True


def test_an_answer_in_memory_is_handed_over_whole_and_ended() -> None:
    response = Told(b"abc")
    assert whole(lambda environ, start_response: response)({}, None) == [b"abc"]
    assert response.ended


def test_a_streamed_answer_is_left_to_the_server() -> None:
    response = StreamingHttpResponse([b"a", b"b"])
    assert whole(lambda environ, start_response: response)({}, None) is response
    assert not response.closed


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_the_same_written_out_as_asked_for(language: Language) -> None:
    source = (
        '<p title="{{ t("answering.on") }}">{{- t(\'answering.back\') -}} {{ t(key) }}'
        ' {{ t("answering.to_member", member="<Åsa>") }} {{ t("answering.on") | upper }}</p>'
    )
    values = {"language": language, "key": "answering.later"}
    ours = templating.in_language(language)
    asked = templating.in_language(language).overlay()
    asked.extensions = {}
    shown = ours.from_string(source).render(values)
    assert shown == asked.from_string(source).render(values)
    assert phrase(language, "answering.on") in shown
    assert "&lt;Åsa&gt;" in shown
    # Written out: the function is not asked for what needs no value.
    assert ours.from_string('{{ t("answering.on") }}').render(t=None) == phrase(
        language, "answering.on"
    )


def test_a_phrase_is_never_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "phrase", lambda language, key: f"<b>{{{{ {key} }}}}")
    shown = templating.in_language("sv").from_string('{{ t("answering.on") }}').render()
    assert shown == "&lt;b&gt;{{ answering.on }}"
