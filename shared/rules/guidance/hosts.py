"""Where the addresses of a text lead, by their host."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from shared.rules.guidance.likeness import slips
from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.rules import HostRule

SHORTEST = 6
"""Letters of a host's own name from which a slip is a likeness: shorter names are like many."""


def hosts(rule: HostRule, look: Look) -> Iterator[Found]:
    """The addresses, or e-mail addresses, that the rule is about."""
    allowed = (*rule.hosts, *_of_routes(look))
    for token in look.text.of("email" if rule.which == "email" else "address"):
        host = token.written.rpartition("@")[2].casefold() if rule.which == "email" else _host(token.written)
        hit = {
            "denied": _under(host, rule.hosts),
            "unlisted": not _under(host, allowed),
            "email": not _under(host, allowed),
            "alike": not _under(host, allowed) and any(_alike(host, each) for each in allowed),
            "insecure": token.written.casefold().startswith("http://"),
        }[rule.which]
        if hit:
            yield Found(token.start, token.start + len(token.written))


def _of_routes(look: Look) -> list[str]:
    return [_host(route.address) for route in look.around.routes.values() if route.address]


def _host(address: str) -> str:
    """The host as the browser would ask it, without `www.`; the deceptive `a@b` leads to b."""
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""
    return host.casefold().removeprefix("www.").rstrip(".")


def _under(host: str, listed: tuple[str, ...]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in listed)


def _alike(host: str, other: str) -> bool:
    """Whether somebody may take one for the other: the same name elsewhere, a hyphen more, a slip."""
    mine, theirs = _bare(host), _bare(other)
    if len(theirs) < SHORTEST:
        return False
    return f"{other}." in f"{host}." or mine == theirs or slips(mine, theirs) == 1


def _bare(host: str) -> str:
    """Its letters and digits before the last parts that everybody shares, and without a `uk` at the end."""
    labels = [each for each in host.split(".") if each]
    shared = 2 if labels[-2:-1] in (["co"], ["org"], ["gov"], ["police"], ["nhs"]) else 1
    own = labels[:-shared] or labels[:1]
    police = ["police"] if labels[-2:-1] == ["police"] else []
    letters = "".join(filter(str.isalnum, "".join([*own, *police])))
    return letters.removesuffix("uk")
