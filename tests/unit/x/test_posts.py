"""Posts in X's old field names and its new ones, whole, broken and odd."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.mention_changed import Author, Media
from shared.errors import InvalidMessage
from shared.x.posts import Post, answer_of
from shared.x.snowflake import time_of

ID = "1850000000000000001"

WHOLE: dict[str, Any] = {
    "id": ID,
    "text": "@sbx_hastings a &lt;b&gt; &amp;amp; c…",
    "note_tweet": {
        "text": "@sbx_hastings a &lt;b&gt; &amp;amp; c and so on",
        "entities": {"mentions": [{"username": "sbx_rother"}]},
    },
    "author_id": "7",
    "conversation_id": "1840000000000000000",
    "created_at": "2026-10-01T08:00:00.000Z",
    "in_reply_to_user_id": "9",
    "lang": "en",
    "entities": {"mentions": [{"username": "sbx_hastings", "id": "9", "start": 0, "end": 13}]},
    "attachments": {"media_keys": ["3_1", "3_unknown"]},
    "edit_history_tweet_ids": ["1849999999999999999", ID],
    "referenced_tweets": [{"type": "replied_to", "id": "1840000000000000000"}, {"type": "quoted", "id": "12"}],
}
INCLUDES: dict[str, Any] = {
    "users": [{"id": "7", "username": "ada", "name": "Ada"}],
    "tweets": [{"id": "1840000000000000000", "text": "Is it shut?"}, {"id": "12", "text": "…", "author_id": "9"}],
    "media": [{"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg", "alt_text": "A pier"}],
}
NEW_NAMES = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "tweets": "posts",
}


def renamed(part: dict[str, Any]) -> dict[str, Any]:
    return {NEW_NAMES.get(name, name): value for name, value in part.items()}


def only(answer: dict[str, Any]) -> Post:
    (post,) = answer_of(json.dumps(answer).encode()).posts
    return post


@pytest.mark.parametrize("names", [dict, renamed])
def test_everything_is_read_in_old_names_and_new(names: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    post = only({"data": names(WHOLE), "includes": names(INCLUDES)})
    assert post == Post(
        id=ID,
        versions=("1849999999999999999", ID),
        text="@sbx_hastings a <b> &amp; c and so on",
        author=Author(id="7", handle="ada", name="Ada"),
        conversation="1840000000000000000",
        posted_at=datetime(2026, 10, 1, 8, tzinfo=UTC),
        link=f"https://x.com/ada/status/{ID}",
        named=post.named,
        in_reply_to="1840000000000000000",
        in_reply_to_user="9",
        in_reply_to_text="Is it shut?",
        quoted_user="9",
        repost=False,
        language="en",
        media=(Media(kind="photo", url="https://pbs.example/1.jpg", alt_text="A pier"),),
        media_ids=("1", "unknown"),
    )
    assert [(user.username, user.id) for user in post.named] == [("sbx_hastings", "9"), ("sbx_rother", None)]


def test_a_post_with_nothing_but_its_id_is_a_post() -> None:
    post = only({"data": {"id": ID}})
    assert (post.versions, post.conversation, post.posted_at) == ((ID,), ID, time_of(ID))
    assert post.link == f"https://x.com/i/status/{ID}"


@pytest.mark.parametrize("wrong", [None, 7, "text", [], {}, {"mentions": None}, [None]])
@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"id", "text"}))
def test_a_field_that_is_not_as_documented_costs_that_field_only(name: str, wrong: object) -> None:
    assert only({"data": WHOLE | {name: wrong}, "includes": INCLUDES}).id == ID


@pytest.mark.parametrize("includes", [None, [], {"users": None}, {"users": [7, {}]}, {"tweets": [{"id": None}]}])
def test_includes_may_be_missing_or_broken(includes: object) -> None:
    assert only({"data": WHOLE, "includes": includes}).author == Author(id="7", handle="", name="")


def test_one_unreadable_post_of_a_page_is_counted_and_the_others_are_read() -> None:
    answer = answer_of(json.dumps({"data": [{"id": "1"}, {"text": "no id"}, None, {"id": "2"}]}).encode())
    assert ([post.id for post in answer.posts], answer.unreadable) == (["1", "2"], 2)


def test_notices_and_unknown_messages_hold_no_posts() -> None:
    notice = answer_of(b'{"errors":[{"title":"operational-disconnect","disconnect_type":"x"}, 7]}')
    assert (notice.posts, notice.notices) == ((), ("operational-disconnect", "untitled"))
    assert answer_of(b'{"something":{"new":1}}').posts == ()


def test_half_a_character_costs_no_post() -> None:
    (post,) = answer_of(b'{"data":{"id":"1","text":"a \\ud83d b"}}').posts
    assert post.text == "a ? b"


@pytest.mark.parametrize(
    "garbage", [b"", b"<html>", b"[]", b"null", b"7", b'{"data":{"id":"17', b"\xff\xfe", b"[" * 9999]
)
def test_garbage_is_named_as_such_without_repeating_it(garbage: bytes) -> None:
    with pytest.raises(InvalidMessage, match="no JSON object"):
        answer_of(garbage)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WHOLE, *INCLUDES, "x"]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["data", "includes", "errors", "meta", *WHOLE]), ANYTHING))
def test_no_message_of_any_shape_breaks_the_reader(message: dict[str, Any]) -> None:
    for post in answer_of(json.dumps(message).encode()).posts:
        assert post.versions


@pytest.mark.parametrize(
    "of_the_picture",
    [
        {"media_key": "3_1", "expanded_url": f"https://x.com/i/status/{ID}/photo/1"},
        {"media_key": "3_1"},
        {"expanded_url": f"https://x.com/sbx_hastings/status/{ID}/photo/1"},
        {"expanded_url": f"https://twitter.com/sbx_hastings/status/{ID}/video/1"},
    ],
)
def test_an_address_that_x_adds_for_a_picture_was_never_written(of_the_picture: dict[str, str]) -> None:
    elsewhere = "https://x.com/ada/status/1850000000000000000/photo/1"
    urls = [{"url": "https://t.co/a", "expanded_url": elsewhere}, {"url": "https://t.co/b", **of_the_picture}]
    pictures = [urls[1], urls[1]]
    post = only(
        {
            "data": {
                "id": ID,
                "text": "See https://t.co/a now https://t.co/b",
                "entities": {"urls": [*urls, *pictures]},
                "attachments": {"media_keys": ["3_1", "13_2"]},
            }
        }
    )
    assert post.as_written == f"See {elsewhere} now"
    assert post.media_ids == ("1", "2")
    assert post.media == (), "X told nothing more of them"
