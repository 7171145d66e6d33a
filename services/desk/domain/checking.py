"""The guidance check at the desk: its findings with their author's answers, and what of them keeps a post back."""

from collections.abc import Iterable, Mapping, Sequence

from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.post_requested import Finding
from shared.contracts.staff_changed import FORCE_WIDE, Person

ANSWER_LIMIT = 500
"""Characters of an answer: a sentence or two, which the approver reads beside the post."""

ALIKE = "alike_elsewhere"
"""The finding that another account says nearly the same: no rule of the force's, but of the platforms."""


def answered(findings: Iterable[Finding], answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings with what the author says to those that ask or block; a hint needs no answer."""
    said = {rule: _short(answer) for rule, answer in answers.items()}
    return tuple(
        each if each.level == "hints" else each.model_copy(update={"answer": said.get(each.rule, "")})
        for each in findings
    )


def usable(answers: Mapping[str, str]) -> dict[str, str]:
    """Those that may be kept: one that is too long, or no text, is none while somebody types."""
    kept = {}
    for rule, answer in answers.items():
        try:
            kept[rule] = _short(answer)
        except Refused:
            continue
    return kept


def open_ones(findings: Iterable[Finding], *, may_override: bool) -> list[Finding]:
    """Those that keep it back: what asks and has no answer, what blocks unless the media team says why it may pass."""
    return [
        each
        for each in findings
        if (each.level != "hints" and not each.answer) or (each.level == "blocks" and not may_override)
    ]


def may_override(person: Person, districts: Iterable[str]) -> bool:
    """Whether this person may let pass what blocks: the media team of the account's districts."""
    granted = {grant.district for grant in person.grants if grant.role == "media"}
    return person.active and (FORCE_WIDE in granted or not granted.isdisjoint(districts))


def kept_answers(before: Sequence[Finding], text: str, now: Sequence[Finding], new_text: str) -> dict[str, str]:
    """The answers of the version before, by rule, where the rule finds the very same words again."""
    said = {(each.rule, _words(each, text)): each.answer for each in before if each.answer}
    return {each.rule: said[key] for each in now if (key := (each.rule, _words(each, new_text))) in said}


def refuse(kept_back: Sequence[Sequence[Finding]], texts: Sequence[str], accounts: Sequence[str]) -> None:
    """Return where nothing keeps any of the deliveries back; else Refused, with the findings for a program to read."""
    found = [
        {"delivery": number, "account": accounts[number], **each.model_dump(), "words": _words(each, texts[number])}
        for number, findings in enumerate(kept_back)
        for each in findings
    ]
    if not found:
        return
    first = next(each for findings in kept_back for each in findings)
    blocks = any(each.level == "blocks" for findings in kept_back for each in findings)
    more = f" ({len(found)} findings in all)" if len(found) > 1 else ""
    remedy = "Reword it; the media team may let it pass and say why." if blocks else "Reword it, or answer each."
    raise Refused("invalid", f"The guidance check keeps it back: {first.says}{more}", remedy, findings=found)


def _words(finding: Finding, text: str) -> str:
    return text[finding.start : finding.end] if finding.start is not None and finding.end is not None else ""


def _short(answer: str) -> str:
    words = typed(answer)
    if len(words) > ANSWER_LIMIT:
        raise Refused("invalid", f"An answer has {len(words)} characters.", f"Keep it to {ANSWER_LIMIT}.")
    return words
