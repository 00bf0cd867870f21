"""Issuing credentials, revoking them, and replacing the key that signs them.

Upper rooms call `issue_credential` when something was completed: `learning` with a certificate.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wayline.people.actions import notify, record
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.badges import issue
from wayline.portfolio.badges.keys import new_key
from wayline.portfolio.enums import AssessmentMethod
from wayline.portfolio.models import Claim, ClaimStep, Ground, IssuedCredential, IssuerKey, Item
from wayline.portfolio.queries import issuing
from wayline.portfolio.sealing import seal

KINDS = {
    Ground.PROGRAMME: "Course",
    Ground.PLACEMENT: "FieldworkExperience",
    Ground.SKILL: "Competency",
    Ground.VALIDATION: "Competency",
}
"""The AchievementType of Open Badges 3.0 for each ground."""
LIST_LOCK = 20_260_401
"""Advisory lock: two credentials issued at one moment get two places."""


@dataclass(frozen=True, slots=True)
class Certified:
    """What a credential says: what was achieved, by which rule, resting on what."""

    title: str
    description: str
    criteria: str
    language: str = "en"
    about: str = ""
    """Address of what was achieved (a programme's page, a concept of ESCO)."""
    term: str = ""
    """The name of that concept; empty when `about` is no concept."""
    evidence: tuple[issue.Evidence, ...] = ()
    valid_until: datetime | None = None


@transaction.atomic
def issue_credential(
    user: User, certified: Certified, *, ground: Ground, source: str, organisation: Organisation, by: Membership | None
) -> IssuedCredential:
    """Sign and keep a credential, and tell its holder. For the same `source` it returns the one that stands."""
    standing = IssuedCredential.objects.filter(source=source, revoked_at=None).first()
    if standing is not None:
        return standing
    key = _key_in_use()
    number, place = _free_place()
    name = uuid.uuid4()
    now = timezone.now()
    award = _award(name, user, certified, ground, organisation, now, issuing.list_address(number), place)
    document = issue.sign(issue.credential(award), issuing.signing_key(key), issuing.method(key), now)
    made = IssuedCredential.objects.create(
        pk=name, user=user, organisation=organisation, created_by=by, ground=ground, source=source,
        title=certified.title, document=document, list_number=number, place=place, issued_at=now,
    )  # fmt: skip
    record(by, "issued credential", made, about=user, ground=str(ground))
    text = gettext_lazy("You were given a credential that others can check: it is on the page My credentials.")
    notify(user, kind="credential", text=text, url=made.get_absolute_url(), key=f"credential:{made.pk}")
    return made


def _award(
    name: uuid.UUID,
    user: User,
    certified: Certified,
    ground: Ground,
    organisation: Organisation,
    now: datetime,
    status_list: str,
    place: int,
) -> issue.Award:
    about = certified.about or uuid.uuid5(uuid.NAMESPACE_URL, f"{organisation.pk} {ground} {certified.title}").urn
    achievement = issue.Achievement(
        about, KINDS[ground], certified.title, certified.description, certified.criteria,
        target_name=certified.term, target_url=certified.about if certified.term else "",
    )  # fmt: skip
    return issue.Award(
        id=issuing.address(f"/credentials/{name}/"),
        subject=uuid.uuid4().urn,
        holder=user.name,
        issuer=issuing.issuer(organisation),
        achievement=achievement,
        valid_from=now,
        status_list=status_list,
        place=place,
        valid_until=certified.valid_until,
        evidence=certified.evidence,
        language=certified.language,
    )


def issue_for_skill(item: Item, *, by: Membership, reason: str) -> IssuedCredential:
    """Certify a skill that somebody endorsed. `access.can_endorse` says who may."""
    with override(item.language or item.owner.language):
        certified = Certified(
            title=item.title,
            description=item.description.strip() or _("The holder has this skill: %(skill)s.") % {"skill": item.title},
            criteria=_("Somebody who knows the holder's work was asked to endorse the skill, and said why."),
            language=item.language or item.owner.language,
            about=_concept(item),
            term=item.title if _concept(item) else "",
            evidence=(issue.Evidence(_("Endorsement"), reason),),
        )
    return issue_credential(
        item.owner, certified, ground=Ground.SKILL, source=f"skill:{item.key}:{by.user_id}",
        organisation=by.organisation, by=by,
    )  # fmt: skip


def issue_for_claim(claim: Claim, step: ClaimStep, *, by: Membership) -> IssuedCredential:
    """Certify what an assessor found to hold. It says how and by what measure; the reasons are the person's own."""
    item = claim.item
    language = (item.language if item else "") or claim.owner.language
    with override(language):
        methods = ", ".join(str(AssessmentMethod(one).label) for one in step.methods)
        said = _("Assessed by %(name)s, %(office)s. Methods: %(methods)s. Measured against: %(standard)s.")
        named = {"name": by.user.name, "office": by.organisation, "methods": methods, "standard": step.standard}
        certified = Certified(
            title=claim.title,
            description=_("What the holder had learnt before was found to hold: %(what)s.") % {"what": claim.title},
            criteria=_(
                "The holder claimed it and showed evidence. An assessor with the right to assess measured it against "
                "a standard and gave reasons (identification, documentation, assessment, certification: Council "
                "Recommendation of 20 December 2012)."
            ),
            language=language,
            about=_concept(item) if item else "",
            term=claim.title if item and _concept(item) else "",
            evidence=(issue.Evidence(_("Assessment"), said % named),),
        )
    return issue_credential(
        claim.owner, certified, ground=Ground.VALIDATION, source=f"validation:{item.key if item else ''}:{claim.key}",
        organisation=claim.organisation, by=by,
    )  # fmt: skip


def _concept(item: Item) -> str:
    uri = item.details.get("concept", "")
    return uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else ""


def _free_place() -> tuple[int, int]:
    """A place drawn at random, so that it says nothing of when or to whom; a list is used up to a half."""
    _hold(LIST_LOCK)
    newest = IssuedCredential.objects.order_by("-list_number").values_list("list_number", flat=True).first() or 1
    taken = set(IssuedCredential.objects.filter(list_number=newest).values_list("place", flat=True))
    if len(taken) >= issue.LIST_SIZE // 2:
        newest, taken = newest + 1, set()
    place = secrets.randbelow(issue.LIST_SIZE)
    while place in taken:
        place = secrets.randbelow(issue.LIST_SIZE)
    return newest, place


def _hold(lock: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def _key_in_use() -> IssuerKey:
    _hold(LIST_LOCK)
    return issuing.key_in_use() or _make_key()


def _make_key() -> IssuerKey:
    key = new_key()
    number = (IssuerKey.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    return IssuerKey.objects.create(
        name=f"key-{number}",
        public=issue.raw_public(key.public_key()),
        sealed=seal(issue.private_bytes(key), issuing.PURPOSE),
    )


@transaction.atomic
def rotate_key(*, distrust: bool = False) -> IssuerKey:
    """Sign with a new key from now on. The one before still checks what it signed, unless it is no longer trusted."""
    _hold(LIST_LOCK)
    now = timezone.now()
    former = issuing.key_in_use()
    if former is not None:
        former.retired_at = now
        former.distrusted_at = now if distrust else None
        former.save(update_fields=["retired_at", "distrusted_at"])
    made = _make_key()
    record(None, "replaced issuer key", made, distrusted=distrust)
    return made


@transaction.atomic
def revoke(credential: IssuedCredential, *, by: Membership, reason: str) -> None:
    """From now on every check says that it was revoked. Its holder is told why."""
    if credential.revoked_at is not None:
        return
    credential.revoked_at = timezone.now()
    credential.reason = reason
    credential.save(update_fields=["revoked_at", "reason"])
    record(by, "revoked credential", credential, about=credential.user)
    if credential.user is not None:
        text = gettext_lazy("One of your credentials was revoked. Its page says why.")
        notify(credential.user, kind="credential", text=text, url=credential.get_absolute_url())
