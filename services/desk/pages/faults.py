"""What has to be mended in a form of Write before it can be sent, beside the field that it is about."""

from services.desk.acts.submitting import FITS
from services.desk.pages.typed_post import Faults
from services.desk.pages.writing import Writing
from shared.contracts.post_requested import Finding
from shared.rules.pictures import ALT_LIMIT, MOST
from shared.unseen import nothing_to_see


def faults_of(writing: Writing) -> Faults:
    """By field, in the order of the page; none where it can be sent."""
    account = {} if writing.form.account else {"account": "Choose the account."}
    newer = writing.newer.id if writing.newer else writing.form.seen
    unread = "" if newer == writing.form.seen else "Its author has written again since: read that first, then send it."
    why_not = writing.why_not_answer or unread
    reply = {"reply": why_not} if why_not else {}
    findings = {
        f"answer-{each.rule}": _what_to_do(each.finding, may_override=writing.may_override)
        for each in writing.raised
        if each.open
    }
    return {**reply, **account, **_in_texts(writing), **_in_pictures(writing), **findings, **writing.time_faults}


def _in_texts(writing: Writing) -> Faults:
    form, found = writing.form, Faults()
    names = ["text", *(f"words-{each}" for each in form.others), *(f"part-{n}" for n in range(len(form.parts)))]
    for name, one in zip(names, writing.looked.parts, strict=True):
        if why := one.fault or FITS["x"](one.shown):
            found[name] = f"{_whose(writing, name)}{why}"
    if form.parts and form.others:
        found["parts"] = "A thread goes out on one account: take the other accounts away, or the parts."
    for each in writing.looked.alike:
        if each.refused:
            found.setdefault("text" if each.account == form.account else f"words-{each.account}", each.says)
    return found


def _whose(writing: Writing, name: str) -> str:
    """Which of several texts is meant, for the list at the top of the page; nothing where there is one."""
    kind, _, which = name.partition("-")
    account = writing.site.office.registry.accounts.get(which)
    if kind == "part":
        return f"Part {int(which) + 2}: "  # the text itself is the first
    return f"{account.name}: " if account else ""


def _in_pictures(writing: Writing) -> Faults:
    form, found = writing.form, Faults()
    goes_out = writing.due_at or writing.site.office.now()
    for picture, chosen in zip(form.pictures, form.chosen(), strict=True):
        if nothing_to_see(picture.alt):
            found[f"alt-{picture.id}"] = "Say what the picture shows, for those who cannot see it."
        elif len(picture.alt) > ALT_LIMIT:
            found[f"alt-{picture.id}"] = f"The words for the picture are longer than {ALT_LIMIT:,} characters."
        elif chosen.expires_at and chosen.expires_at <= goes_out:
            found[f"until-{picture.id}"] = "The picture may not be shown any more when this goes out."
    if len(form.pictures) > MOST:
        found["file"] = f"A post takes {MOST} pictures: leave some out."
    return found


def _what_to_do(finding: Finding, *, may_override: bool) -> str:
    if finding.level == "asks":
        return f"Reword it, or answer: {finding.says}"
    if may_override:
        return f"Reword it, or say why it may pass: {finding.says}"
    return f"Reword it; the media team alone may let it pass: {finding.says}"
