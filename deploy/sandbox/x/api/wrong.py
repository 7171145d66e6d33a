"""Bodies that X would not take, in X's own form."""

from collections.abc import Collection, Sequence
from typing import Any

from pydantic import ValidationError

from deploy.sandbox.control.problem import Refusal


def invalid_body(*messages: str, parameters: dict[str, Sequence[str]] | None = None) -> Refusal:
    """Parts of a body are wrong; each has its sentence."""
    errors: dict[str, Any] = {"errors": [{"parameters": parameters or {}, "message": each} for each in messages]}
    detail = "One or more parameters to your request was invalid."
    return Refusal(400, "Invalid Request", detail, "invalid-request", errors)


def wrong_in(error: ValidationError, *, not_here: Collection[str]) -> Refusal:
    """What a model did not take; `not_here` are the fields that X knows and this stand-in does not do (yet)."""
    return invalid_body(*(_said(each["loc"], each["type"], each["msg"], not_here) for each in error.errors()))


def _said(where: tuple[int | str, ...], kind: str, message: str, not_here: Collection[str]) -> str:
    name = ".".join(("$", *(str(each) for each in where)))
    if where and where[0] in not_here and kind in {"extra_forbidden", "literal_error"}:
        return f"{name}: this stand-in does not do that yet"
    if kind == "extra_forbidden":
        return f"{name}: is not defined in the schema and the schema does not allow additional properties"
    return f"{name}: {message}"
