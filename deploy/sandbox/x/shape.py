"""Posts and users as X writes them: only what was asked for, nothing that is empty."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from deploy.sandbox.control import times
from deploy.sandbox.x import text as words
from deploy.sandbox.x.asked import Asked
from deploy.sandbox.x.post import Media, Named, Post, User, Written
from deploy.sandbox.x.written import added_link

Json = dict[str, Any]

LINK_SHOWN = 27
"""Characters of a link that X shows before it cuts it."""


def shape_post(post: Post, asked: Asked) -> Json:
    """One post, with the fields that were asked for and that it has."""
    full = {**_always(post), **_relations(post), **_about(post)}
    return {name: value for name, value in full.items() if name in asked.post and value not in (None, [], {})}


def shape_user(user: User, asked: Asked) -> Json:
    """One user, with the fields that were asked for."""
    full: Json = {
        "created_at": times.written(user.created_at),
        "description": "",
        "protected": False,
        "verified": False,
        "public_metrics": {
            "followers_count": user.followers,
            "following_count": 0,
            "tweet_count": user.posts,
            "listed_count": 0,
            "like_count": 0,
            "media_count": 0,
        },
    }
    shown = {name: value for name, value in full.items() if name in asked.user}
    return {"id": str(user.id), "name": user.name, "username": user.username, **shown}


def _always(post: Post) -> Json:
    if post.written is not None:
        return _as_posted(post, post.written)
    shown = words.cut(post.text)
    note = {} if shown == post.text else {"text": _sent(post.text), "entities": entities(post.text, post.mentions, [])}
    implied = [each for each in post.mentions if each.username.lower() not in _handles(post.text)]
    return {
        "id": str(post.id),
        "text": _sent(shown),
        "edit_history_tweet_ids": [str(post.id)],
        "note_tweet": {name: value for name, value in note.items() if value},
        "entities": entities(shown, post.mentions, implied),
    }


def _as_posted(post: Post, written: Written) -> Json:
    """A post that came through the API: its links shortened, a reply's addressee in front."""
    text, urls = _with_pictures(post, *_shortened(post.text, written))
    return {
        "id": str(post.id),
        "text": _sent(text),
        "edit_history_tweet_ids": [str(post.id)],
        "entities": {**entities(text, post.mentions, []), **({"urls": urls} if urls else {})},
    }


def _with_pictures(post: Post, text: str, urls: list[Json]) -> tuple[str, list[Json]]:
    """X leads to a post's pictures with one link at its end, and tells of that link for each of them."""
    if not post.media:
        return text, urls
    link = added_link(post.id)
    shown = f"{text} {link}".strip()
    place = {"start": len(shown) - len(link), "end": len(shown), "url": link}
    leads = {"expanded_url": f"{post.address}/photo/1", "display_url": f"pic.x.com/{link[-10:]}"}
    return shown, [*urls, *({**place, **leads, "media_key": each.key} for each in post.media)]


def shape_media(media: Media, asked: Asked) -> Json:
    """One picture, with the fields that were asked for and that it has."""
    full: Json = {
        "alt_text": media.alt_text,
        "url": f"https://pbs.twimg.com/media/{media.id}.{media.media_type.rpartition('/')[2]}",
        "width": media.width,
        "height": media.height,
    }
    shown = {name: value for name, value in full.items() if name in asked.media and value}
    return {"media_key": media.key, "type": "photo", **shown}


def _shortened(text: str, written: Written) -> tuple[str, list[Json]]:
    shown, done, urls = written.prefix, 0, []
    for link in written.links:
        shown += text[done : link.start]
        given = text[link.start : link.end]
        urls.append({"start": len(shown), "end": len(shown) + len(link.short), "url": link.short, **_expanded(given)})
        shown, done = shown + link.short, link.end
    return shown + text[done:], urls


def _expanded(link: str) -> Json:
    """What a short link stands for, whole and as people see it."""
    whole = link if "://" in link else f"http://{link}"
    bare = whole.partition("://")[2].removeprefix("www.")
    shown = bare if len(bare) <= LINK_SHOWN else f"{bare[:LINK_SHOWN]}…"
    return {"expanded_url": whole, "display_url": shown}


def _relations(post: Post) -> Json:
    return {
        "author_id": str(post.author.id),
        "conversation_id": str(post.conversation_id),
        "in_reply_to_user_id": str(post.in_reply_to.id) if post.in_reply_to else None,
        "referenced_tweets": [{"type": "replied_to", "id": str(post.replied_to)}] if post.replied_to else [],
        "attachments": {"media_keys": [each.key for each in post.media]} if post.media else {},
    }


def _about(post: Post) -> Json:
    return {
        "created_at": times.written(post.created_at),
        "lang": post.lang,
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "public_metrics": {
            "retweet_count": post.engagement.reposts,
            "reply_count": post.engagement.replies,
            "like_count": post.engagement.likes,
            "quote_count": 0,
            "bookmark_count": 0,
            "impression_count": 0,
        },
    }


def entities(text: str, named: Iterable[Named], implied: Sequence[Named]) -> Json:
    """What is in a text; a mention that no characters carry stands at its start, with no width."""
    by_handle = {each.username.lower(): each for each in named}
    mentions = [_mention(0, 0, each) for each in implied] + [
        _mention(span.start, span.end, by_handle[span.value.lower()])
        for span in words.mentions(text)
        if span.value.lower() in by_handle
    ]
    found: Mapping[str, list[Json]] = {
        "mentions": mentions,
        "hashtags": [{"start": each.start, "end": each.end, "tag": each.value} for each in words.hashtags(text)],
        "urls": [
            {"start": each.start, "end": each.end, "url": each.value, "expanded_url": each.value}
            for each in words.links(text)
        ],
    }
    return {name: values for name, values in found.items() if values}


def _sent(text: str) -> str:
    """As X sends a text: these three characters escaped (entities count those of the text as it was written)."""
    return escape(text, quote=False)


def _mention(start: int, end: int, user: Named) -> Json:
    return {"start": start, "end": end, "username": user.username, "id": str(user.id)}


def _handles(text: str) -> frozenset[str]:
    return frozenset(each.value.lower() for each in words.mentions(text))
