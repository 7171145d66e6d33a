"""Where on a platform a post was found: the one place that reads such an address, for the desk as for the publisher."""

import re

_ON_X = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:x|twitter)\.com/(?P<handle>\w{1,15}|i/web|i)/status/(?P<id>[1-9][0-9]{0,19})/?(?:[?#].*)?",
    re.IGNORECASE | re.ASCII,
)
"""The address of a post as people copy it from X, with or without what X puts behind it."""

ANYBODYS = ("i", "i/web")
"""What stands in an address in place of a handle, whoever the author is."""


def why_not_found_at(address: str, handle: str) -> str | None:
    """None where this is the address of a post that may be this account's, else why not, in a sentence."""
    if not (read := _ON_X.fullmatch(address.strip())):
        return f"Give the address of the post, such as https://x.com/{handle}/status/1234567890."
    if read["handle"].lower() not in (*ANYBODYS, handle.lower()):
        return f"That post is of @{read['handle']}, and this one was for @{handle}."
    return None


def platform_id_at(address: str) -> str:
    """The platform's id of the post at an address that `why_not_found_at` took."""
    read = _ON_X.fullmatch(address.strip())
    return read["id"] if read else ""
