"""Acts on templates of replies: propose, change, approve, withdraw; each on record, the whole state on work.changed."""

from collections.abc import Callable
from functools import partial

from services.desk.acts.asking import Ids
from services.desk.acts.deed import Deed
from services.desk.acts.office import Acting, Office
from services.desk.domain import templating
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.templating import DeskTemplate, Ground, Wording
from services.desk.readmodel import templates
from shared.clock import new_id
from shared.contracts.post_requested import Finding
from shared.contracts.work_changed import Template
from shared.rules import guidance
from shared.rules.seeing import audience_of
from shared.x.counting import why_not_postable


def ground_of(office: Office) -> Ground:
    """What a template is judged by here."""
    return Ground(office.registry, {"x": why_not_postable}, partial(objections, office))


def objections(office: Office, account: str, text: str, answers: str | None = None) -> list[Finding]:
    """What the guidance check has against this reply, to these words; a hint is none."""
    registry = office.registry
    around = guidance.Around(now=office.now(), routes=registry.routes, accounts=registry.accounts)
    draft = guidance.Draughted(account=account, text=text, is_reply=True, answers=answers)
    return [each for each in guidance.check(draft, registry.guidance, around) if each.level != "hints"]


async def open_template(office: Office, acting: Acting, template: str, *, act: str = "template.view") -> DeskTemplate:
    """The template, where this person works for one of its accounts."""
    item = templates.find(office.model.store.db, template)
    if item is None:
        raise Refused("unknown", "There is no such template here.", "Look at the list of templates on Guidance.")
    await office.allowed(acting, act, template, item.audience, what="template")
    return item


async def propose(office: Office, acting: Acting, wording: Wording, *, same_id: str | None = None) -> DeskTemplate:
    """A new one, for two others to approve; `same_id` again adds nothing."""
    template = Ids(same_id)("template")
    async with office.turn:
        office.may_act_now()
        if before := templates.find(office.model.store.db, template):
            return before
        order = Order(template, acting.person, office.now())
        try:
            made = templating.propose(wording, order, ground_of(office), template=template)
        except Refused as refusal:
            known = tuple(each for each in wording.accounts if each in office.registry.accounts)
            await office.refused(acting, "template.propose", known, refusal)
            raise
        return await _carry_out(office, acting, "template.propose", made)


async def change(office: Office, acting: Acting, template: str, wording: Wording) -> DeskTemplate:
    """Other words, accounts or uses: it has to be approved again."""
    return await _act(
        office,
        acting,
        "template.change",
        template,
        lambda before, order: templating.change(before, wording, order, ground_of(office)),
    )


async def approve(office: Office, acting: Acting, template: str, *, seen: str) -> DeskTemplate:
    """This person puts their name to exactly what has this hash."""
    return await _act(
        office,
        acting,
        "template.approve",
        template,
        lambda before, order: templating.approve(before, order, ground_of(office), seen=seen),
    )


async def withdraw(office: Office, acting: Acting, template: str, *, reason: str = "") -> DeskTemplate:
    """Nobody uses it from now on."""
    return await _act(
        office,
        acting,
        "template.withdraw",
        template,
        lambda before, order: templating.withdraw(before, order, ground_of(office), reason=reason),
    )


async def _act(
    office: Office, acting: Acting, act: str, template: str, decide: Callable[[Template, Order], Template]
) -> DeskTemplate:
    async with office.turn:
        office.may_act_now()
        item = await open_template(office, acting, template, act=act)
        try:
            changed = decide(item.template, Order(new_id(), acting.person, office.now()))
        except Refused as refusal:
            await office.refused(acting, act, template, refusal)
            raise
        return await _carry_out(office, acting, act, changed)


async def _carry_out(office: Office, acting: Acting, act: str, made: Template) -> DeskTemplate:
    await office.carry_out(acting, act, made.id, Deed([("template.changed", made)]))
    served = (office.registry.accounts[each].districts for each in made.accounts if each in office.registry.accounts)
    everybody = audience_of((district for districts in served for district in districts), None)
    return templates.find(office.model.store.db, made.id) or DeskTemplate(made, everybody)
