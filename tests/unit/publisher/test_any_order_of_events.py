"""Whatever people ask in whatever order, however often, and whatever a platform answers: never twice, never alone."""

from hypothesis import settings
from hypothesis.stateful import invariant

from services.publisher.domain import effect
from tests.unit.publisher.machine.people import People
from tests.unit.publisher.machine.platform import Platform


class Everything(People, Platform):
    """All of it, and what must hold whatever happened last."""

    @invariant()
    def one_request_at_a_time(self) -> None:
        """Whatever it asks for."""
        assert len(effect.under_way(self.book)) <= 1

    @invariant()
    def no_post_belongs_to_two_deliveries(self) -> None:
        """Found, answered or pointed out by a person."""
        taken = [it.platform_id for it in self.book.values() if it.platform_id]
        assert len(taken) == len(set(taken))

    @invariant()
    def no_place_is_taken_twice(self) -> None:
        """By what ever waited for approval."""
        waited = [it for it in self.book.values() if any(each.transition == "post.submitted" for each in it.history)]
        taken = [it.replaces for it in waited if it.replaces]
        assert len(taken) == len(set(taken))


TestAnyOrderOfEvents = Everything.TestCase
TestAnyOrderOfEvents.settings = settings(max_examples=500, stateful_step_count=50)
