"""Pictures: what is taken, who may show them and for how long, and how they stand beside a post."""

import base64
import io

import httpx
import pytest
from PIL import Image

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.signed import HASTINGS, signed_by

TIMELINE = f"/2/users/{HASTINGS.user}/tweets"
WORDS = "A map: the A259 is closed & “diverted”."


def picture(form: str = "PNG", width: int = 40) -> bytes:
    """The bytes of one."""
    written = io.BytesIO()
    Image.new("RGB", (width, 30), (20, 120, 200)).save(written, form)
    return written.getvalue()


def body_of(data: bytes, **more: object) -> dict[str, object]:
    """The body of an upload."""
    return {"media": base64.b64encode(data).decode(), "media_category": "tweet_image", **more}


async def uploaded(client: httpx.AsyncClient, data: bytes | None = None, words: str = WORDS) -> str:
    """Give a picture and its words; its id."""
    answer = await client.post("/2/media/upload", json=body_of(data or picture()))
    assert answer.status_code == 200, answer.text
    id_ = str(answer.json()["data"]["id"])
    described = await client.post("/2/media/metadata", json={"id": id_, "metadata": {"alt_text": {"text": words}}})
    assert described.status_code == 200, described.text
    return id_


async def post(client: httpx.AsyncClient, text: str, *media: str) -> httpx.Response:
    """Try to post with pictures."""
    return await client.post("/2/tweets", json={"text": text, "media": {"media_ids": media}})


