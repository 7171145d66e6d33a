"""The small model, built once, and a store of its own for each test."""

from pathlib import Path

import pytest

from services.triage.app import area_of, labeller_of
from services.triage.promoted.store import Store
from services.triage.refit.night import Means
from shared.registry import Registry
from tests.unit.triage.refit.small import build, means_of


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Path:
    """The folder of the small model."""
    folder = tmp_path_factory.mktemp("model")
    build(folder, labeller_of(registry))
    return folder


@pytest.fixture
def means(small: Path, tmp_path: Path, registry: Registry) -> Means:
    """A refit with nothing promoted yet."""
    return means_of(small, Store(tmp_path / "heads"), labeller_of(registry), area_of(registry))
