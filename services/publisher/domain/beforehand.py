"""Replies from a template that two people approved beforehand: approved as soon as they are submitted."""

from services.publisher.domain.change import moved
from services.publisher.domain.command import asked_at
from services.publisher.domain.world import Case
from shared.contracts.post_changed import Approval, Delivery
from shared.contracts.post_requested import Submit, TemplateUse
from shared.contracts.work_changed import Template
from shared.rules.templates import NEEDED, Now, approvers_of, why_not_use, written


def why_not_from_template(command: Submit, case: Case) -> str | None:
    """None where the two people's approval covers exactly this reply now, else why not, in a sentence."""
    use, content = command.template, command.content
    if use is None:
        return None
    if content.reply_to is None:
        return "A template is for replies alone: write it as a post of its own."
    if content.follows or content.media or content.incident or content.not_before:
        return "A reply from a template goes out at once, as the template has it: add nothing to it."
    template = case.world.templates.get(use.template)
    now = Now(case.now, case.world.staff, case.world.routes)
    if why := why_not_use(template, use, content.account, now):
        return why
    if template is None or content.text != _words(template, use, case):
        return "Its words are not those of the template: send it for approval instead."
    return None


def approved_beforehand(delivery: Delivery, command: Submit, case: Case) -> Delivery:
    """Submitted -> approved, by the template's two; the reply's author may be one of them, and is the second then."""
    use, at = command.template, asked_at(command, case)
    template = case.world.templates[use.template] if use else None
    two = approvers_of(template)[:NEEDED] if template else ()
    first, second = sorted(two, key=lambda each: each == delivery.author)
    expires_at = at + case.world.policy.approval_lasts
    approval = Approval(by=first, second=second, at=at, hash=delivery.hash, expires_at=expires_at)
    why = f"It is written from a template that {case.world.name_of(first)} and {case.world.name_of(second)} approved."
    return moved(delivery, "approved", case.now, why=why, approval=approval)


def _words(template: Template, use: TemplateUse, case: Case) -> str:
    route = case.world.routes.get(use.route or "")
    return written(template.texts[use.language], use.handle, route, use.language)
