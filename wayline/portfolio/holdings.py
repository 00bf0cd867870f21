"""What the portfolio holds about a person: all of it is theirs, and all of it goes."""

from __future__ import annotations

from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User
from wayline.portfolio.actions.incoming import drop
from wayline.portfolio.actions.videos import drop_uploads
from wayline.portfolio.models import (
    CV,
    Assessor,
    Block,
    Claim,
    ClaimEvidence,
    ClaimStep,
    Endorsement,
    EndorsementQuerySet,
    Holder,
    Incoming,
    IssuedCredential,
    Item,
    ItemFile,
    PortfolioPage,
    Share,
    ShareComment,
    ShareVisit,
    TeamChoice,
    TeamTraining,
    Upload,
    Video,
)

ITEM = (
    "key", "kind", "title", "organisation", "place", "country", "start", "end", "ongoing", "description", "url",
    "language", "details", "beyond", "created_at", "changed_at", "deleted_at",
)  # fmt: skip
HOLDER = (
    "given_name", "family_name", "display_name", "headline", "summary", "birth_date", "nationalities", "street",
    "postcode", "city", "region", "country", "contacts", "beyond", "changed_at",
)  # fmt: skip


def register_own() -> None:
    register(Holding(Item, _("What you keep in your portfolio"), _items, _erase_items))
    register(Holding(ItemFile, _("Files in your portfolio"), _files, _with_items))
    register(Holding(Video, _("Your videos"), _videos, _with_items))
    register(Holding(Upload, _("Files on their way to your portfolio"), _uploads, _erase_uploads))
    register(Holding(Share, _("What you shared, and what was shared with you"), _shares, _erase_shares))
    register(Holding(ShareVisit, _("When you looked at what others shared"), _visits, _erase_visits))
    register(Holding(ShareComment, _("What you said about what is shared"), _comments, _erase_comments))
    register(Holding(CV, _("Your CVs and letters"), _cvs, _erase_cvs))
    register(Holding(PortfolioPage, _("Pages you composed"), _pages, _erase_pages))
    register(Holding(Block, _("What stands on your pages"), _blocks, _with_pages))
    register(Holding(Incoming, _("Files you brought along"), _incoming, _erase_incoming))
    register(Holding(Holder, _("Your portfolio's profile"), _holder, _erase_holder))
    register(Holding(Claim, _("What you claimed, and what you assessed"), _claims, _erase_claims))
    register(Holding(ClaimStep, _("What you did about claims of others"), _claim_steps, _unsign_claim_steps))
    register(Holding(Assessor, _("Your right to assess"), _assessor, _erase_assessor))
    register(Holding(Endorsement, _("Endorsements you asked for and gave"), _endorsements, _erase_endorsements))
    register(Holding(TeamChoice, _("How you take part in what your team can do"), _team_choices, _erase_team_choices))
    register(Holding(TeamTraining, _("Training planned for you"), _team_training, _leave_team_training))
    stays = _("A number in a list of places, without your name, so that a revoked credential never counts again.")
    register(Holding(IssuedCredential, _("Credentials issued to you"), _credentials, _empty_credentials, stays))


def _items(user: User) -> Rows:
    return plain(Item.objects.filter(owner=user).order_by("pk"), *ITEM)


def _erase_items(user: User) -> int:
    """Files leave the disk first: a row that is gone cannot name its file."""
    for held in ItemFile.objects.filter(item__owner=user):
        held.file.delete(save=False)
    for film in Video.objects.filter(item__owner=user):
        for version in film.files:
            version.delete(save=False)
    return Item.objects.filter(owner=user).delete()[0]


def _files(user: User) -> Rows:
    fields = ("item__key", "key", "name", "media_type", "size", "description", "added_at")
    return plain(ItemFile.objects.filter(item__owner=user), *fields)


def _videos(user: User) -> Rows:
    fields = ("item__key", "key", "state", "seconds", "captions", "language", "shown_until", "made_at")
    return plain(Video.objects.filter(item__owner=user), *fields)


def _uploads(user: User) -> Rows:
    return plain(Upload.objects.of(user), "key", "name", "title", "size", "received", "started_at")


def _erase_uploads(user: User) -> int:
    """What has arrived of them leaves the disk too."""
    return drop_uploads(Upload.objects.of(user))


def _with_items(user: User) -> int:
    """Goes with the items."""
    return 0


def _shares(user: User) -> Rows:
    """Of what others shared with the person, only that they did: what it says is theirs."""
    fields = ("key", "audience", "person__name", "organisation__name", "purpose", "message", "made_at", "ends_at",
              "revoked_at")  # fmt: skip
    received = plain(Share.objects.filter(person=user), "key", "owner__name", "purpose", "made_at", "ends_at")
    return [*plain(Share.objects.filter(owner=user), *fields), *received]


def _erase_shares(user: User) -> int:
    return Share.objects.filter(Q(owner=user) | Q(person=user)).delete()[0]


def _visits(user: User) -> Rows:
    return plain(ShareVisit.objects.filter(viewer=user), "share__key", "day", "first_at", "times")


def _erase_visits(user: User) -> int:
    """That somebody looked stays in the record of who did what, without the name."""
    return ShareVisit.objects.filter(viewer=user).delete()[0]


def _comments(user: User) -> Rows:
    return plain(ShareComment.objects.filter(author=user), "share__key", "text", "at")


