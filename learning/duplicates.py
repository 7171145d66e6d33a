"""Near-duplicates among the authored lines, across all parts: `python -m learning.duplicates [--remove]`.

Prints ids and how alike they are, never a line. What is measured must not resemble what was learnt from: the parts
are read in the order test, heads, train, and of two lines that are alike the later one goes: what is measured on stays
as it is, however much is written to learn from. Only pairs that one hand wrote on purpose, alike in words and apart
in labels, stay.
"""

import argparse
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from learning.mentions import DATA, Authored, Part, author_of, read_file

ALIKE = 0.6
"""Share of shingles from which on two lines are one: among lines written by different hands, those at 0.6 told the same
thing in the same words, those below 0.5 only shared an idiom."""
LETTERS = 4
"""Letters of a shingle: parts of words, so that a typing mistake does not make a line new."""
FEW_WORDS = 4
"""Shorter messages are compared together with the one they answer: "he's back" says something else under each."""
PARTS: tuple[Part, ...] = ("test", "heads", "train")
_AWAY = re.compile(r"https?://\S+|(?<!\w)@\w+|[^\w\s]|\d")


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and the earlier one that it resembles."""

    line: str
    like: str
    alike: float


def shingles_of(message: Authored) -> frozenset[str]:
    """The parts of words of a message, without case, handles, links, digits and signs."""
    text = message.text
    if len(text.split()) < FEW_WORDS and message.in_reply_to:
        text = f"{text} {message.in_reply_to}"
    bare = " ".join(_AWAY.sub(" ", unicodedata.normalize("NFKC", text).casefold().replace("'", "")).split())
    if not bare:  # only emoji, signs or digits: it is compared as it stands
        return frozenset([text.strip()])
    bounded = f" {bare} "
    return frozenset(bounded[at : at + LETTERS] for at in range(max(1, len(bounded) - LETTERS + 1)))


def find_duplicates(messages: Iterable[Authored], alike: float = ALIKE) -> list[Pair]:
    """Every line that resembles an earlier one that stays, with the one it resembles most."""
    lines = [(message, shingles_of(message)) for message in messages]
    rarity = Counter(each for _, shingles in lines for each in shingles)
    seen: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for place, (message, shingles) in enumerate(lines):
        # Two sets that share enough of themselves must share one of their rarest: only those are looked up.
        rarest = sorted(shingles, key=lambda each: (rarity[each], each))
        rarest = rarest[: len(rarest) - ceil(alike * len(rarest)) + 1]
        candidates = {other for each in rarest for other in seen[each]}
        found = [
            (alikeness, lines[other][0].id)
            for other in candidates
            if (alikeness := jaccard(shingles, lines[other][1])) >= alike and not on_purpose(lines[other][0], message)
        ]
        if found:
            alikeness, likest = max(found)
            pairs.append(Pair(message.id, likest, round(alikeness, 2)))
            continue
        for each in rarest:
            seen[each].append(place)
    return pairs


def on_purpose(one: Authored, other: Authored) -> bool:
    """Lines of one hand that say nearly the same and are labelled differently teach what makes the difference."""
    return author_of(one) == author_of(other) and one.expected.tags != other.expected.tags


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of what two sets have in all that they have in common."""
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def files_of(folder: Path) -> list[Path]:
    """Every authored file, test before heads before train."""
    return [file for part in PARTS for file in sorted((folder / part).glob("*.jsonl"))]


def remove(folder: Path, ids: set[str]) -> None:
    """Rewrite the files without these lines; the other lines stay byte for byte."""
    for file in files_of(folder):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line, message in zip(lines, read_file(file), strict=True) if message.id not in ids]
        if len(kept) < len(lines):
            file.write_text("".join(kept), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where there are duplicates and they stay."""
    parser = argparse.ArgumentParser(prog="python -m learning.duplicates", description=__doc__)
    parser.add_argument("--remove", action="store_true", help="take them out of the files")
    parser.add_argument("--data", type=Path, default=DATA, help="another folder with train, heads and test")
    given = parser.parse_args(arguments)
    messages = [message for file in files_of(given.data) for message in read_file(file)]
    pairs = find_duplicates(messages)
    for pair in pairs:
        print(f"{pair.line} is like {pair.like} ({pair.alike:.2f})")
    if given.remove:
        remove(given.data, {pair.line for pair in pairs})
    print(f"{len(pairs)} of {len(messages)} lines resemble an earlier one{'; taken out' if given.remove else ''}.")
    return 1 if pairs and not given.remove else 0


if __name__ == "__main__":
    sys.exit(main())
