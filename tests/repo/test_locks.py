"""What is installed is what was locked: every direct dependency has a version and a hash."""

import re
import tomllib

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
