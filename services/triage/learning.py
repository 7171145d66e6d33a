"""What a running triage does about learning: it takes the promoted heads, and starts the refit at night."""

from collections.abc import Callable, Coroutine

from services.triage.domain.labeller import Labeller
from services.triage.nightly import Nightly
from services.triage.promoted.store import Store
from services.triage.promoted.watching import Watch
from services.triage.settings import RefitSettings
from shared.clock import now
from shared.health import Health

HEADS, REFIT = "heads", "learning"
"""The checks that tell of it; nothing waits for them."""


def learning(
    labeller: Labeller,
    store: Store,
    settings: RefitSettings,
    health: Health,
    *,
    sandbox: bool,
) -> list[Callable[..., Coroutine[object, object, None]]]:
    """Puts the promoted heads in place, and returns the loops, each to be run with the event that stops it.

    Nothing where nothing learnt is at hand. In the sandbox the refit is by command alone.
    """
    if labeller.learnt is None:
        return []
    watch = Watch(store, labeller, labeller.learnt, health.check(HEADS, needed=False))
    watch.look()
    if sandbox or not settings.nightly:
        return [watch.run]
    return [watch.run, Nightly(settings, health.check(REFIT, needed=False), now).run]
