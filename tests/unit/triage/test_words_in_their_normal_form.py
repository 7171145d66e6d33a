# ruff: noqa: RUF001
# The letters of other languages are the point of these tests.
"""Spelling: one form for each word, which still knows where it stands in the original."""

from hypothesis import given
from hypothesis import strategies as st

from services.triage.domain.spelling import Spelling
from services.triage.domain.text import read

SPELLING = Spelling({"pls": "please", "rn": "right now"}, ["screaming", "stabbed"], ["streaming"])
SPELLING.learn(["help", "so", "too"])


def test_case_accents_apostrophes_and_hyphens_are_folded() -> None:
    assert read("He’s at the Café, E-Scooters!", SPELLING).words == ("hes", "at", "the", "cafe", "e", "scooters")


def test_stretched_letters_shrink_to_a_word() -> None:
    assert read("heeeelp sooo tooooo", SPELLING).words == ("help", "so", "too")


def test_one_wrong_letter_is_mended_but_a_real_word_stays() -> None:
    assert read("screeming stabed streaming", SPELLING).words == ("screaming", "stabbed", "streaming")


def test_a_word_that_means_two_points_at_its_one_place() -> None:
    text = read("happening rn ok", SPELLING)
    assert text.line == " happening right now ok "
    start = text.line.index("now")
    span = text.span(text.word_at(start), text.word_at(start))
    assert text.original[span.start : span.end] == "rn"


def test_handles_and_links_are_no_words_and_hashtags_are() -> None:
    text = read("@sbx_hastings see #ThankYou https://t.co/x #help", SPELLING)
    assert text.words == ("see", "thank", "you", "help")
    assert text.links == 1


def test_sentences_know_whether_they_ask() -> None:
    text = read("Is it open? It is. Fine", SPELLING)
    assert text.asked == {0}
    assert text.sentences == (0, 0, 0, 1, 1, 2)


@given(st.text())
def test_any_text_can_be_read_and_spans_lie_inside_it(written: str) -> None:
    text = read(written, SPELLING)
    for word, span in enumerate(text.spans):
        assert 0 <= span.start < span.end <= len(written)
        assert text.word_at(text.offsets[word]) == word
