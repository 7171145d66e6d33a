"""The registry is taken as a whole or refused as a whole, with a word on what to mend."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from shared.errors import Misconfigured
from shared.registry import load_registry
from shared.settings import CHECKOUT

OURS = CHECKOUT / "deploy" / "force"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(OURS, tmp_path / "force")
    return tmp_path / "force"


def test_the_registry_of_sussex_holds_together() -> None:
    registry = load_registry(OURS)
    assert len(registry.districts) == 13
    assert registry.accounts["x_adur_and_worthing"].districts == ("adur", "worthing")
    assert registry.accounts["x_force"].districts == ()
    served = {name for account in registry.accounts.values() for name in account.districts}
    assert served == set(registry.districts)


def test_ideas_for_posts_may_be_missing_and_name_real_months(folder: Path) -> None:
    file = folder / "ideas.toml"
    assert load_registry(folder).ideas
    file.write_text(file.read_text().replace("[10, 11]", "[10, 13]"))
    with pytest.raises(Misconfigured, match="fireworks"):
        load_registry(folder)
    file.unlink()
    assert load_registry(folder).ideas == {}


def test_each_service_has_its_share_of_what_x_may_cost() -> None:
    budget = load_registry(OURS).x_budget
    assert {service: budget.usd_of(service) for service in budget.shares} == {
        "ingest": 14,
        "publisher": 4,
        "metrics": 2,
    }
    alone = budget.model_copy(update={"shares": {"ingest": budget.shares["ingest"]}})
    assert alone.usd_of("metrics") == 0


def test_sandbox_handles_can_never_reach_a_real_account() -> None:
    assert all(account.handle.startswith("sbx_") for account in load_registry(OURS).accounts.values())


def test_a_handle_is_found_however_people_write_it() -> None:
    registry = load_registry(OURS)
    found = registry.account_by_handle("@SBX_Hastings")
    assert found is not None
    assert found.id == "x_hastings"
    assert registry.account_by_handle("@nobody") is None


def test_a_changed_file_changes_the_hash(folder: Path) -> None:
    before = load_registry(folder).hash
    routes = folder / "routes.toml"
    routes.write_text(routes.read_text(encoding="utf-8") + "\n# looked at\n", encoding="utf-8")
    assert load_registry(folder).hash != before


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("accounts.toml", 'districts = ["hastings"]', 'districts = ["hasting"]', "x_hastings.*hasting"),
        ("accounts.toml", 'handle = "sbx_rother"', 'handle = "sbx_hastings"', "sbx_hastings"),
        ("accounts.toml", 'handle = "sbx_rother"', 'handle = "sixteencharacter"', "x_rother handle"),
        ("accounts.toml", 'id = "x_rother"', 'id = "x_hastings"', "x_hastings.*stands there already"),
        ("accounts.toml", 'platform = "x"', 'platfrom = "x"', "platfrom"),
        ("force.toml", "[[district]]", "[[district", "force.toml is not TOML"),
        ("force.toml", "metrics = 0.1", "metrics = 0.2", r"x_budget: .*shares add up to 1\.1"),
        ("force.toml", "metrics = 0.1", "metric = 0.1", "x_budget shares metric"),
        ("force.toml", "metrics = 0.1", "metrics = -0.1", "x_budget shares metrics"),
        ("force.toml", "usd_per_day = 20.00", "usd_per_day = 0", "x_budget usd_per_day"),
        ("force.toml", "[x_budget]", "[budget]", "x_budget"),
        ("routes.toml", "checked_on = 2026-11-02", 'checked_on = "soon"', "checked_on"),
        ("concerns.toml", "[[concern]]", "[[worry]]", r"has no \[\[concern\]\]"),
        ("force.toml", "[posting]", "[post]", "posting"),
        ("force.toml", "usd_per_account_and_day = 4.00", "usd_per_account_and_day = 0", "usd_per_account_and_day"),
        (
            "guidance.toml",
            'level = "blocks"',
            'level = "stops"',
            r"guidance\.toml: rule name_of_somebody_arrested.*level",
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_or_entry(folder: Path, file: str, old: str, new: str, named: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    count = -1 if "[[" in old and "]]" in new else 1
    (folder / file).write_text(text.replace(old, new, count), encoding="utf-8")
    with pytest.raises(Misconfigured, match=named):
        load_registry(folder)


@pytest.mark.parametrize("file", ["routes.toml", "guidance.toml"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(Misconfigured, match=rf"{file} cannot be read.*BLUELAMP_REGISTRY"):
        load_registry(folder)


def test_a_route_runs_out() -> None:
    route = load_registry(OURS).routes["non_emergency_101"]
    assert route.usable(route.checked_on)
    assert route.usable(route.valid_until)
    assert not route.usable(date(route.valid_until.year + 1, 1, 1))
    assert not route.usable(date(route.checked_on.year - 1, 1, 1))
