"""What changed between two versions, and where a platform makes links: nothing of either text is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.desk.domain.changed import changes
from services.desk.pages.rendering import parts

TEXTS = st.text(alphabet="ab \n.#@x:/", max_size=40)


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_from_it(old: str, new: str) -> None:
    told = changes(old, new)
    assert "".join(each.text for each in told if each.kind != "new") == old
    assert "".join(each.text for each in told if each.kind != "gone") == new
    assert all(each.text for each in told)


def test_a_changed_word_stands_between_what_stayed() -> None:
    told = changes("Meet us at the library on Tuesday at ten sharp.", "Meet us at the library on Friday at ten sharp.")
    assert [(each.kind, each.text) for each in told] == [
        ("same", "Meet us at the library on "),
        ("gone", "Tuesday "),
        ("new", "Friday "),
        ("same", "at ten sharp."),
    ]


def test_a_text_written_anew_is_not_torn_into_words() -> None:
    told = changes("Caught! Queens Road thief off the streets.", "A man was arrested in Queens Road, off duty.")
    assert [each.kind for each in told] == ["gone", "new"]


@given(text=st.text(max_size=60))
def test_a_rendered_text_is_the_text(text: str) -> None:
    assert "".join(part.text for part in parts(text)) == text


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("See https://example.org/a?b#c now", ["https://example.org/a?b#c"]),
        ("#Hastings and @sbx_force.", ["#Hastings", "@sbx_force"]),
        ("mail me@example.org, a#b", []),
    ],
)
def test_addresses_names_and_hashtags_are_links(text: str, linked: list[str]) -> None:
    assert [part.text for part in parts(text) if part.linked] == linked
