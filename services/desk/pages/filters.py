"""The filters in an address: of a page what is unknown is passed over, to a call it is refused with what is known."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import get_args

from starlette.datastructures import QueryParams

from services.desk.domain.inbox import Filters
from services.desk.domain.mention import State
from services.desk.domain.refusal import Refused
from services.desk.pages import frame, vocabulary
from shared.registry import Registry


def filters_of(asked: QueryParams, registry: Registry) -> Filters:
    """The filters in an address; a value that is none of ours filters nothing, as the page's own choices then say."""
    given = Filters(**{field.name: asked.get(field.name, "").strip()[:200] for field in fields(Filters)})
    return replace(given, **dict.fromkeys(_unknown(given, registry), ""))


def refuse_unknown(filters: Filters, registry: Registry, *, besides: Mapping[str, Collection[str]]) -> None:
    """Return where all values are ours; else Refused names those that are, and further ones `besides`."""
    for name, known in _unknown(filters, registry).items():
        raise Refused(
            "invalid",
            f"{getattr(filters, name)} is no {name} to filter by.",
            f"Choose from: {', '.join([*known, *besides.get(name, ())])}.",
        )


def _unknown(filters: Filters, registry: Registry) -> dict[str, Collection[str]]:
    """The filters whose value is none of ours, with those that are; any language may come in, and any word."""
    known: dict[str, Collection[str]] = {
        "district": [*registry.districts, *frame.SEEN_DISTRICTS],
        "tag": vocabulary.TAGS,
        "concern": registry.concerns,
        "platform": vocabulary.PLATFORMS,
        "claimed": vocabulary.CLAIMED,
        "state": get_args(State),
    }
    return {name: values for name, values in known.items() if getattr(filters, name) not in ("", *values)}
