"""No module stands outside the rule of direction: each service has layers of its own, and they name all it has."""

import tomllib
from typing import Any

from shared.settings import CHECKOUT

RULES: list[dict[str, Any]] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
LAYERED = [rule for rule in RULES if "containers" in rule]
OF_SERVICES = [
    rule
    for rule in LAYERED
    if all(name.startswith("services.") and name.count(".") == 1 for name in rule["containers"])
]
"""The others are of parts: of a process, where a service has several, and of the workshop."""

IN_PLACE_OF_APP = {"services.metrics": "sampler | aggregator"}
"""Two processes, each with an app of its own, which must not import each other."""

SERVICES = sorted(f"services.{init.parent.name}" for init in (CHECKOUT / "services").glob("*/__init__.py"))


def test_every_service_has_layers_that_leave_no_module_out() -> None:
    layered = [(rule["containers"], rule.get("exhaustive")) for rule in OF_SERVICES]
    assert sorted(layered) == [([service], True) for service in SERVICES]
    assert all(rule.get("exhaustive") for rule in LAYERED)


def test_no_service_may_import_another() -> None:
    (independent,) = [rule for rule in RULES if rule["type"] == "independence"]
    assert sorted(independent["modules"]) == SERVICES


def test_settings_and_domain_lie_at_the_bottom_of_every_service() -> None:
    for rule in OF_SERVICES:
        (service,) = rule["containers"]
        assert rule["layers"][:2] == ["__main__", IN_PLACE_OF_APP.get(service, "app")]
        assert rule["layers"][-2:] == ["settings", "domain"]
