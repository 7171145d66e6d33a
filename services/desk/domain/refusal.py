"""Why the desk does not do what somebody asked: always with a sentence that says what to do instead."""

from typing import Literal

from shared.errors import BlueLampError

Kind = Literal["unknown", "forbidden", "conflict", "invalid", "unavailable", "signed_out"]
"""unknown: no such thing · forbidden: somebody else's · conflict: it moved on · invalid: what was sent is wrong ·
unavailable: a part of the system is down · signed_out: nobody is signed in."""


class Refused(BlueLampError):
    """Nothing was changed; `title` names the thing and `detail` the remedy.

    `more` is what a program is told beside that, such as the `field` that is wrong.
    """

    def __init__(self, kind: Kind, title: str, detail: str, **more: object) -> None:
        super().__init__(f"{title} {detail}")
        self.kind = kind
        self.title = title
        self.detail = detail
        self.more = more
