"""The very words that led to a label are marked; the text stays whole whatever the spans."""

from hypothesis import given
from hypothesis import strategies as st

from services.desk.domain.highlight import pieces_of, words_of
from shared.contracts.labels import Reason


def _reason(label: str, start: int | None, end: int | None) -> Reason:
    return Reason(label=label, rule="a rule", start=start, end=end)


def test_words_are_marked_with_every_label_they_led_to() -> None:
    pieces = pieces_of("a knife now", [_reason("emergency", 2, 7), _reason("concern:violence", 2, 11)])
    assert [(piece.text, piece.labels) for piece in pieces] == [
        ("a ", ()),
        ("knife", ("emergency", "concern:violence")),
        (" now", ("concern:violence",)),
    ]


def test_a_span_beyond_the_text_marks_nothing() -> None:
    assert [piece.labels for piece in pieces_of("short", [_reason("emergency", 2, 99)])] == [()]
    assert words_of("short", _reason("emergency", 2, 99)) is None


def test_a_reason_without_words_is_still_a_reason() -> None:
    assert words_of("short", _reason("district:hastings", None, None)) is None


_spans = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)))


@given(text=st.text(max_size=50), spans=_spans)
def test_no_letter_is_lost_or_doubled(text: str, spans: list[tuple[int, int]]) -> None:
    reasons = [_reason("chat", start, end) for start, end in spans]
    assert "".join(piece.text for piece in pieces_of(text, reasons)) == text
