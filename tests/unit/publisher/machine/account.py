"""What happened so far, and the checks that every next thing passes."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from services.publisher.domain import effect
from services.publisher.domain.change import transition_of
from services.publisher.domain.matching import Candidate
from services.publisher.domain.ruling import Ruling, rule_on
from services.publisher.domain.world import Policy, World
from shared.contracts.post_changed import REVIEWED, Delivery
from shared.contracts.post_requested import Approve, Command, Reschedule, Review, Submit, TakeDown
from tests.unit.publisher.extras import where
from tests.unit.publisher.machine.model import NEXT, POSTS, Model, approval
from tests.unit.publisher.posts import KINDS, NOW, READ, asks, world

IDS = st.sampled_from(["d1", "d2", "d3", "d4", "the last"])
NEW = st.sampled_from(["new", "new", "new", "d1", "the last"])
"""A delivery that there is, or was to be; a new one's id may have been taken before."""
GOES = st.sampled_from(["not at all", "until a request is under way", "until a request is under way", "on", "on"])
"""How far the lane comes before anything else happens; `on` is with a platform that answers at once, and well."""
LIKELY = st.sampled_from(["officer", "approver", "boss"])
PAUSES = st.sampled_from([1, 4, 61, 300, 900]).map(lambda seconds: timedelta(seconds=seconds))
PICK = st.integers(0, 10_000)

POLICY = Policy(posts_per_window=POSTS)
MOST_STEPS = 60
"""A lane that makes more of them without rest goes round in a circle."""


