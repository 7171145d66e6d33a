"""What becomes of requests: they leave or are called off, are answered or not, and processes die in between."""
# ruff: noqa: D102 - a rule's name is its sentence, as a test's is

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from services.publisher.domain import effect
from services.publisher.domain.matching import Candidate, claimed_by, matches
from services.publisher.domain.struck import held, stopped_by
from shared.contracts.post_changed import Delivery
from shared.x.snowflake import first_id_at
from tests.unit.publisher.machine.account import GOES, PAUSES, PICK, POLICY, Account

ANSWERS = st.sampled_from(["yes", "lost", "lost", "never came", "limited", "no"])


class Platform(Account):
    """It does what it is asked, or not, and says so, or not."""

    @rule()
    def starts_nothing_after_a_takeover(self) -> None:
        step = effect.next_step(self.book, self.world, self.now, self.now + timedelta(1))
        assert not isinstance(step, effect.Begin)

    @precondition(lambda self: self.under_way() and not self.left)
    @rule(goes=GOES)
    def the_request_leaves(self, goes: str) -> None:
        self.leaves()
        self.goes("not at all" if self.left else goes)

    @precondition(lambda self: self.under_way())
    @rule(answer=ANSWERS, wait=PAUSES, goes=GOES)
    def the_platform_answers(self, answer: str, wait: timedelta, goes: str) -> None:
        self.is_answered(answer, wait)
        self.goes(goes)

    def is_answered(self, answer: str = "yes", wait: timedelta = timedelta(0)) -> None:
        """Where it has left by then."""
        if not self.left:
            self.leaves()
        it = self.book[self.left] if self.left else None
        if it and it.state == "sending":
            self.answers_a_post(it, answer, wait)
        elif it:
            self.answers_a_deletion(it, answer, wait)

    @precondition(lambda self: self.under_way())
    @rule(made_it=st.booleans(), goes=GOES)
    def the_process_dies(self, *, made_it: bool, goes: str) -> None:
        it = self.under_way()
        assert it
        if self.left and made_it:
            self.happens(it)
        self.left = None
        self.becomes(effect.taken_over(it, self.now))
        begun = [each for each in self.book.values() if each.state == "unknown"]
        self.quiet = max((effect.quiet_from(each, POLICY) for each in begun), default=None)
        self.goes(goes)

    @precondition(lambda self: bool(effect.unknown_of(self.book)))
    @rule(pick=PICK, after=PAUSES, goes=GOES)
    def the_timeline_is_read(self, pick: int, after: timedelta, goes: str) -> None:
        self.model.time_moves(after, self.book)
        unknown = effect.unknown_of(self.book)
        it = unknown[pick % len(unknown)]
        matched = matches(it, self.posts, claimed_by(self.book.values(), but=it.id))
        if found := effect.settled_by_timeline(it, self.now, matched):
            self.becomes(found)
        self.goes(goes)

    # How that goes

    def leaves(self) -> None:
        """The last check, immediately before the request is written: the deadline, and the holds by now."""
        it = self.under_way()
        assert it
        request = it.attempt if it.state == "sending" else it.deletion
        assert request
        in_time = self.now <= request.deadline
        if it.state == "sending" and (stops := stopped_by(it, self.world)):
            assert self.model.stopped(it), "it was free to leave"
            self.never_left(held(it, self.now, stops))
        elif not in_time and it.state == "sending":
            self.never_left(effect.called_off(it, self.now, "Too slow.", POLICY))
        elif not in_time:
            self.becomes(effect.delete_later(it, self.now, self.now + timedelta(seconds=5), "Too slow."))
        else:
            assert it.state == "deleting" or not self.model.caught.get(it.id), "a hold stands in its way"
            self.left = it.id

    def answers_a_post(self, it: Delivery, answer: str, wait: timedelta) -> None:
        self.left = None
        if answer in ("yes", "lost"):
            self.happens(it)
        match answer:
            case "yes":
                after = effect.posted(it, self.now, self.posts[-1].platform_id, self.posts[-1].link)
            case "limited":
                after = effect.try_again(it, self.now, self.now + wait, "X asks to wait.", POLICY)
                self.model.retry_at[it.id] = self.now + wait
                self.never_left(after)
                return
            case "no":
                self.may_be_out.discard(it.id)
                after = effect.refused(it, self.now, "X refused it.")
            case _:
                after = effect.unknown(it, self.now, "No answer.")
        self.becomes(after)

    def answers_a_deletion(self, it: Delivery, answer: str, wait: timedelta) -> None:
        self.left = None
        if answer in ("yes", "lost"):
            self.happens(it)
        match answer:
            case "yes":
                after = effect.deleted(it, self.now)
            case "limited":
                after = effect.delete_later(it, self.now, self.now + wait, "X asks to wait.")
            case "no":
                after = effect.delete_refused(it, self.now, "X refused it.")
            case _:
                after = effect.delete_unknown(it, self.now, self.now + wait, "No answer.")
        self.becomes(after)

    def never_left(self, after: Delivery) -> None:
        """Nothing was posted for certain: its approval may be used yet."""
        self.may_be_out.discard(after.id)
        self.used.discard((after.id, self.approved_in[after.id]))
        self.model.begun.pop(after.id, None)
        self.becomes(after)

    def happens(self, it: Delivery) -> None:
        """On the platform, whatever anybody hears of it."""
        if it.state == "deleting":
            self.posts = [each for each in self.posts if each.platform_id != it.platform_id]
            return
        assert it.attempt
        self.made += 1
        number = str(int(first_id_at(self.now)) + self.made)
        link = f"https://x.com/i/status/{number}"
        answers, shown = it.attempt.in_reply_to, it.attempt.media
        self.posts.append(Candidate(number, it.content.text, self.now, link, answers, shown))
