"""What is installed is what was locked: every direct dependency has a version and a hash."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from shared.settings import CHECKOUT


def _locked() -> dict[str, str]:
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    return {match[1]: match[0] for match in re.finditer(r"^([a-z0-9-]+)==[^\n]*(?:\n {4}[^\n]*)*", lock, re.MULTILINE)}


def test_every_direct_dependency_is_locked_with_hashes() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    locked = _locked()
    for requirement in wanted:
        name = re.split(r"[\[<>=; ]", requirement)[0]
        assert name in locked, f"{name} is not in requirements.lock"
        assert "--hash=sha256:" in locked[name], f"{name} has no hash"


def test_exact_pins_agree_with_the_lock() -> None:
    project = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    locked = _locked()
    for name, version in re.findall(r'"([a-z0-9-]+)(?:\[[^\]]*\])?==([0-9.]+)"', project):
        assert locked[name].startswith(f"{name}=={version}")


SPOKEN = {"markupsafe": "jinja2", "pydantic_core": "pydantic", "yarl": "aiohttp"}
"""What the interface of a declared package itself hands out and takes: it comes with that package for good."""


def _imported() -> set[str]:
    """The first names of everything that the product's own modules import."""
    names: set[str] = set()
    for part in ("services", "shared", "operations"):
        for file in (CHECKOUT / part).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {each.name.partition(".")[0] for each in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names.add(node.module.partition(".")[0])
    return names


def test_what_the_product_imports_is_declared_and_does_not_only_come_with_something_else() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[<>=; ]", each)[0] for each in project["dependencies"]}
    ours = {"services", "shared", "operations", "deploy", *sys.stdlib_module_names, *SPOKEN}
    assert set(SPOKEN.values()) <= declared
    owners = packages_distributions()
    for name in sorted(_imported() - ours):
        assert declared & {each.lower().replace("_", "-") for each in owners.get(name, [])}, f"{name} is not declared"