def _erase_comments(user: User) -> int:
    return ShareComment.objects.filter(author=user).delete()[0]


def _cvs(user: User) -> Rows:
    fields = ("key", "title", "language", "design", "sections", "vacancy", "letter_to", "letter_subject",
              "letter_text", "created_at", "changed_at")  # fmt: skip
    return plain(CV.objects.filter(owner=user), *fields)


def _erase_cvs(user: User) -> int:
    return CV.objects.filter(owner=user).delete()[0]


def _pages(user: User) -> Rows:
    fields = ("key", "title", "lead", "with_photo", "with_summary", "with_contacts", "address", "public_until",
              "is_listed", "published_at", "created_at", "changed_at")  # fmt: skip
    return plain(PortfolioPage.objects.filter(owner=user), *fields)


def _erase_pages(user: User) -> int:
    return PortfolioPage.objects.filter(owner=user).delete()[0]


def _blocks(user: User) -> Rows:
    fields = ("page__key", "item__title", "heading", "text", "with_details", "with_files")
    return plain(Block.objects.filter(page__owner=user), *fields)


def _with_pages(user: User) -> int:
    """Goes with the pages."""
    return 0


def _holder(user: User) -> Rows:
    return plain(Holder.objects.filter(owner=user), *HOLDER)


def _erase_holder(user: User) -> int:
    for holder in Holder.objects.filter(owner=user).exclude(photo=""):
        holder.photo.delete(save=False)
    return Holder.objects.filter(owner=user).delete()[0]


def _incoming(user: User) -> Rows:
    return plain(Incoming.objects.filter(owner=user), "key", "name", "form", "added_at", "taken_at")


def _erase_incoming(user: User) -> int:
    """Files leave the disk first."""
    return drop(Incoming.objects.filter(owner=user))


def _claims(user: User) -> Rows:
    """Each with its steps and reasons. Of what the person assessed, only that they did: what it says is another's."""
    fields = ("key", "title", "statement", "organisation__name", "assessor__user__name", "state", "made_at", "sent_at",
              "accepted_at", "ended_at")  # fmt: skip
    own = plain(Claim.objects.filter(owner=user), *fields)
    for row in own:
        steps = ClaimStep.objects.filter(claim__key=row["key"])
        row["steps"] = plain(steps, "act", "at", "by__name", "day", "methods", "standard", "reasons")
        row["evidence"] = plain(ClaimEvidence.objects.filter(claim__key=row["key"]), "title")
    return [*own, *plain(Claim.objects.filter(assessor__user=user), "key", "organisation__name", "state", "ended_at")]


def _erase_claims(user: User) -> int:
    """One's own go; what one was to assess goes back to the office. What one decided stays with its person."""
    back = Claim.objects.filter(assessor__user=user, ended_at=None).update(assessor=None)
    return back + Claim.objects.filter(owner=user).delete()[0]


def _claim_steps(user: User) -> Rows:
    """That they did something, and when; the reasons are about the person who claimed."""
    done = ClaimStep.objects.filter(by=user).exclude(claim__owner=user)
    return plain(done, "act", "at", "claim__organisation__name")


def _unsign_claim_steps(user: User) -> int:
    """What was decided stays with the person whom it is about, without the name."""
    return ClaimStep.objects.filter(by=user).update(by=None)


def _assessor(user: User) -> Rows:
    return plain(Assessor.objects.filter(membership__user=user), "membership__organisation__name", "added_at")


def _erase_assessor(user: User) -> int:
    return Assessor.objects.filter(membership__user=user).delete()[0]


def _given(user: User) -> EndorsementQuerySet:
    """By account, or by the address that somebody else asked."""
    return Endorsement.objects.filter(Q(person=user) | Q(email__iexact=user.email)).exclude(item__owner=user)


def _endorsements(user: User) -> Rows:
    """Of what others asked, what the person was asked and said; not what the others keep."""
    said = ("name", "relation", "text", "asked_at", "answered_at", "state")
    asked = plain(Endorsement.objects.filter(item__owner=user), "item__key", "email", "message", "is_shown", *said)
    return [*asked, *plain(_given(user), "item__title", "item__owner__name", *said)]


def _erase_endorsements(user: User) -> int:
    """What one said of others goes with one; what one asked goes with the items."""
    return _given(user).delete()[0]


def _team_choices(user: User) -> Rows:
    return plain(TeamChoice.objects.filter(user=user), "organisation__name", "presence", "parts", "changed_at")


def _erase_team_choices(user: User) -> int:
    return TeamChoice.objects.filter(user=user).delete()[0]


def _team_training(user: User) -> Rows:
    fields = ("need__organisation__name", "need__title", "title", "url", "until", "state", "changed_at")
    return plain(TeamTraining.objects.filter(person=user), *fields)


def _leave_team_training(user: User) -> int:
    """The line stays in the plan, for somebody of the team."""
    return TeamTraining.objects.filter(person=user).update(person=None)


def _credentials(user: User) -> Rows:
    fields = ("id", "ground", "title", "document", "issued_at", "revoked_at", "reason")
    return plain(IssuedCredential.objects.filter(user=user), *fields)


def _empty_credentials(user: User) -> int:
    """What was signed and handed out cannot be called back; what we keep of it goes."""
    return IssuedCredential.objects.filter(user=user).update(
        user=None,
        document={},
        title="",
        reason="",
        created_by=None,
        source=Concat(Value("erased:"), Cast("pk", TextField())),
    )
