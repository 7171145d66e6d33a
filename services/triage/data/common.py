"""Frequent words, by which languages are told where a text is short or typed without its own letters."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from services.triage.domain.spelling import fold

HERE = Path(__file__).parent


def read_common(settlements: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """For each frequent word the languages that have it; one that is English as well speaks for English alone.

    A settlement's name is of no language.
    """
    english = tomllib.loads(_text("concepts/english.toml"))["concepts"]["english"].split(",")
    found: dict[str, tuple[str, ...]] = {fold(name): ("und",) for name in settlements}
    for language, words in tomllib.loads(_text("common_words.toml")).items():
        for word in {fold(word) for word in words.split()}:
            found[word] = (*found.get(word, ()), language)
    for word in english:
        found[fold(word.strip())] = ("en", *(each for each in found.get(fold(word.strip()), ()) if each == "und"))
    return found


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
