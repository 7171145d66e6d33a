"""What people ask, in time, late, in any order, and more than once; who comes, goes, holds and releases."""
# ruff: noqa: D102 - a rule's name is its sentence, as a test's is

from datetime import timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from services.publisher.domain import effect
from services.publisher.domain.submission import OVER
from shared.contracts.post_requested import (
    Approve,
    Command,
    Edit,
    Reschedule,
    Review,
    SendBack,
    Settle,
    TakeDown,
    Withdraw,
)
from shared.x.snowflake import first_id_at
from tests.unit.publisher.extras import BY_TWO, SUMMONS, answers, picture
from tests.unit.publisher.machine.account import GOES, IDS, LIKELY, NEW, PAUSES, PICK, Account, Shape
from tests.unit.publisher.posts import STAFF, hold, submits, suspended

PEOPLE = st.sampled_from([*(each.id for each in STAFF), "stranger"])
SECOND = st.sampled_from(["approver", "boss"])
TEXTS = st.sampled_from(["Road closed.", "Road  closed.", "Road open."])
REPLACES = st.sampled_from([None, None, None, "d1", "d2"])
TIMES = st.sampled_from([None, None, timedelta(0), timedelta(minutes=3), timedelta(hours=1)])
SHAPES = st.sampled_from(["plain", "plain", "incident", "follows d1", "follows the last", "picture", "reply"])
SCOPES = st.sampled_from(["force", "district:hastings", "account:x_hastings", "district:crawley"])
INCIDENTS = st.sampled_from([None, "Pier fire"])


