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
from tests.unit.publisher.machine.account import GOES, IDS, LIKELY, PAUSES, PICK, Account, Shape
from tests.unit.publisher.posts import STAFF, hold, submits, suspended

PEOPLE = st.sampled_from([*(each.id for each in STAFF), "stranger"])
TEXTS = st.sampled_from(["Road closed.", "Road  closed.", "Road open."])
TIMES = st.sampled_from([None, None, timedelta(0), timedelta(minutes=3), timedelta(hours=1)])
SHAPES = st.sampled_from(["plain", "plain", "incident", "follows d1", "follows d2", "picture", "reply"])
SCOPES = st.sampled_from(["force", "district:hastings", "account:x_hastings", "district:crawley"])
INCIDENTS = st.sampled_from([None, "Pier fire"])


class People(Account):
    """Those who write, approve and change their minds."""

    @initialize(first=TEXTS, second=TEXTS, shape=SHAPES)
    def there_are_two_that_were_approved(self, first: str, second: str, shape: str) -> None:
        for id_, text, has in (("d1", first, "plain"), ("d2", second, shape)):
            self.hears(submits(text, None, "officer", delivery=id_, **self.shaped(has)))
            self.approves(id_, "boss", goes=False)
        self.goes(until_nothing_is_due=True)

    def shaped(self, shape: str) -> Shape:
        until = self.now + timedelta(minutes=6)
        return {
            "incident": {"incident": "Pier fire"},
            "follows d1": {"follows": "d1"},
            "follows d2": {"follows": "d2"},
            "picture": {"media": [picture(until=until)]},
            "reply": {"reply_to": SUMMONS},
        }.get(shape, {})

    @rule(id_=IDS, by=LIKELY, text=TEXTS, after=TIMES, replaces=st.none() | IDS, shape=SHAPES)
    def submits(self, id_: str, by: str, text: str, after: timedelta | None, replaces: str | None, shape: str) -> None:
        said = {"delivery": id_, "at": self.now, "replaces": replaces}
        self.hears(submits(text, self.time(after), by, **said | self.shaped(shape)))

    @rule(id_=IDS, by=LIKELY, goes=GOES)
    def answers_from_the_template(self, id_: str, by: str, *, goes: bool) -> None:
        self.hears(answers(by=by, delivery=id_, at=self.now))
        self.goes(until_nothing_is_due=goes)

    @rule(id_=IDS, by=LIKELY, goes=GOES)
    def approves(self, id_: str, by: str, *, goes: bool) -> None:
        it = self.book.get(id_)
        bound = {"hash": it.hash, "version": it.version} if it else {"hash": "0" * 64, "version": 1}
        self.asks(Approve, by, id_, **bound)
        self.goes(until_nothing_is_due=goes)

    @rule(id_=IDS, seen=IDS, version=st.integers(1, 5))
    def approves_what_they_saw_elsewhere(self, id_: str, seen: str, version: int) -> None:
        it = self.book.get(seen)
        self.asks(Approve, "approver", id_, hash=it.hash if it else "0" * 64, version=version)

    @rule(id_=IDS, by=LIKELY, after=TIMES)
    def reschedules(self, id_: str, by: str, after: timedelta | None) -> None:
        self.asks(Reschedule, by, id_, version=self.version(id_), not_before=self.time(after))

    @rule(id_=IDS, anew=IDS, by=LIKELY, text=TEXTS)
    def writes_it_again(self, id_: str, anew: str, by: str, text: str) -> None:
        """As the desk does it: both in one transaction, whatever comes of the first."""
        seen = self.version(id_) if id_ in self.book and self.book[id_].state in OVER else None
        self.asks(Edit, by, id_, replaced_by=anew, version=seen)
        self.hears(submits(text, None, by, delivery=anew, at=self.now, replaces=id_))

    @rule(id_=IDS, by=PEOPLE, kind=st.sampled_from([SendBack, Edit, Withdraw]))
    def changes_their_mind(self, id_: str, by: str, kind: type[Command]) -> None:
        self.asks(kind, by, id_, version=self.version(id_), reason="Not like this", replaced_by="d4")

    @precondition(lambda self: any(it.platform_id for it in self.book.values()))
    @rule(id_=IDS, by=PEOPLE, goes=GOES)
    def takes_it_down(self, id_: str, by: str, *, goes: bool) -> None:
        self.asks(TakeDown, by, id_, reason="The wrong road")
        self.goes(until_nothing_is_due=goes)

    @precondition(lambda self: any(it.take_down for it in self.book.values()))
    @rule(id_=IDS, by=PEOPLE, verdict=st.sampled_from(["right", "wrong"]))
    def reviews_it(self, id_: str, by: str, verdict: str) -> None:
        self.asks(Review, by, id_, verdict=verdict)

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

    @rule()
    def the_topic_falls_behind(self) -> None:
        self.late = self.late or []

    @precondition(lambda self: self.late)
    @rule(order=st.randoms(use_true_random=False))
    def what_was_late_comes_in_any_order(self, order: Random) -> None:
        late, self.late = self.late or [], None
        order.shuffle(late)
        for command in late:
            self.hears(command)

    # What changes around them

    @rule(who=st.sampled_from(["officer", "approver"]))
    def somebody_is_suspended_or_comes_back(self, who: str) -> None:
        self.model.away ^= {who}
        known = next(each for each in STAFF if each.id == who)
        self.staff[who] = suspended(who) if who in self.model.away else known

    @rule()
    def the_template_is_withdrawn_or_comes_back(self) -> None:
        self.model.template_stands = not self.model.template_stands
        withdrawn_at = None if self.model.template_stands else self.now
        self.templates[BY_TWO.id] = BY_TWO.model_copy(update={"withdrawn_at": withdrawn_at})

    @rule(scope=SCOPES, incident=INCIDENTS, goes=GOES)
    def posting_is_held(self, scope: str, incident: str | None, *, goes: bool) -> None:
        self.model.held(hold(scope, self.now, incident), self.book)
        self.goes(until_nothing_is_due=goes)

    @precondition(lambda self: any(each.holds for each in self.model.holds.values()))
    @rule(goes=GOES)
    def every_hold_is_released(self, *, goes: bool) -> None:
        for scope, each in self.model.holds.items():
            if each.holds:
                self.model.holds[scope] = each.model_copy(update={"released_at": self.now, "released_by": "boss"})
        self.goes(until_nothing_is_due=goes)

    @rule(pause=PAUSES, goes=GOES)
    def time_passes(self, pause: timedelta, *, goes: bool) -> None:
        self.model.time_moves(pause, self.book)
        self.goes(until_nothing_is_due=goes)

    @rule(jump=PAUSES, goes=GOES)
    def the_clock_is_set_back(self, jump: timedelta, *, goes: bool) -> None:
        self.model.time_moves(-jump, self.book)
        self.goes(until_nothing_is_due=goes)
