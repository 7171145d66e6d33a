"""Plays the scenario: templates, mentions, an alarm, a post and its counts, as people do it; ends with the sum."""

import asyncio
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from operations.demo.alarm import on_the_topic, take_alarm
from operations.demo.checking import try_first_draft
from operations.demo.desk import Desk
from operations.demo.holding import Holding
from operations.demo.mentions import send_all
from operations.demo.numbers import past_followers, tell, write_csv
from operations.demo.outcome import Outcome
from operations.demo.posting import Posting
from operations.demo.scenario import Numbers, Scenario, load_scenario
from operations.demo.stage import Stage
from operations.demo.templates import approve_templates
from operations.exits import NEEDS_A_PERSON
from operations.metrics.verb import import_file
from operations.stand_in import StandIn
from operations.surroundings import Surroundings
from operations.tally import Count, Counting
from operations.verb import Verb
from shared.clock import now

PATIENCE_S = 60.0
"""Without anything arriving: the last mention is found by search once the stream is back."""

FASTEST = 100.0
PERSON = "supervisor"
"""Who takes the alarm: force-wide, so whichever district it is in."""


def add_arguments(parser: ArgumentParser) -> None:
    """How fast."""
    parser.add_argument("--speed", type=_speed, default=1.0, help="2 plays twice as fast, 0.5 half as fast")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Play it; 0 when everything arrived once, and the people's part went as the scenario says."""
    places = surroundings.running_sandbox()
    scenario = load_scenario()
    stage = Stage(arguments.speed, sys.stdout)
    outcome = Outcome(scenario.mention, stage)
    async with AsyncExitStack() as stack:
        counting = await stack.enter_async_context(Counting(surroundings.kafka, listener=outcome.note))
        stand_in = await stack.enter_async_context(StandIn(places.sandbox["x"]))

        async def desk(person: str) -> Desk:
            return await stack.enter_async_context(Desk(places.desk, places.sign_in.get(person, "")))

        supervisor = await desk(PERSON)
        author, approver = await desk(scenario.post.author), await desk(scenario.post.approver)
        posting = Posting(scenario.post, stage, stand_in, author=author, approver=approver)
        holding = Holding(scenario.held, stage, stand_in, author, approver, supervisor)
        stage.say(f"The demo begins; watch {places.desk} (`make run` printed the sign-in links).")
        people = [*(take_alarm(alarm, outcome, supervisor) for alarm in scenario.alarm), posting.play()]
        people.append(approve_templates(scenario.template, stage, author, [approver, supervisor]))
        people += [try_first_draft(scenario.first_draft, stage, author), holding.play()]
        people.append(_count_followers(scenario.numbers, stage, stand_in, supervisor, surroundings))
        went_well, count = await _played(scenario, outcome, stand_in, counting, people)
        alarmed = {number for name, number in outcome.numbers.items() if name in counting.tally.alerted}
    return _told(scenario, outcome, count, handled=went_well, alarmed=alarmed)


async def _played(
    scenario: Scenario,
    outcome: Outcome,
    stand_in: StandIn,
    counting: Counting,
    people: list[Coroutine[object, object, bool]],
) -> tuple[bool, Count]:
    """Everything at its time; whether the people's part went well, and what became of the mentions."""
    acting = [asyncio.create_task(part) for part in people]
    try:
        await send_all(scenario, outcome, stand_in)
        went_well = all(await asyncio.gather(*acting))
        outcome.stage.say("Everything is sent; waiting until all of it has arrived.")
        return went_well, await counting.settled(list(outcome.numbers), PATIENCE_S)
    finally:
        for part in acting:
            part.cancel()


async def _count_followers(
    numbers: Numbers, stage: Stage, stand_in: StandIn, desk: Desk, surroundings: Surroundings
) -> bool:
    """Past weeks are imported, as a force does it; the platform's count rises; the Numbers follow."""
    *_, (_, yesterday) = past_followers(numbers, now())
    await stand_in.followers(numbers.handle, yesterday)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "followers.csv"
        write_csv(numbers, now(), file)
        stage.say(f"   {await import_file(file, surroundings)}")
    await stage.until(numbers.rises_at)
    await stand_in.followers(numbers.handle, numbers.now)
    await stage.until(numbers.shown_at)
    return await tell(numbers, stage, desk, now)


def _told(scenario: Scenario, outcome: Outcome, count: Count, *, handled: bool, alarmed: set[int]) -> int:
    """Say the sum, and what of it is not as it should be; returns the exit status."""
    stage = outcome.stage
    expected = {number for number, scene in enumerate(scenario.mention, start=1) if scene.alert}
    if outcome.unlike:
        stage.say(f"{outcome.unlike} of {len(scenario.mention)} mentions have other labels than expected; see above.")
    handled = handled and all(on_the_topic(alarm, outcome) for alarm in scenario.alarm)
    if not handled:
        stage.say("What people did went not as it should; see above.")
    stage.say(
        f"received {count.received}, labelled {count.labelled}, alerts {count.alerted}, "
        f"lost {count.lost}, doubled {count.doubled}"
    )
    everything = len(scenario.mention)
    right = count.received == count.labelled == everything and not count.lost and not count.doubled
    return 0 if right and handled and alarmed == expected else NEEDS_A_PERSON


def _speed(given: str) -> float:
    try:
        speed = float(given)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= FASTEST:
        raise ArgumentTypeError(f"{given!r} is no speed: give a number above 0 and at most {FASTEST:.0f}")
    return speed


VERB = Verb("demo", "play the scenario that a newcomer sees first", add_arguments, run)
