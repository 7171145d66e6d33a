"""Taking a post down: somebody's word is enough, at once; the deletion is repeated until it is certain."""

from services.publisher.domain.change import moved
from services.publisher.domain.command import asked_at
from services.publisher.domain.words import sentence
from services.publisher.domain.world import Case
from shared.contracts.post_changed import Delivery, TakenDown
from shared.contracts.post_requested import Review, TakeDown
from shared.rules.approving import why_not_settle


def take_down(delivery: Delivery, command: TakeDown, case: Case) -> Delivery | str:
    """Deleting, by one person who may approve for the account, with a reason; a second one reviews it afterwards."""
    if why := _why_not_they(delivery, command, case):
        return why
    if not command.reason.strip():
        return "Say why it has to go: whoever reviews it reads that."
    at = asked_at(command, case)
    review_by = at + case.world.policy.review_within
    down = TakenDown(by=command.by, at=at, reason=command.reason.strip(), review_by=review_by)
    told = sentence(f"{case.world.name_of(command.by)} took it down: {command.reason}")
    return moved(delivery, "deleting", case.now, why=told, by=command.by, take_down=down, deletion=None)


def review(delivery: Delivery, command: Review, case: Case) -> Delivery | str:
    """A second person says whether that was right: nothing else changes, whatever became of the deletion."""
    down = delivery.take_down
    if down is None:
        return "Nobody took it down: there is nothing to review."
    if down.reviewed_by:
        return f"{case.world.name_of(down.reviewed_by)} has reviewed it already."
    if command.by == down.by:
        return "Somebody else has to review what you took down."
    if why := _why_not_they(delivery, command, case):
        return why
    seen = {"reviewed_by": command.by, "reviewed_at": asked_at(command, case)}
    said = {"verdict": command.verdict, "remark": command.remark.strip()}
    return delivery.model_copy(update={"take_down": down.model_copy(update=seen | said)})


def _why_not_they(delivery: Delivery, command: TakeDown | Review, case: Case) -> str | None:
    districts = case.world.districts_of(delivery.content.account)
    return why_not_settle(case.world.staff.get(command.by), districts, case.today)
