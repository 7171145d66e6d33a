"""Templates of replies by JSON calls: proposed, approved by two others, changed by their author, withdrawn."""

from datetime import timedelta

import pytest

from operations.demo.scenario import load_scenario
from services.desk.readmodel import templates
from shared.rules.templates import LASTS
from tests.support.desk import PaperDesk, ids, person
from tests.unit.desk.template_calls import TEXTS, WORDING, approved, ask, proposed


async def test_the_way_of_a_template(desk: PaperDesk) -> None:
    made = await proposed(desk)
    assert (made["usable"], made["approvers"], made["valid_until"]) == (False, [], None)
    first = (await ask(desk, made["id"], "approve", {"hash": made["hash"]})).json()
    assert (first["usable"], first["approvers"]) == (False, ["approver"])
    both = (await ask(desk, made["id"], "approve", {"hash": made["hash"]}, by="supervisor")).json()
    assert (both["usable"], both["approvers"]) == (True, ["approver", "supervisor"])
    assert both["valid_until"] == (desk.clock() + LASTS).isoformat().replace("+00:00", "Z")
    gone = (await ask(desk, made["id"], "withdraw", {"reason": "The number changed"}, by="approver")).json()
    assert (gone["usable"], gone["withdrawn_because"]) == (False, "The number changed")
    async with desk.signed_in() as client:
        assert (await client.get("/api/templates")).json() == []
        assert (await client.get(f"/api/templates/{made['id']}")).json()["withdrawn_by"] == "approver"
    assert desk.topics.transitions() == ["template.changed"] * 4
    acts = [entry.act for entry in desk.audited()]
    assert acts == ["template.propose", "template.approve", "template.approve", "template.withdraw"]


@pytest.mark.parametrize("by", ["officer", "media", "officer_crawley", "it"])
async def test_only_two_others_who_may_approve_for_its_accounts_approve_it(desk: PaperDesk, by: str) -> None:
    made = await proposed(desk)
    assert (await ask(desk, made["id"], "approve", {"hash": made["hash"]}, by=by)).status_code == 403


async def test_one_person_counts_once_and_only_for_what_they_saw(desk: PaperDesk) -> None:
    made = await proposed(desk)
    assert (await ask(desk, made["id"], "approve", {"hash": "another"})).status_code == 409
    assert (await ask(desk, made["id"], "approve", {"hash": made["hash"]})).status_code == 200
    again = await ask(desk, made["id"], "approve", {"hash": made["hash"]})
    assert (again.status_code, again.json()["title"]) == (409, "You have approved this template.")
    assert ids(desk.audited(), "template.approve") == [made["id"]] * 3


async def test_two_who_look_again_before_it_runs_out_keep_it_alive(desk: PaperDesk) -> None:
    made = await approved(desk)
    desk.clock.pass_by(days=80)
    for by in ("approver", "supervisor"):
        answer = await ask(desk, made["id"], "approve", {"hash": made["hash"]}, by=by)
        assert answer.status_code == 200, answer.text
    desk.clock.pass_by(days=80)
    async with desk.signed_in() as client:
        assert (await client.get(f"/api/templates/{made['id']}")).json()["usable"]
        desk.clock.pass_by(days=11)
        over = (await client.get(f"/api/templates/{made['id']}")).json()
    assert not over["usable"]
    assert "ran out on" in over["why_not"]


async def test_other_words_void_the_approvals_and_only_the_author_finds_them(desk: PaperDesk) -> None:
    made = await approved(desk)
    other = WORDING | {"texts": {"en": "Please tell us another way. {route}"}}
    async with desk.signed_in("approver") as client:
        refused = await client.put(f"/api/templates/{made['id']}", json=other)
        assert (refused.status_code, refused.json()["title"]) == (403, "Somebody else wrote this template.")
    async with desk.signed_in() as client:
        changed = (await client.put(f"/api/templates/{made['id']}", json=other)).json()
        assert (changed["usable"], changed["approvers"]) == (False, [])
        back = (await client.put(f"/api/templates/{made['id']}", json=WORDING)).json()
    assert (back["hash"], back["approvers"]) == (made["hash"], [])
    assert (await ask(desk, made["id"], "approve", {"hash": changed["hash"]})).status_code == 409


