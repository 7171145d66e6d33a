"""Every link of a page leads somewhere: to a file that is committed, and to a heading that is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.settings import CHECKOUT
from tests.repo.tree import files

CODE = re.compile(r"^(```+|~~~+).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(
    r"""\]\(\s*<?([^)>\s]+)>?[^)]*\)         # [words](target), ![words](target "title")
      | ^\[[^\]]+\]:\s+<?(\S+?)>?\s*$       # [name]: target
      | <(?:img|a)\b[^>]*?(?:src|href)="([^"]+)" """,
    re.MULTILINE | re.VERBOSE,
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def links_in(text: str) -> list[str]:
    """The targets of all links, pictures included, that stay in the repository."""
    found = (next(filter(None, match.groups())) for match in LINK.finditer(CODE.sub("", text)))
    return [target for target in found if not ELSEWHERE.match(target)]


def anchors_of(text: str) -> set[str]:
    """The headings as their links name them."""
    plain = CODE.sub(lambda match: match[0].strip("`") if "\n" not in match[0] else "", text)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)).strip().lower().replace(" ", "-")
        for heading in HEADING.findall(plain)
    }


def broken_in(page: Path, text: str, committed: set[Path]) -> Iterator[str]:
    """The links of a page that lead nowhere."""
    for target in links_in(text):
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        if aim not in committed and not any(aim in file.parents for file in committed):
            yield f"{page.relative_to(CHECKOUT)}: {target} is not there"
        elif anchor and aim.suffix == ".md" and anchor not in anchors_of(aim.read_text(encoding="utf-8")):
            yield f"{page.relative_to(CHECKOUT)}: {target} names no heading"


def test_every_relative_link_leads_somewhere() -> None:
    committed = {file.resolve() for file in files()}
    pages = list(files("*.md"))
    assert pages
    assert [broken for page in pages for broken in broken_in(page, page.read_text(encoding="utf-8"), committed)] == []


@pytest.mark.parametrize(
    "text",
    [
        "see [it](docs/nowhere.md)",
        "![a picture](docs/pictures/nothing.png)",
        '<img src="docs/nothing.png" width="400">',
        "[it]: docs/nowhere.md",
        "[a heading](docs/topics.md#no-such-heading)",
    ],
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    committed = {file.resolve() for file in files()}
    assert len(list(broken_in(CHECKOUT / "README.md", text, committed))) == 1


@pytest.mark.parametrize(
    "text",
    ["[X](https://example.org/x)", "`[not](a-link.md)`", "```\n[not](a-link.md)\n```", "[t](docs/topics.md#topics)"],
)
def test_what_is_no_link_of_ours_is_left_alone(text: str) -> None:
    committed = {file.resolve() for file in files()}
    assert list(broken_in(CHECKOUT / "README.md", text, committed)) == []
