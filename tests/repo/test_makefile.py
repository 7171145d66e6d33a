"""The Makefile is the one set of commands, for people and for CI."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from shared.settings import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z]+):(?! =|=)", MAKEFILE, re.MULTILINE)
MAKE = next(
    (f"{folder}/make" for folder in ("/usr/bin", "/bin", "/usr/local/bin") if Path(folder, "make").exists()), "make"
)


def make(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(  # noqa: S603 - the repository's own Makefile
        [MAKE, *arguments], cwd=CHECKOUT, env=environment | variables, capture_output=True, text=True, check=False
    )


def test_make_alone_lists_every_command_with_what_it_does() -> None:
    listed = re.findall(r"^make ([a-z]+) +\S.+$", make().stdout, re.MULTILINE)
    assert listed == TARGETS


def test_the_commands_that_others_rely_on_are_there() -> None:
    assert {"setup", "run", "test", "check", "bench", "status", "tail", "play", "clean"} <= set(TARGETS)
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert sorted(phony[1].split()) == sorted(TARGETS)


def test_every_recipe_goes_through_the_environments_python() -> None:
    recipes = [line.strip("\t@") for line in MAKEFILE.splitlines() if line.startswith("\t@")]
    other = [line for line in recipes if not re.match(r"(exec )?\$\((PY|PYTHON)\) -m |\$\(MAKE\) |test -n |awk ", line)]
    assert other == []


def test_no_fitting_python_is_told_with_the_versions_that_would_do(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    refused = make("setup", PATH=str(tmp_path))
    assert refused.returncode != 0
    assert "Python 3.11, 3.12, 3.13 or 3.14 is needed" in refused.stderr
    assert "make setup PYTHON=" in refused.stderr


@pytest.mark.parametrize(("command", "variable"), [("tail", "TOPIC="), ("play", "FILE=")])
def test_a_forgotten_variable_is_asked_for_with_an_example(command: str, variable: str) -> None:
    refused = make(command)
    assert refused.returncode != 0
    assert f"make {command} {variable}" in refused.stderr
