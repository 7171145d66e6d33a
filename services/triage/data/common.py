"""Frequent words, by which languages are told where a text is short or typed without its own letters."""

import tomllib
from pathlib import Path

from services.triage.domain.spelling import fold

HERE = Path(__file__).parent


def read_common() -> dict[str, tuple[str, ...]]:
    """For each frequent word the languages that have it; a word that is English as well speaks for English alone."""
    english = tomllib.loads(_text("concepts/english.toml"))["concepts"]["english"].split(",")
    found: dict[str, tuple[str, ...]] = {}
    for language, words in tomllib.loads(_text("common_words.toml")).items():
        for word in {fold(word) for word in words.split()}:
            found[word] = (*found.get(word, ()), language)
    return found | {fold(word.strip()): ("en",) for word in english}


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
