"""What changed between two versions, and where a platform makes links: nothing of either text is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.desk.domain.changed import changes
from services.desk.pages.rendering import marked, parts

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
    ("text", "shown"),
    [
        ("closed \u202enepo\u202c now", "closed [forced right to left]nepo[end of direction] now"),
        ("Road\u200b closed", "Road[zero width space] closed"),
        ("A27 \ue000\uffff", "A27 [character without a meaning, E000][character without a meaning, FFFF]"),
        ("A27\u200d closed \u2800", "A27[zero width joiner] closed [blank character]"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f", None),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 Caf\u00e9\u00a0\n", None),
    ],
)
def test_what_nobody_sees_is_marked_and_what_belongs_to_a_sign_is_not(text: str, shown: str | None) -> None:
    for cut in (parts(text), marked(text)):
        assert "".join(f"[{part.mark}]" if part.mark else part.text for part in cut) == (shown or text)


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
