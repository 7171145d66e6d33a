"""Nothing is committed that must not be: secrets, paths of one machine, addresses of package registries."""

import re
from pathlib import Path

import pytest

from shared.settings import CHECKOUT
from tests.repo.tree import files, text_of

# Put together from halves, so that this file does not hold what it looks for.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "maven" + ".org", "yarnpkg" + ".com")
SECRETS = {
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY-----"),
    "a bearer token of X": re.compile(r"A{20}[A-Za-z0-9%]{60,}"),
    "a cloud key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a token of a code host": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b"),
}


def problems_in(name: str, text: str) -> list[str]:
    """What must not stand in a committed file, in words."""
    found = [f"{name}: address of a registry, {host}" for host in REGISTRIES if host in text]
    found += [f"{name}: looks like {what}" for what, pattern in SECRETS.items() if pattern.search(text)]
    homes = {str(CHECKOUT), str(Path.home())} - {"/", "/root"}
    return found + [f"{name}: a path of one machine, {path}" for path in homes if f"{path}/" in text]


def test_no_file_holds_what_must_not_be_committed() -> None:
    found = [
        problem
        for file in files()
        if (text := text_of(file)) is not None
        for problem in problems_in(str(file.relative_to(CHECKOUT)), text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        f"index-url = https://{REGISTRIES[0]}/simple",
        f"see {CHECKOUT}/README.md",
        "-----BEGIN RSA PRIVATE" + " KEY-----",
        "token = " + "A" * 22 + "b" * 70,
    ],
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert len(problems_in("file", text)) == 1


def test_data_and_logs_of_a_running_system_are_never_committed() -> None:
    assert [file for file in files() if ".local" in file.parts or file.suffix in {".log", ".sqlite", ".db"}] == []
