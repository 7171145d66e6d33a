"""docker-compose.yml is what the compose schema says, and speaks of the same processes as `make run`."""

import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for
from ruamel.yaml import YAML

from deploy.local.processes import PROCESSES, Process
from shared.settings import CHECKOUT


def schema() -> dict[str, Any]:
    """As the package check-jsonschema carries it; its own command does not run beside Faust's version of click."""
    found = importlib.util.find_spec("check_jsonschema")
    assert found
    assert found.origin
    file = Path(found.origin).parent / "builtin_schemas" / "vendor" / "compose-spec.json"
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


@cache
def compose() -> dict[str, Any]:
    """The file, with its anchors and merges resolved."""
    yaml = YAML(typ="safe")
    read: dict[str, Any] = yaml.load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
    return read


def problems_of(file: dict[str, Any]) -> list[str]:
    validator = validator_for(schema())(schema())
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(file)]


def locked(file: str) -> dict[str, str]:
    lock = (CHECKOUT / file).read_text(encoding="utf-8")
    return {match[1]: match[0] for match in re.finditer(r"^(\S+==\S+[^\n]*?) \\(?:\n {4}[^\n]*)*", lock, re.MULTILINE)}


def test_the_file_holds_the_schema_of_compose() -> None:
    assert problems_of(compose()) == []


def test_the_schema_would_find_a_mistake() -> None:
    desk = {**compose()["services"]["desk"], "helthcheck": {}}
    assert problems_of({**compose(), "services": {"desk": desk}})


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_process_of_make_run_is_a_service_with_a_health_check(process: Process) -> None:
    service = compose()["services"][process.name]
    assert service["healthcheck"]["test"]
    if process.name != "kafka":
        assert service["command"][:3] == ["python", "-m", process.module]
        assert service["image"] == "bluelamp"
        assert service["healthcheck"]["test"][-1] == str(8400 + process.asked)


def test_nothing_is_reached_from_outside_of_the_machine() -> None:
    published = [port for service in compose()["services"].values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_image_is_not_run_as_root() -> None:
    lines = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last_stage = lines[max(n for n, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert any(line.startswith("USER ") and "root" not in line for line in last_stage)


def test_the_image_has_the_packages_of_the_lock_and_no_others() -> None:
    image, whole = locked("deploy/container/requirements.lock"), locked("requirements.lock")
    assert image
    for requirement, entry in image.items():
        assert "--hash=sha256:" in entry, requirement
        assert requirement in whole, f"{requirement} differs from requirements.lock: compile it again"
