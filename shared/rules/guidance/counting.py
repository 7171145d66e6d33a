"""Too many of something: hashtags, emoji, long sentences, capitals, letters that are read out one by one."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby

from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.rules import CountRule, LengthRule

ADDRESS = 23
"""What platforms count for an address, however long."""

_HASHTAG = re.compile(r"(?<![\w&])#(\w{1,140})")
_EMOJI = re.compile(
    r"[\U0001f1e6-\U0001f1ff]{2}|[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]"
    r"[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]?){0,6}"
)
_STYLED = re.compile(r"[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001f130-\U0001f189]")
_LIGHT = re.compile(r"[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]", re.DOTALL)
"""What X counts as one."""
_ONE_CASE = 12
"""Letters of a hashtag without a capital inside from which it is surely of several words."""


def counted(rule: CountRule, look: Look) -> Iterator[Found]:
    """What is one too many."""
    found = list(_KINDS[rule.of](look))
    if rule.of == "strange_handles":
        known = {each.casefold() for each in rule.known}
        found = [(start, end) for start, end in found if look.written[start + 1 : end].casefold() not in known]
    if rule.of == "sentence_words":
        yield from (Found(start, end) for size, start, end in _sentences(look) if size > rule.at_most)
    elif rule.of == "capital_words":
        yield from (Found(start, end) for size, start, end in _shouted(look) if size > rule.at_most)
    elif len(found) > rule.at_most:
        yield Found(*found[rule.at_most])


def too_long(rule: LengthRule, look: Look) -> Iterator[Found]:
    """The end of a text that is too long, roughly as platforms count: their own count is asked elsewhere."""
    tokens = look.text.of("address")
    saved = sum(max(0, len(each.written) - ADDRESS) for each in tokens)
    text = _EMOJI.sub("\U0001f600", look.draft.text)
    weight = sum(1 if _LIGHT.fullmatch(each) else 2 for each in text)
    if weight - saved > rule.at_most:
        yield Found(min(rule.at_most, len(look.draft.text)), len(look.draft.text))


def _hashtags(look: Look) -> list[tuple[int, int]]:
    return [found.span() for found in _HASHTAG.finditer(look.written)]


def _not_at_the_end(look: Look) -> list[tuple[int, int]]:
    """Hashtags with words or sentences behind them; addresses and other hashtags may follow."""
    rest = [(word.start, word.end) for word in look.text.words]
    tags = _hashtags(look)
    outside = [start for start, _ in rest if not any(begin <= start < end for begin, end in tags)]
    return [(begin, end) for begin, end in tags if any(start > end for start in outside)]


def _in_one_case(look: Look) -> list[tuple[int, int]]:
    return [
        found.span()
        for found in _HASHTAG.finditer(look.written)
        if len(found[1]) >= _ONE_CASE and found[1].isalpha() and (found[1][1:].islower() or found[1].isupper())
    ]


def _emoji(look: Look) -> list[tuple[int, int]]:
    return [found.span() for found in _EMOJI.finditer(look.written)]


def _styled(look: Look) -> list[tuple[int, int]]:
    return [found.span() for found in _STYLED.finditer(look.written)]


def _addresses(look: Look) -> list[tuple[int, int]]:
    return [(each.start, each.start + len(each.written)) for each in look.text.of("address")]


def _strangers(look: Look) -> list[tuple[int, int]]:
    """Handles that are none of the force's own; the first words of a reply address who is answered."""
    ours = {f"@{account.handle}".casefold() for account in look.around.accounts.values()}
    handles = [each for each in look.text.of("handle") if each.written.casefold() not in ours]
    leading = re.match(r"(?:@\w{1,40}\s{1,5}){0,20}", look.written) if look.draft.is_reply else None
    return [(each.start, each.end) for each in handles if not leading or each.start >= leading.end()]


def _sentences(look: Look) -> Iterator[tuple[int, int, int]]:
    """Each sentence's number of words, and where it begins and ends."""
    for _, group in groupby(look.text.words, key=lambda word: word.sentence):
        words = list(group)
        yield len(words), words[0].start, words[-1].end


def _shouted(look: Look) -> Iterator[tuple[int, int, int]]:
    """Each run of words in capitals of two letters or more."""
    for shouting, group in groupby(look.text.words, key=lambda word: _capitals(word.written)):
        words = list(group)
        if shouting:
            yield len(words), words[0].start, words[-1].end


def _capitals(written: str) -> bool:
    letters = [each for each in written if unicodedata.category(each).startswith("L")]
    return len(letters) > 1 and len(letters) == len(written) and written.isupper()


_KINDS: dict[str, Callable[[Look], list[tuple[int, int]]]] = {
    "hashtags": _hashtags,
    "hashtags_not_at_the_end": _not_at_the_end,
    "hashtags_in_one_case": _in_one_case,
    "emoji": _emoji,
    "styled_letters": _styled,
    "addresses": _addresses,
    "strange_handles": _strangers,
    "sentence_words": lambda _: [],
    "capital_words": lambda _: [],
}
