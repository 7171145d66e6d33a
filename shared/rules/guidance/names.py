"""What looks like a private person's name: precise rather than greedy, for most capitals begin no name.

No list of names is ever whole, so a given name that is listed counts anywhere, and two capitalised words that nobody
knows as a place or an organisation count where an age stands behind them, or `has been arrested` and the like.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from shared.rules.guidance.words import Text, Word, folded

MOST_WORDS = 3
"""Of one name."""

_LONE = frozenset({"a", "i"})
"""Letters that are words too; any other behind a given name is the initial of a surname."""

LONGEST_INITIAL = 2
"""Letters; `J` and `Mc` are parts of names, and no name by themselves."""


class Names(BaseModel):
    """The words by which a name is told from a place, an organisation or the beginning of a sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: tuple[str, ...] = ()
    """Given names; a capitalised one with a capitalised word behind it is a name."""
    also_words: tuple[str, ...] = ()
    """Given names that are words of English too, and count only in capitals."""
    never: tuple[str, ...] = ()
    """Words that are in no name of a person: kinds of street and place, days, beginnings of sentences."""
    surnames_too: tuple[str, ...] = ()
    """Of those, the ones that are a surname behind a listed given name: David Green."""
    places: tuple[str, ...] = ()
    """Places, whole: of several words as they are written."""
    titles: tuple[str, ...] = ()
    """Before a private person's name, such as Mr."""
    public: tuple[str, ...] = ()
    """Before the name of somebody in a public role, who may be named: ranks and offices."""
    named_by: tuple[str, ...] = ()
    """Words just before a name, such as `named`."""
    followed_by: tuple[str, ...] = ()
    """Words just after a name: forms of `has been arrested`."""

    def find(self, text: Text) -> Iterator[tuple[int, int]]:
        """The first and last word of each name."""
        at = 0
        while at < len(text.words):
            last = self._name_at(at, text.words)
            if last is not None:
                yield at, last
            at = at + 1 if last is None else last + 1

    def alone(self, text: Text) -> Iterator[int]:
        """Where a listed given name stands in capitals, whatever is behind it; not where it may be any other word."""
        for at, word in enumerate(text.words):
            apart = at == 0 or text.words[at - 1].sentence != word.sentence
            listed = word.form in self._given or (word.form in self._also_words and not apart)
            if word.capital and listed and not self._in_public(at, text.words) and not self._of_a_place(at, text.words):
                yield at

    def _of_a_place(self, at: int, words: tuple[Word, ...]) -> bool:
        behind = words[at + 1] if at + 1 < len(words) else None
        return (behind is not None and behind.capital and behind.form in self._never) or self._is_place(
            words[at : at + 2]
        )

    def _name_at(self, at: int, words: tuple[Word, ...]) -> int | None:
        if words[at].form in self._titles and at + 1 < len(words) and words[at + 1].capital:
            return self._run(at + 1, words)
        run = self._run(at, words)
        if run is None or self._in_public(at, words):
            return self._lower(at, words)
        return run if self._convinces(at, run, words) else None

    def _run(self, at: int, words: tuple[Word, ...]) -> int | None:
        """The last of the capitalised words from there on that may be one name."""
        last = None
        for place in range(at, min(at + MOST_WORDS, len(words))):
            apart = place > at and words[place].start - words[place - 1].end != 1
            surname = place > at and words[at].form in self._given and words[place].form in self._surnames_too
            fits = self._may_be_part(words[place]) or (surname and words[place].capital)
            if apart or not fits or words[place].clause != words[at].clause:
                break
            last = place
        return None if last is None or self._is_place(words[at : last + 1]) else last

    def _may_be_part(self, word: Word) -> bool:
        return word.capital and not any(map(str.isdigit, word.form)) and word.form not in self._never

    def _convinces(self, first: int, last: int, words: tuple[Word, ...]) -> bool:
        several = last > first and (len(words[last].form) > 1 or words[last].form not in _LONE)
        shouted = all(word.written.isupper() and len(word.form) > LONGEST_INITIAL for word in words[first : last + 1])
        known = words[first].form in self._given or words[first].form in self._also_words
        led = self._led(first, words)
        if several and (known or (led and not shouted)):
            return True
        followed = self._age_or_verb_after(last, words)
        return followed and (words[first].form in self._given or led or (several and not shouted))

    def _led(self, first: int, words: tuple[Word, ...]) -> bool:
        before = " ".join(word.form for word in words[max(0, first - 2) : first])
        return any(f" {before}".endswith(f" {each}") for each in self.named_by)

    def _age_or_verb_after(self, last: int, words: tuple[Word, ...]) -> bool:
        after = [word.form for word in words[last + 1 : last + 5]]
        if after[:1] and after[0].isdecimal() and len(after[0]) <= LONGEST_INITIAL:
            return after[1:2] not in (["year"], ["am"], ["pm"], ["november"])
        if after[:1] in (["from"], ["of"]):
            after = after[2:] + [word.form for word in words[last + 5 : last + 7]]
        line = " ".join(after) + " "
        return any(line.startswith(f"{each} ") for each in self.followed_by)

    def _lower(self, at: int, words: tuple[Word, ...]) -> int | None:
        """A listed name that somebody typed without capitals, where what follows says that it is one."""
        if words[at].capital or words[at].form not in self._given or self._in_public(at, words):
            return None
        for last in (at, at + 1):
            fits = last < len(words) and words[last].form not in self._never and not words[last].capital
            if fits and (self._age_or_verb_after(last, words) or (last > at and self._led(at, words))):
                return last
        return None

    def _in_public(self, at: int, words: tuple[Word, ...]) -> bool:
        return any(word.form in self._public for word in words[max(0, at - 2) : at + 1])

    def _is_place(self, words: Iterable[Word]) -> bool:
        forms = [word.form for word in words]
        line = f" {' '.join(forms)} "
        return any(f" {' '.join(forms[:size])} " in self._places for size in range(1, len(forms) + 1)) or (
            line in self._places
        )

    @cached_property
    def _given(self) -> frozenset[str]:
        return _forms(self.given)

    @cached_property
    def _also_words(self) -> frozenset[str]:
        return _forms(self.also_words)

    @cached_property
    def _never(self) -> frozenset[str]:
        return _forms(self.never)

    @cached_property
    def _surnames_too(self) -> frozenset[str]:
        return _forms(self.surnames_too)

    @cached_property
    def _titles(self) -> frozenset[str]:
        return _forms(self.titles)

    @cached_property
    def _public(self) -> frozenset[str]:
        return _forms(self.public)

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(
            f" {' '.join(folded(part) for part in place.replace('-', ' ').split())} " for place in self.places
        )


def _forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, words))
