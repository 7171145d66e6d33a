"""The tables from which names of private persons are told."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from services.triage.domain.names import Names

HERE = Path(__file__).parent
PHRASES = frozenset({"said", "presents", "thanks", "nicknamed", "farewells"})
"""Parts of name_words.toml that hold phrases, parted by commas; the others hold words."""


def read_names(places: Iterable[str]) -> Names:
    """Everything that is known of names; `places` are those that are none."""
    streets = [name.lower().replace("\u2019", "'") for name in places]
    plain, inside = (part.split() for part in _parts("given_names.txt"))
    return Names(
        plain=frozenset((*plain, *_declined())),
        inside=frozenset(inside),
        cues={part: _cues(part, words) for part, words in tomllib.loads(_text("name_words.toml")).items()},
        public=frozenset(line.lower() for line in _text("public_figures.txt").splitlines() if line[:1] != "#"),
        places=frozenset(name for name in streets if " " in name),
        place_words=frozenset(word for name in streets for word in name.split()),
    )


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _declined() -> Iterator[str]:
    """The names of other languages in all their cases: `Vaidas` is there as `Vaido` too."""
    for language in tomllib.loads(_text("declined_names.toml")).values():
        for name in language["names"].split():
            yield name
            ending = next((last for last in language["endings"] if name.endswith(last)), None)
            if ending is not None:
                stem = name[: len(name) - len(ending)]
                yield from (stem + case for case in language["endings"][ending].split())


def _cues(part: str, written: str) -> frozenset[str]:
    words = written.split(",") if part in PHRASES else written.split()
    return frozenset(" ".join(word.split()) for word in words)


def _parts(name: str) -> list[str]:
    """The parts of a file, each below its line that begins with `#`."""
    return [part.partition("\n")[2] for part in _text(name).split("#")[1:]]