class Account(RuleBasedStateMachine):
    """One account with its people, its clock, and a platform that knows what really happened."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(NOW)
        self.staff = dict(world().staff)
        around = where(base=world(policy=POLICY))
        self.templates = dict(around.templates)
        self.world: World = replace(around, staff=self.staff, holds=self.model.holds, templates=self.templates)
        self.book: dict[str, Delivery] = {}
        self.said: list[Command] = []
        self.late: list[Command] = []
        self.behind = 0
        """So many of the next commands come late, all together."""
        self.posts: list[Candidate] = []
        self.made = 0
        self.left: str | None = None
        """The delivery whose request is on its way."""
        self.quiet: datetime | None = None
        self.approved_in: dict[str, int] = {}
        self.used: set[tuple[str, int]] = set()
        self.may_be_out: set[str] = set()

    @property
    def now(self) -> datetime:
        """By the account's clock."""
        return self.model.now

    # What people ask

    def asks(self, kind: type[Command], by: str, id_: str, **fields: object) -> None:
        """Now."""
        known = {name: each for name, each in fields.items() if name in kind.model_fields}
        self.hears(asks(kind, by, delivery=self.named(id_), at=self.now, **known))

    def named(self, id_: str) -> str:
        """The id that is meant."""
        last = len({each.delivery for each in self.said if isinstance(each, Submit)})
        return {"new": f"d{last + 1}", "the last": f"d{last}"}.get(id_, id_)

    def hears(self, command: Command) -> None:
        """It is decided now, or with others that are late."""
        self.said.append(command)
        if self.behind > len(self.late):
            self.late.append(command)
        else:
            self.reads(command)

    def reads(self, command: Command) -> None:
        """It is decided, once, and as the model says where it says something."""
        before, ruling = self.book.get(command.delivery), self.ruling(command)
        again = before is not None and command.id in before.commands
        assert (ruling == Ruling()) == again
        if before and not again:
            expected = self.model.takes(command, before)
            assert expected is None or expected == (ruling.refused is None), ruling.refused
        if ruling.delivery:
            self.decided(command, ruling, before, ruling.delivery)

    def decided(self, command: Command, ruling: Ruling, before: Delivery | None, after: Delivery) -> None:
        """What was said of it is what is written; the same command once more is nothing."""
        self.becomes(after)
        assert self.ruling(command) == Ruling(), "the same command decided twice"
        if ruling.refused:
            assert before
            assert after.version == before.version
            return
        assert ruling.transition == (REVIEWED if isinstance(command, Review) else transition_of(after))
        if isinstance(command, Submit | Reschedule):
            self.model.sender[after.id] = command.by
        if after.state == "approved" and isinstance(command, Approve | Submit):
            self.approved_in[after.id] = after.version
            self.model.retry_at.pop(after.id, None)
            self.model.holds_catch(self.book)

    def ruling(self, command: Command) -> Ruling:
        """By the fold."""
        known = self.book.get(command.delivery)
        return rule_on(known, KINDS[type(command)], command, self.world, self.now, beside=self.book)

    # What the lane does

    def goes(self, how: str) -> None:
        """The lane takes its steps, as far as it comes."""
        if how == "not at all":
            return
        self.steps()
        for _ in range(MOST_STEPS):
            if how != "on" or not self.under_way():
                return
            self.is_answered()
            self.steps()
        raise AssertionError("it sends without end")

    def is_answered(self) -> None:
        """The platform's part."""
        raise NotImplementedError

    def steps(self) -> None:
        """Until a request is under way, or nothing is due."""
        for _ in range(MOST_STEPS):
            match effect.next_step(self.book, self.world, self.now, self.quiet):
                case effect.Change(transition, delivery):
                    self.changes(transition, delivery)
                case effect.Begin(delivery):
                    self.begins(delivery)
                case effect.Delete(delivery):
                    self.begins_to_delete(delivery)
                case effect.Nothing(until):
                    assert until is None or until > self.now
                    self.nothing_is_due()
                    return
        raise AssertionError("the lane comes to no rest")

    def changes(self, transition: str, after: Delivery) -> None:
        """Time, people, holds and other deliveries have made something of it, and rightly so."""
        before = self.book[after.id]
        assert transition == transition_of(after)
        over = not before.content.not_before and before.approval and self.now >= self.model.ends(before)
        assert {
            "void": self.model.never(before, self.book) or over,
            "missed": before.state == "approved" and self.model.missed(before, self.book),
            "approved": before.state == "approved" and after.version == before.version,
        }[after.state]
        self.becomes(after)

    def begins(self, it: Delivery) -> None:
        """The intent is written: nobody's own approval, of exactly this, once, and where the model lets it."""
        named, content = approval(it), it.content
        assert named.by not in (it.author, self.model.sender[it.id])
        assert named.hash == it.hash == content.hash
        assert any(self.is_its_approval(each, it) for each in self.said), "nobody asked for it"
        assert it.id not in self.may_be_out, "it may be on the platform already"
        assert not self.quiet or self.now >= self.quiet
        assert self.model.why_not(it, self.book) is None
        used = (it.id, self.approved_in[it.id])
        assert used not in self.used, "one approval, two requests"
        first = self.book[content.follows] if content.follows else None
        message = content.reply_to.platform_id if content.reply_to else None
        answers = first.platform_id if first else message
        shown = [f"m-{each.id}" for each in content.media]
        self.used.add(used)
        self.may_be_out.add(it.id)
        self.model.begun[it.id] = self.now
        self.becomes(effect.begin(it, self.now, "{}", None, READ, POLICY, media=shown, in_reply_to=answers))

    def is_its_approval(self, command: Command, it: Delivery) -> bool:
        """Of a person for what stands there, or the words of a template."""
        if (command.delivery, command.id in it.commands) != (it.id, True):
            return False
        if isinstance(command, Submit):
            return command.template is not None and approval(it).second is not None
        return isinstance(command, Approve) and (command.hash, command.by) == (it.hash, approval(it).by)

    def begins_to_delete(self, it: Delivery) -> None:
        """The intent is written: of what was posted, and taken down by somebody who may."""
        assert it.id in self.model.posted_since, "it was never posted"
        assert any(isinstance(each, TakeDown) and each.id in it.commands for each in self.said)
        self.becomes(effect.begin_deletion(it, self.now, READ, POLICY))

    def nothing_is_due(self) -> None:
        """And by the model neither."""
        if effect.under_way(self.book):
            return
        for it in self.book.values():
            if it.state in ("deleting", "delete_unknown"):
                assert it.retry_at
                assert it.retry_at > self.now
            elif it.state in ("submitted", "approved"):
                assert not self.model.never(it, self.book), f"{it.id} should be void"
            if it.state == "approved":
                self.still_waits(it)

    def still_waits(self, it: Delivery) -> None:
        """For something that may yet come."""
        why = self.model.why_not(it, self.book)
        assert why not in ("too late", "held"), f"{it.id} is {why}"
        assert why or (self.quiet and self.now < self.quiet), f"{it.id} should go out"

    # What is written

    def becomes(self, it: Delivery) -> None:
        """By the table, and as it will come back from Kafka."""
        before = self.book.get(it.id)
        assert Delivery.model_validate_json(it.model_dump_json()) == it, "it would not come back from Kafka"
        if before is None or it.version != before.version:
            assert it.state in NEXT.get(before.state if before else None, ()), (
                f"{before and before.state} -> {it.state}"
            )
            assert it.version == (before.version + 1 if before else 2 if it.state == "approved" else 1)
        else:
            assert it.state == before.state
        if it.state == "posted":
            self.model.posted_since.setdefault(it.id, self.now)
        self.book[it.id] = it

    def under_way(self) -> Delivery | None:
        """The delivery whose request was begun."""
        return next(iter(effect.under_way(self.book)), None)

    def seen(self, id_: str) -> Delivery | None:
        """As people see it."""
        return self.book.get(self.named(id_))

    def version(self, id_: str) -> int:
        """Of what they see."""
        it = self.seen(id_)
        return it.version if it else 1

    def time(self, after: timedelta | None) -> datetime | None:
        """A time for a post."""
        return None if after is None else self.now + after


Shape = dict[str, object]
"""What a post has beside words."""
