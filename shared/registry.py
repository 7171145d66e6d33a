"""The force's registry: districts, accounts, contact routes and concerns, as validated TOML files."""

import hashlib
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from shared.errors import Misconfigured
from shared.rules.guidance import Guidance, guidance_of

FILES = ("force", "accounts", "routes", "concerns", "guidance")
"""One file each in the folder, `<name>.toml`."""
IDEAS = "ideas"
"""A file that may be missing."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
HttpsAddress = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Force(_Entry):
    """The police force that this deployment serves."""

    id: Identifier
    name: str


class XBudget(_Entry):
    """What X may cost in a UTC day, and which part of it each service that calls X may spend."""

    usd_per_day: Annotated[Decimal, Field(gt=0)]
    shares: dict[Literal["ingest", "publisher", "metrics"], Annotated[Decimal, Field(gt=0)]]
    """Parts of 1; a service that is not named spends nothing."""

    @model_validator(mode="after")
    def _not_more_than_all(self) -> Self:
        if (together := sum(self.shares.values())) > 1:
            message = f"the shares add up to {together}, and 1 is all there is"
            raise ValueError(message)
        return self

    def usd_of(self, service: Literal["ingest", "publisher", "metrics"]) -> Decimal:
        """What a service may spend in a UTC day."""
        return self.usd_per_day * self.shares.get(service, Decimal(0))


class Posting(_Entry):
    """What binds posting beside the platforms' own limits."""

    usd_per_account_and_day: Annotated[Decimal, Field(gt=0)]
    """Once an account has spent it in a UTC day, nothing of it goes out any more before the next."""


class District(_Entry):
    """A part of the force's area with a desk of its own."""

    id: Identifier
    name: str
    division: str


class Account(_Entry):
    """A social media account of the force; one may serve several districts, the force's own serves none."""

    id: Identifier
    platform: Literal["x"]
    handle: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,15}$")]
    """Without the @; at most the 15 characters that X allows."""
    name: str
    platform_user_id: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")] | None = None
    districts: tuple[Identifier, ...] = ()
    status: Literal["active", "retired"] = "active"


class Route(_Entry):
    """Where to send people: checked on a date, and not shown as usable after it has run out."""

    id: Identifier
    name: str
    value: str
    """The number to ring or text, or the name of the site."""
    address: HttpsAddress | None = None
    says: str
    """One sentence that may be said in public."""
    use_for: tuple[str, ...]
    """Tags, concerns (`concern:<value>`) and needs (`deaf`, `anonymous`) that it fits."""
    source: HttpsAddress
    checked_on: date
    valid_until: date

    def usable(self, today: date) -> bool:
        """Whether it may still be given to people."""
        return self.checked_on <= today <= self.valid_until


class Concern(_Entry):
    """A kind of community concern; the earlier in the file, the greater the risk to people."""

    id: Identifier
    name: str


class Idea(_Entry):
    """Something to post about on a quiet day, and how to say it; no text, which every account would copy."""

    id: Identifier
    name: str
    says: str
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    """When it is of use; always where none is named."""


class Registry(_Entry):
    """Everything the force tells the product about itself; read-only, replaced as a whole."""

    force: Force
    x_budget: XBudget
    posting: Posting
    districts: dict[str, District]
    accounts: dict[str, Account]
    routes: dict[str, Route]
    concerns: dict[str, Concern]
    guidance: Guidance
    """The rules that drafts are checked by."""
    ideas: dict[str, Idea] = Field(default_factory=dict)
    hash: Annotated[str, Field(description="Of the files' bytes: says which registry a process runs with.")]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for account in self.accounts.values():
            if unknown := [name for name in account.districts if name not in self.districts]:
                message = f"account {account.id} names districts that force.toml does not have: {', '.join(unknown)}"
                raise ValueError(message)
        active = [(account.platform, account.handle.lower()) for account in self.accounts.values()]
        if twice := sorted({handle for handle in active if active.count(handle) > 1}):
            message = f"accounts.toml has the same handle more than once: {', '.join(name for _, name in twice)}"
            raise ValueError(message)
        return self

    def account_by_handle(self, handle: str) -> Account | None:
        """The account with that handle (with or without @, any case)."""
        wanted = handle.removeprefix("@").lower()
        return next((account for account in self.accounts.values() if account.handle.lower() == wanted), None)


def load_registry(folder: Path) -> Registry:
    """The registry in `folder`; refused as a whole, naming file, entry and mistake, when anything is wrong."""
    names = (*FILES, *((IDEAS,) if (folder / f"{IDEAS}.toml").is_file() else ()))
    contents = {name: _bytes_of(folder / f"{name}.toml") for name in names}
    tables = {name: _table(folder / f"{name}.toml", content) for name, content in contents.items()}
    digest = hashlib.sha256(b"\0".join(contents.values())).hexdigest()
    guidance = guidance_of(
        str(folder / "guidance.toml"),
        tables["guidance"],
        contents["guidance"],
        (entry.get("id", "") for entry in tables["force"].get("district", ())),
    )
    try:
        return Registry(
            force=tables["force"].get("force"),
            x_budget=tables["force"].get("x_budget"),
            posting=tables["force"].get("posting"),
            districts=_by_id(tables["force"], "district", folder / "force.toml"),
            accounts=_by_id(tables["accounts"], "account", folder / "accounts.toml"),
            routes=_by_id(tables["routes"], "route", folder / "routes.toml"),
            concerns=_by_id(tables["concerns"], "concern", folder / "concerns.toml"),
            guidance=guidance,
            ideas=_by_id(tables[IDEAS], "idea", folder / f"{IDEAS}.toml") if IDEAS in tables else {},
            hash=digest,
        )
    except ValidationError as error:
        problems = "; ".join(
            f"{' '.join(str(part) for part in problem['loc']) or 'registry'}: {problem['msg']}"
            for problem in error.errors(include_url=False)
        )
        raise Misconfigured(f"The registry in {folder} is refused: {problems}.", remedy="Correct the file.") from error


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Misconfigured(
            f"The registry file {file} cannot be read: {error.strerror}.",
            remedy="Put it there, or set BLUELAMP_REGISTRY to the folder that has it.",
        ) from error


def _table(file: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"The registry file {file} is not TOML: {error}.", remedy="Correct that line.") from error


def _by_id(table: dict[str, Any], kind: str, file: Path) -> dict[str, Any]:
    """The entries `[[kind]]` by their id; two with one id, or one without, are refused."""
    entries: dict[str, Any] = {}
    for number, entry in enumerate(table.get(kind, ()), start=1):
        name = entry.get("id")
        if not isinstance(name, str) or name in entries:
            why = "has no id" if not isinstance(name, str) else f"has the id {name}, which stands there already"
            raise Misconfigured(f"{file}: {kind} number {number} {why}.", remedy="Give it an id of its own.")
        entries[name] = entry
    if not entries:
        raise Misconfigured(f"{file} has no [[{kind}]].", remedy=f"Add at least one [[{kind}]].")
    return entries
