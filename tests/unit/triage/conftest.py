"""The labeller with its real tables, read once."""

import pytest

from services.triage.app import area_of, labeller_of
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from shared.registry import Registry, load_registry
from shared.settings import CHECKOUT


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The registry that the repository brings."""
    return load_registry(CHECKOUT / "deploy" / "force")


@pytest.fixture(scope="session")
def area(registry: Registry) -> Area:
    """Its districts and accounts, as triage sees them."""
    return area_of(registry)


@pytest.fixture(scope="session")
def labeller(registry: Registry) -> Labeller:
    """The labeller as the service runs it."""
    return labeller_of(registry)
