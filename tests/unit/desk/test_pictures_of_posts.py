"""Pictures: brought as files, kept bare, seen by those alone who may see what they are for, and described by words."""

import io
import re
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher
from tests.unit.desk.test_going_back_after_sending import form_of

TEXT = "Queens Road is closed. Please go round by the A259."


def picture(kind: str = "PNG", colour: str = "navy") -> bytes:
    """A small one of a colour."""
    written = io.BytesIO()
    Image.new("RGB", (64, 40), colour).save(written, kind)
    return written.getvalue()


async def brought(client: httpx.AsyncClient, data: bytes | None = None) -> str:
    """The id of a picture that was taken."""
    file = ("map.png", picture() if data is None else data, "image/png")
    answer = await client.post("/api/media", files={"file": file})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def post(client: httpx.AsyncClient, *media: object, **more: object) -> httpx.Response:
    body = {"deliveries": [{"account": "x_hastings", "text": TEXT, "media": media}], **more}
    return await client.post("/api/posts?wait=2", json=body)


async def test_a_picture_comes_as_a_form_or_as_it_is_and_is_seen_by_who_brought_it(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        one = await brought(client)
        again = await client.post("/api/media", content=picture(), headers={"content-type": "image/png"})
        seen = await client.get(f"/api/media/{one}")
    assert again.json()["id"] == one
    assert (again.json()["width"], again.json()["height"]) == (64, 40)
    assert seen.headers["content-type"] == "image/png"
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert seen.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert [(entry.act, entry.on) for entry in desk.audited()] == [("media.upload", (one,))] * 2


async def test_nobody_else_sees_it_until_a_post_in_their_sight_has_it(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    async with desk.signed_in() as client, desk.signed_in("approver") as ours, desk.signed_in("officer_crawley") as far:
        one = await brought(client)
        assert (await ours.get(f"/api/media/{one}")).status_code == 404
        refused = await ours.post(
            "/api/posts",
            json={"deliveries": [{"account": "x_hastings", "text": TEXT, "media": [{"id": one, "alt_text": "A map"}]}]},
        )
        assert refused.json()["title"] == "Picture 1 is not here."
        assert (await post(client, {"id": one, "alt_text": "A map"})).status_code == 201
        assert (await ours.get(f"/api/media/{one}")).content == (await client.get(f"/api/media/{one}")).content
        assert (await far.get(f"/api/media/{one}")).status_code == 404
    async with desk.signed_in("it") as it:
        assert (await it.get(f"/api/media/{one}")).status_code == 403
        assert (await it.post("/api/media", content=picture())).status_code == 403


async def test_another_site_brings_no_picture_with_somebodys_cookie(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        for origin in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
            file = {"file": ("a.png", picture(), "image/png")}
            assert (await client.post("/api/media", files=file, headers=origin)).status_code == 403
            as_it_is = {**origin, "content-type": "image/png"}
            assert (await client.post("/api/media", content=picture(), headers=as_it_is)).status_code == 403
        assert await brought(client)
        assert (await client.post("/api/media", content=picture())).status_code == 201


@pytest.mark.parametrize(
    "wrong", [b"", b"%PDF-1.7 a letter", b"GIF8 broken", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40]
)
async def test_what_is_no_picture_is_refused_with_words_and_on_record_and_nothing_is_kept(
    desk: PaperDesk, wrong: bytes
) -> None:
    async with desk.signed_in() as client:
        answer = await client.post("/api/media", files={"file": ("a.png", wrong, "image/png")})
    assert answer.status_code == 422
    assert answer.json()["field"] == "file"
    assert "PNG" in answer.json()["detail"]
    (entry,) = desk.audited()
    assert (entry.act, entry.outcome, entry.why) == ("media.upload", "refused", answer.json()["detail"])


async def test_a_picture_needs_words_and_may_run_out_before_it_goes(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    soon, later = (desk.clock() + timedelta(hours=hours) for hours in (1, 2))
    async with desk.signed_in() as client:
        one = await brought(client)
        shown = {"id": one, "alt_text": "A map", "expires_at": soon.isoformat()}
        wrong = [
            [{"id": one, "alt_text": " \u200b "}],
            [{"id": one, "alt_text": "x" * 1001}],
            [shown, shown],
            [{"id": "no"}],
        ]
        for each in wrong:
            assert (await post(client, *each)).status_code == 422
        assert (await post(client, shown, not_before=later.isoformat())).status_code == 422
        assert desk.topics.written == []
        assert (await post(client, shown)).status_code == 201
    (kept,) = publisher.of_text(TEXT).content.media
    assert (kept.id, kept.media_type, kept.alt_text, kept.expires_at) == (one, "image/png", "A map", soon)


async def test_without_scripts_a_picture_is_chosen_described_moved_and_removed(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    async with desk.signed_in(browser=True) as client:
        form = await form_of(client) | {"text": TEXT, "do": "upload"}
        page = await client.post("/write/save", data=form, files={"file": ("a.png", picture(), "image/png")})
        draft = page.headers["location"].partition("?")[0]
        form |= {"draft": draft.removeprefix("/write/"), "do": "upload"}
        first = re.findall(r'name="media" value="(\w+)"', (await client.get(draft)).text)
        await client.post(
            "/write/save", data=form | {"media": first}, files={"file": ("b.png", picture(colour="red"), "image/png")}
        )
        both = re.findall(r'name="media" value="(\w+)"', (await client.get(draft)).text)
        await client.post("/write/save", data=form | {"media": both, "do": f"earlier:{both[1]}"})
        moved = re.findall(r'name="media" value="(\w+)"', (await client.get(draft)).text)
        refused = await client.post("/write/send", data=form | {"media": moved, f"alt-{moved[0]}": "Red"})
        await client.post("/write/save", data=form | {"media": moved, "do": f"remove:{first[0]}"})
        sent = await client.post("/write/send", data=form | {"media": moved[:1], f"alt-{moved[0]}": "Red"})
    assert (len(both), moved) == (2, both[::-1])
    assert refused.status_code == 422
    assert f'href="#alt-{moved[1]}"' in refused.text
    assert sent.status_code == 303
    assert [(each.id, each.alt_text) for each in publisher.of_text(TEXT).content.media] == [(moved[0], "Red")]


async def test_a_file_that_is_no_picture_is_named_beside_its_field_and_the_words_stay(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        form = await form_of(client) | {"text": TEXT, "do": "upload"}
        page = await client.post("/write/save", data=form, files={"file": ("cv.pdf", b"%PDF-1.7", "image/png")})
    assert page.status_code == 422
    assert "cv.pdf: The file was not taken. This is a PDF" in page.text
    assert f"{TEXT}</textarea>" in page.text
