"""The very words that led to a label, marked in the text: spans that overlap are cut so that none is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from shared.contracts.labels import Reason


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and the labels that it led to."""

    text: str
    labels: tuple[str, ...] = ()


def pieces_of(text: str, reasons: Iterable[Reason]) -> list[Piece]:
    """The text in pieces, in order and complete; a reason whose span lies outside the text marks nothing."""
    spans = [(*span, reason.label) for reason in reasons if (span := span_of(text, reason))]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        labels = tuple(dict.fromkeys(label for first, last, label in spans if first <= start and end <= last))
        pieces.append(Piece(text[start:end], labels))
    return pieces


def span_of(text: str, reason: Reason) -> tuple[int, int] | None:
    """Where the reason's words stand, or None where it names none in this text."""
    if reason.start is None or reason.end is None or not 0 <= reason.start < reason.end <= len(text):
        return None
    return reason.start, reason.end


def words_of(text: str, reason: Reason) -> str | None:
    """The reason's words themselves."""
    span = span_of(text, reason)
    return text[span[0] : span[1]] if span else None