async def test_a_template_is_withdrawn_by_its_author_or_whoever_may_approve(desk: PaperDesk) -> None:
    made = await approved(desk)
    assert (await ask(desk, made["id"], "withdraw", {}, by="media")).status_code == 403
    assert (await ask(desk, made["id"], "withdraw", {}, by="officer")).status_code == 200
    assert (await ask(desk, made["id"], "withdraw", {}, by="officer")).status_code == 409
    assert (await ask(desk, made["id"], "approve", {"hash": made["hash"]})).status_code == 409


async def test_templates_are_seen_in_the_districts_of_their_accounts(desk: PaperDesk) -> None:
    made = await proposed(desk)
    force = await proposed(desk, by="media", accounts=["x_force"], name="For the force")
    async with desk.signed_in() as client:
        assert [each["id"] for each in (await client.get("/api/templates")).json()] == [made["id"]]
        assert (await client.get(f"/api/templates/{force['id']}")).status_code == 403
        assert (await client.get("/api/templates/nothing")).status_code == 404
    async with desk.signed_in("officer_crawley") as client:
        assert (await client.get("/api/templates")).json() == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"name": " "}, "no name"),
        ({"accounts": []}, "one account at least"),
        ({"accounts": ["x_atlantis"]}, "no account x_atlantis"),
        ({"use_for": []}, "for something"),
        ({"use_for": ["weather"]}, "no kind of message weather"),
        ({"texts": {"pl": "Tutaj nie"}}, "English words are missing"),
        ({"texts": TEXTS | {"polish": "Tutaj: {route}"}}, "no language polish"),
        ({"texts": {"en": "Dear {name}, {route}"}}, "Nothing is filled in for {name}"),
        ({"texts": {"en": "Odd } bracket {route}"}}, "stands alone"),
        ({"texts": TEXTS | {"ro": "Sunați la 101."}}, "do not send people to the same place"),
        ({"texts": {"en": "x" * 230 + " {route}"}}, "longer than the 280"),
        ({"texts": {"en": "x" * 270 + " @{handle}"}}, "longer than the 280"),
        ({"texts": {"en": "  "}}, "English words are missing"),
        ({"texts": {"en": "Ring 0800 555 1111 instead. {route}"}}, "the guidance check keeps it back"),
    ],
)
async def test_what_could_not_be_sent_is_not_proposed(desk: PaperDesk, other: dict[str, object], said: str) -> None:
    async with desk.signed_in() as client:
        refused = await client.post("/api/templates", json=WORDING | other)
    assert refused.status_code == 422, refused.text
    assert said in refused.json()["title"]
    assert desk.topics.transitions() == []


async def test_who_may_not_write_for_every_account_of_it_proposes_none(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        refused = await client.post("/api/templates", json=WORDING | {"accounts": ["x_hastings", "x_rother"]})
    assert refused.status_code == 403
    desk.add(person("officer", "officer", "hastings").model_copy(update={"training": ()}))
    async with desk.signed_in() as client:
        assert (await client.post("/api/templates", json=WORDING)).status_code == 403


async def test_the_demos_templates_are_taken_as_they_are(desk: PaperDesk) -> None:
    for each in load_scenario().template:
        assert (await approved(desk, **each.model_dump()))["usable"], each.name


async def test_the_same_call_again_proposes_nothing_more(desk: PaperDesk) -> None:
    key = {"Idempotency-Key": "1"}
    async with desk.signed_in() as client:
        first = await client.post("/api/templates", json=WORDING, headers=key)
        again = await client.post("/api/templates", json=WORDING, headers=key)
        other = await client.post("/api/templates", json=WORDING | {"name": "Other"}, headers=key)
    assert first.json()["id"] == again.json()["id"]
    assert other.status_code == 422
    assert desk.topics.transitions() == ["template.changed"]


async def test_what_a_replayed_topic_says_twice_or_late_changes_nothing(desk: PaperDesk) -> None:
    made = await approved(desk)
    records = [record for record in desk.topics.written if record.key == f"template:{made['id']}".encode()]
    assert len(records) == 3
    found = desk.model.store.db.execute("SELECT fact FROM template").fetchone()["fact"]
    desk.clock.pass_by(minutes=1)
    known = templates.find(desk.store.db, made["id"])
    assert known
    desk.add(known.template.model_copy(update={"approvals": (), "at": desk.clock() - timedelta(days=1)}))
    assert desk.model.store.db.execute("SELECT fact FROM template").fetchone()["fact"] == found