class People(Account):
    """Those who write, approve and change their minds."""

    @initialize(first=TEXTS, second=TEXTS, shape=SHAPES, by=SECOND, goes=GOES)
    def there_are_two_that_were_approved(self, first: str, second: str, shape: str, by: str, goes: str) -> None:
        for id_, text, has in (("d1", first, "plain"), ("d2", second, shape)):
            self.hears(submits(text, None, "officer", delivery=id_, **self.shaped(has)))
            self.approves(id_, by, "not at all")

        self.goes(goes)

    @rule(id_=NEW, by=SECOND, text=TEXTS, after=TIMES, shape=SHAPES, goes=GOES)
    def one_writes_and_another_approves(
        self, id_: str, by: str, text: str, after: timedelta | None, shape: str, goes: str
    ) -> None:
        id_ = self.named(id_)
        self.submits(id_, "officer", text, after, None, shape)
        self.approves(id_, by, goes)

    def shaped(self, shape: str) -> Shape:
        until = self.now + timedelta(minutes=6)
        shapes: dict[str, Shape] = {
            "incident": {"incident": "Pier fire"},
            "follows d1": {"follows": "d1"},
            "follows the last": {"follows": self.named("the last")},
            "picture": {"media": [picture(until=until)]},
            "reply": {"reply_to": SUMMONS},
        }
        return shapes.get(shape, {})

    @rule(id_=NEW, by=LIKELY, text=TEXTS, after=TIMES, replaces=REPLACES, shape=SHAPES)
    def submits(self, id_: str, by: str, text: str, after: timedelta | None, replaces: str | None, shape: str) -> None:
        said: Shape = {"delivery": self.named(id_), "at": self.now, "replaces": replaces}
        self.hears(submits(text, self.time(after), by, **said | self.shaped(shape)))

    @rule(id_=NEW, by=LIKELY, goes=GOES)
    def answers_from_the_template(self, id_: str, by: str, goes: str) -> None:
        self.hears(answers(by=by, delivery=self.named(id_), at=self.now))
        self.goes(goes)

    @rule(id_=IDS, by=LIKELY, goes=GOES)
    def approves(self, id_: str, by: str, goes: str) -> None:
        it = self.seen(id_)
        bound = {"hash": it.hash, "version": it.version} if it else {"hash": "0" * 64, "version": 1}
        self.asks(Approve, by, id_, **bound)
        self.goes(goes)

    @rule(id_=IDS, seen=IDS, version=st.integers(1, 5))
    def approves_what_they_saw_elsewhere(self, id_: str, seen: str, version: int) -> None:
        it = self.seen(seen)
        self.asks(Approve, "approver", id_, hash=it.hash if it else "0" * 64, version=version)

    @rule(id_=IDS, by=LIKELY, after=TIMES, approves=st.booleans())
    def reschedules(self, id_: str, by: str, after: timedelta | None, *, approves: bool) -> None:
        """And would approve the time themselves, which is not theirs to do."""
        self.asks(Reschedule, by, id_, version=self.version(id_), not_before=self.time(after))
        if approves:
            self.approves(id_, by, "not at all")

    @rule(id_=IDS, anew=NEW, by=LIKELY, text=TEXTS, shape=SHAPES)
    def writes_it_again(self, id_: str, anew: str, by: str, text: str, shape: str) -> None:
        """As the desk does it: both in one transaction, whatever comes of the first."""
        it, before, anew, has = self.seen(id_), self.named(id_), self.named(anew), self.shaped(shape)
        self.asks(Edit, by, before, replaced_by=anew, version=it.version if it and it.state in OVER else None)
        self.hears(submits(text, None, by, **has | {"delivery": anew, "at": self.now, "replaces": before}))

    @rule(id_=IDS, by=PEOPLE, kind=st.sampled_from([SendBack, Edit, Withdraw, TakeDown, Review]))
    def changes_their_mind(self, id_: str, by: str, kind: type[Command]) -> None:
        self.asks(kind, by, id_, version=self.version(id_), reason="Not like this", replaced_by="d4", verdict="right")

    @precondition(lambda self: self.out())
    @rule(pick=PICK, by=LIKELY, goes=GOES)
    def takes_it_down(self, pick: int, by: str, goes: str) -> None:
        self.asks(TakeDown, by, self.out()[pick % len(self.out())], reason="The wrong road")
        self.goes(goes)

    @precondition(lambda self: self.out())
    @rule(pick=PICK, by=LIKELY, verdict=st.sampled_from(["right", "wrong"]))
    def reviews_it(self, pick: int, by: str, verdict: str) -> None:
        self.asks(Review, by, self.out()[pick % len(self.out())], verdict=verdict)

    def out(self) -> list[str]:
        """What is on the platform, or was."""
        return [it.id for it in self.book.values() if it.platform_id]

    @precondition(lambda self: bool(effect.unknown_of(self.book)))
    @rule(id_=IDS, by=LIKELY, outcome=st.sampled_from(["posted", "not_posted", "abandoned"]), post=st.integers(1, 3))
    def settles(self, id_: str, by: str, outcome: str, post: int) -> None:
        there = [each.platform_id for each in self.posts][post - 1 : post] or [first_id_at(self.now)]
        self.asks(Settle, by, id_, outcome=outcome, url=f"https://x.com/i/status/{there[0]}", replaced_by="d4")

    # How it comes to the publisher

    @precondition(lambda self: self.said)
    @rule(pick=PICK)
    def an_old_command_comes_again(self, pick: int) -> None:
        self.hears(self.said[pick % len(self.said)])

    @rule(commands=st.integers(2, 5))
    def the_topic_falls_behind(self, commands: int) -> None:
        self.behind = commands

    @precondition(lambda self: self.late)
    @rule(order=st.randoms(use_true_random=False))
    def what_was_late_comes_in_any_order(self, order: Random) -> None:
        late, self.late, self.behind = self.late, [], 0
        order.shuffle(late)
        for command in late:
            self.reads(command)

    # What changes around them

    @rule(who=LIKELY, goes=GOES)
    def somebody_is_suspended_or_comes_back(self, who: str, goes: str) -> None:
        self.model.away ^= {who}
        known = next(each for each in STAFF if each.id == who)
        self.staff[who] = suspended(who) if who in self.model.away else known
        self.goes(goes)

    @rule(goes=GOES)
    def the_template_is_withdrawn_or_comes_back(self, goes: str) -> None:
        self.model.template_stands = not self.model.template_stands
        withdrawn_at = None if self.model.template_stands else self.now
        self.templates[BY_TWO.id] = BY_TWO.model_copy(update={"withdrawn_at": withdrawn_at})
        self.goes(goes)

    @rule(scope=SCOPES, incident=INCIDENTS, goes=GOES)
    def posting_is_held(self, scope: str, incident: str | None, goes: str) -> None:
        self.model.held(hold(scope, self.now, incident), self.book)
        self.goes(goes)

    @precondition(lambda self: any(each.holds for each in self.model.holds.values()))
    @rule(goes=GOES)
    def every_hold_is_released(self, goes: str) -> None:
        for scope, each in self.model.holds.items():
            if each.holds:
                self.model.holds[scope] = each.model_copy(update={"released_at": self.now, "released_by": "boss"})
        self.goes(goes)

    @rule(pause=PAUSES, goes=GOES)
    def time_passes(self, pause: timedelta, goes: str) -> None:
        self.model.time_moves(pause, self.book)
        self.goes(goes)

    @rule(jump=PAUSES, goes=GOES)
    def the_clock_is_set_back(self, jump: timedelta, goes: str) -> None:
        self.model.time_moves(-jump, self.book)
        self.goes(goes)
