"""Errors by what the caller has to do about them.

BlueLampError
├── InvalidMessage    a record that cannot be read: dead letter, go on
├── Permanent         a record that can never be handled: dead letter, go on
├── Transient         may work in a while: back off, then stop without commit
│   └── RateLimited   the same, and the other side said when
├── NotAuthorised     one account's key is refused: stop that account, report, the others go on
├── OutcomeUnknown    a call may have taken effect: never retry, reconcile
└── Misconfigured     a person has to change something: says what is wrong and the remedy

Anything else is a bug: log, exit, no commit; the supervisor starts the process again.
"""


class BlueLampError(Exception):
    """Any failure that this product expects."""


class InvalidMessage(BlueLampError):
    """The record does not hold what its contract says; it goes to the dead letters with this reason."""


class Permanent(BlueLampError):
    """The record was read, yet can never be handled; it goes to the dead letters with this reason."""


class Transient(BlueLampError):
    """The same call may succeed later: back off, then stop without a commit."""


class RateLimited(Transient):
    """The other side asks to wait `retry_after` seconds; `told` is False where it did not say how long."""

    def __init__(self, message: str, *, retry_after: float, told: bool = True) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.told = told


class NotAuthorised(BlueLampError):
    """The key of one account is refused: that account stops and is reported, the others go on."""


class OutcomeUnknown(BlueLampError):
    """The call may have taken effect: it is never repeated on hope, its effect is looked up.

    `answered` is True where an answer came, so that nothing of the call is on its way any more.
    """

    def __init__(self, message: str, *, answered: bool = False) -> None:
        super().__init__(message)
        self.answered = answered


class Misconfigured(BlueLampError):
    """Something a person set is wrong; the message names it, `remedy` says what to do."""

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.remedy = remedy
