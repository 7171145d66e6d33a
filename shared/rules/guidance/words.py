"""A text as words in a form that can be compared, each of which knows where it stands in the original."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

LONGEST = 4_000
"""Characters that are looked at; no platform here takes a post so long, and time is bounded by it."""
_MOST_WORDS = 1_000
"""A post has fewer; 3,000 emoji are too long for every platform whatever they say."""

_TOKENS = re.compile(
    r"(?P<address>(?:https?://|www\.)\S{1,2000}|\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}"
    r"\.(?:com|org|net|gov\.uk|police\.uk|co\.uk|org\.uk|nhs\.uk|ly|gl|me|info)(?:/\S{0,500})?(?![\w@]))"
    r"|(?P<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"
    r"|(?P<handle>(?<!\w)@\w{1,40})"
    r"|(?P<emoji>[\u2600-\u27bf\U0001f300-\U0001faff])"
    r"|(?P<word>[^\W_]+(?:['\u2019\u2018\u02bc`][^\W_]+)*)"
    r"|(?P<stop>[!?\u2026\u061f\u3002]+|\.+(?=\s|$|[\"'\u201d)])|\n+)"
    r"|(?P<pause>[,;:()\"\u201c\u201d\u2014\u2013|/]|\s-+\s)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Z][a-z])")
_AGE = re.compile(r"(?<=\d)(?=(?:yo|yos|yr|yrs|y)$)", re.IGNORECASE)
"""Of `15yo`, the number and the years."""
_SHORT = frozenset(
    {"st", "mr", "mrs", "ms", "dr", "sgt", "insp", "supt", "no", "rd", "ave", "cllr", "approx", "vs", "co"}
)
"""What is written with a full stop that ends no sentence."""
_APOSTROPHES = str.maketrans("", "", "'\u2019\u2018\u02bc`")


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """The word without case, accents, styled letters and apostrophes."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return "".join(each for each in plain if not unicodedata.combining(each)).translate(_APOSTROPHES)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its compared form, and where and how it was written."""

    form: str
    written: str
    start: int
    end: int
    sentence: int
    clause: int

    @property
    def owner(self) -> str:
        """Of `woman's` the woman; empty where it has no such ending."""
        return self.form[:-1] if self.written[-2:] in ("'s", "\u2019s") and len(self.form) > 1 else ""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.written[0].isupper()


@dataclass(frozen=True, slots=True)
class Token:
    """An address, an e-mail or a handle: no words, and looked at by rules of their own."""

    kind: str
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text, its words, and what stands between them."""

    original: str
    words: tuple[Word, ...]
    tokens: tuple[Token, ...]
    asked: frozenset[int]
    """The numbers of sentences that end with a question mark."""
    found: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was looked for in it already, so that no rule looks twice."""

    def of(self, kind: str) -> list[Token]:
        """The addresses, e-mails or handles."""
        return [each for each in self.tokens if each.kind == kind]


def read(original: str) -> Text:
    """The text as words; hashtags in CamelCase become the words that they join."""
    reading = _Reading()
    for found in _TOKENS.finditer(original[:LONGEST]):
        reading.take(found)
        if len(reading.words) >= _MOST_WORDS:
            break
    return Text(original, tuple(reading.words), tuple(reading.tokens), frozenset(reading.asked))


class _Reading:
    """Collects the words of one text."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.tokens: list[Token] = []
        self.asked: set[int] = set()
        self._sentence = self._clause = 0

    def take(self, found: re.Match[str]) -> None:
        kind = found.lastgroup or ""
        if kind in ("word", "emoji"):
            self._word(found)
        elif kind == "stop":
            self._stop(found.group())
        elif kind == "pause":
            self._clause += 1
        else:
            self.tokens.append(Token(kind, found.group().rstrip(".,;:!?)\"'"), found.start(), found.end()))

    def _stop(self, sign: str) -> None:
        if sign == "." and self.words and self.words[-1].form in _SHORT:
            return
        if "?" in sign or "\u061f" in sign:
            self.asked.add(self._sentence)
        self._sentence += 1
        self._clause += 1

    def _word(self, found: re.Match[str]) -> None:
        written, start = found.group(), found.start()
        tagged = start > 0 and found.string[start - 1] == "#"
        for part in _CAMEL.split(written) if tagged else _AGE.split(written):
            if form := folded(part):
                self.words.append(Word(form, part, start, start + len(part), self._sentence, self._clause))
            start += len(part)
