"""The guidance check as a call: what the force's rules say of a text before anybody sends it."""

from fastapi import APIRouter, Response

from services.desk.acts import looking_over
from services.desk.acts.media import Chosen
from services.desk.acts.submitting import Part
from services.desk.domain import composing
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.writing_shapes import AlikeShape, GuidanceAsked, GuidanceShape, finding_shape
from services.desk.pages.site import Reader, SiteHere

router = APIRouter(prefix="/api/guidance", tags=["posts"], responses=PROBLEMS)


@router.post("")
async def check(site: SiteHere, visitor: Reader, asked: GuidanceAsked, response: Response) -> GuidanceShape:
    """What the rules, the platform and other accounts' posts say of a text; nothing is kept, and nothing is sent."""
    response.headers["Cache-Control"] = "no-store"
    for account in (asked.account, *asked.others):
        composing.known(account, site.office.registry.accounts)
    pictures = [Chosen(**each.model_dump()) for each in asked.media]
    first = Part(asked.account, asked.text, pictures, answers=asked.answers)
    others = [Part(account, text, pictures) for account, text in asked.others.items()]
    looked = looking_over.look_over(
        site.office, visitor.acting, [first, *others], not_before=asked.not_before, reply_to=asked.reply_to
    )
    one = looked.parts[0]
    return GuidanceShape(
        text=one.shown,
        used=one.used,
        limit=one.limit,
        fault=one.fault or None,
        findings=tuple(finding_shape(each, one.shown, keeps_back=each in one.open) for each in one.findings),
        may_be_sent=not (one.open or one.fault or any(each.refused for each in looked.alike)),
        alike=tuple(
            AlikeShape(account=each.account, post=each.post, same=each.same, says=each.says) for each in looked.alike
        ),
        variants=looked.variants,
        beginnings=looked.beginnings,
        guidance=site.office.registry.guidance.version,
    )