@pytest.mark.parametrize(("form", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
async def test_a_picture_is_taken_by_what_is_in_it(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, form: str, media_type: str
) -> None:
    given = picture(form)
    answer = (await hastings.post("/2/media/upload", json=body_of(given))).json()
    assert answer["data"] == {
        "id": answer["data"]["id"],
        "media_key": f"3_{answer['data']['id']}",
        "expires_after_secs": 86_400,
        "size": len(given),
        "image": {"image_type": media_type, "w": 40, "h": 30},
    }
    assert await x_stand_in.picture(answer["data"]["id"]) == given
    assert await x_stand_in.posts() == [], "nobody sees it"
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await x_stand_in.picture("9" * 19)


async def test_a_picture_may_come_in_a_form(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    given = picture()
    answer = await hastings.post(
        "/2/media/upload", data={"media_category": "tweet_image"}, files={"media": ("x", given, "image/png")}
    )
    assert await x_stand_in.picture(answer.json()["data"]["id"]) == given
    assert (await hastings.post("/2/media/upload", files={"media": ("x", given)})).status_code == 400


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (body_of(b"no picture"), "media type unrecognized."),
        (body_of(picture("GIF")), "media type unrecognized."),
        (body_of(b""), "media type unrecognized."),
        (body_of(bytes(5 * 1024 * 1024 + 1)), "is the most"),
        ({"media": "%", "media_category": "tweet_image"}, "$.media: is not base64"),
        ({"media_category": "tweet_image"}, "$.media: Field required"),
        (body_of(picture(), media_category="tweet_video"), "does not do that yet"),
        (body_of(picture(), colour="blue"), "$.colour: is not defined in the schema"),
        ([], "$: "),
    ],
    ids=["no picture", "GIF", "nothing", "large", "no base64", "no media", "video", "colour", "a list"],
)
async def test_what_is_no_picture_for_posts_is_refused(hastings: httpx.AsyncClient, body: object, said: str) -> None:
    answer = await hastings.post("/2/media/upload", json=body)
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")
    assert said in answer.json()["errors"][0]["message"]


async def test_the_newer_document_has_fewer_fields_in_an_upload(start_x_stand_in: StartXStandIn) -> None:
    for version, status in (("2.166", 200), ("2.167", 400)):
        stand_in = await start_x_stand_in(field_names=version)
        async with signed_by(stand_in, HASTINGS) as client:
            typed = body_of(picture(), media_type="image/png")
            assert (await client.post("/2/media/upload", json=typed)).status_code == status
        await stand_in.stop()


async def test_a_post_shows_its_pictures_with_their_words_behind_one_link(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient
) -> None:
    one, other = await uploaded(hastings), await uploaded(hastings, picture("JPEG"), "A dog & a van")
    made = (await post(hastings, "See www.gov.uk", one, other)).json()["data"]["id"]
    asked = {
        "tweet.fields": "entities",
        "expansions": "attachments.media_keys",
        "media.fields": "alt_text,url,width,height",
    }
    shown = (await hastings.get(TIMELINE, params=asked)).json()
    (data,) = shown["data"]
    assert data["attachments"] == {"media_keys": [f"3_{one}", f"3_{other}"]}
    assert [(each["media_key"], each["alt_text"], each["type"]) for each in shown["includes"]["media"]] == [
        (f"3_{one}", WORDS, "photo"),
        (f"3_{other}", "A dog & a van", "photo"),
    ]
    link, *pictures = data["entities"]["urls"]
    assert "media_key" not in link
    assert [each["media_key"] for each in pictures] == [f"3_{one}", f"3_{other}"]
    assert data["text"] == f"See {link['url']} {pictures[0]['url']}"
    for each in pictures:
        assert data["text"][each["start"] : each["end"]] == each["url"]
        assert each["expanded_url"] == f"https://x.com/sbx_hastings/status/{made}/photo/1"
    (held,) = await x_stand_in.posts()
    assert (held["text"], held["in_reply_to"], held["deleted"]) == ("See www.gov.uk", None, False)
    assert held["media"] == [
        {"id": one, "media_type": "image/png", "alt_text": WORDS},
        {"id": other, "media_type": "image/jpeg", "alt_text": "A dog & a van"},
    ]


async def test_a_post_of_pictures_alone_needs_no_text(hastings: httpx.AsyncClient) -> None:
    made = (await post(hastings, "", await uploaded(hastings))).json()["data"]
    assert made["text"].startswith("https://t.co/")
    plain = (await hastings.get(TIMELINE)).json()["data"][0]
    assert "attachments" not in plain, "nobody asked for them"


async def test_only_who_gave_a_picture_may_describe_and_show_it(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient
) -> None:
    mine = await uploaded(hastings)
    words = {"id": mine, "metadata": {"alt_text": {"text": "other words"}}}
    assert (await rother.post("/2/media/metadata", json=words)).status_code == 404
    refused = await post(rother, "a", mine)
    assert refused.status_code == 400
    assert refused.json()["errors"] == [
        {"parameters": {"media.media_ids": [mine]}, "message": "Your media IDs are invalid."}
    ]
    assert (await post(hastings, "a", mine, mine)).status_code == 400
    assert (await post(hastings, "a", mine)).status_code == 201
    assert (await x_stand_in.posts())[0]["media"][0]["alt_text"] == WORDS


async def test_a_picture_that_no_post_shows_expires(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(media_expires=0.001)
    async with signed_by(stand_in, HASTINGS) as client:
        id_ = (await client.post("/2/media/upload", json=body_of(picture()))).json()["data"]["id"]
        words = {"id": id_, "metadata": {"alt_text": {"text": "a"}}}
        assert (await client.post("/2/media/metadata", json=words)).status_code == 404
        assert (await post(client, "a", id_)).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"id": "x", "metadata": {"alt_text": {"text": "a"}}},
        {"id": "1", "metadata": {"alt_text": {"text": "a" * 1001}}},
        {"id": "1", "metadata": {"alt_text": "a"}},
        {"id": "1", "metadata": {"colour": "blue"}},
        {"metadata": {}},
        [],
    ],
)
async def test_what_is_no_description_is_refused(hastings: httpx.AsyncClient, body: object) -> None:
    assert (await hastings.post("/2/media/metadata", json=body)).status_code == 400


async def test_pictures_survive_a_kill_with_their_words(x_process: XStandIn) -> None:
    async with signed_by(x_process, HASTINGS) as client:
        kept = await uploaded(client)
        await x_process.kill()
        await x_process.start()
        assert await x_process.picture(kept) == picture()
        assert (await post(client, "a", kept)).status_code == 201
        await x_process.kill()
        await x_process.start()
        (held,) = await x_process.posts()
        assert held["media"] == [{"id": kept, "media_type": "image/png", "alt_text": WORDS}]
        assert await uploaded(client) != kept
