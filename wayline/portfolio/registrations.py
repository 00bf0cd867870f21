"""What this room puts into the registers of the house: the menu, a card, a part of the search, how long things stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from wayline.people import registers, retention
from wayline.people.models import Membership
from wayline.people.registers import Card, NavigationEntry, Purpose, SearchHit, SearchSource
from wayline.portfolio import access
from wayline.portfolio.actions.incoming import drop
from wayline.portfolio.actions.items import destroy
from wayline.portfolio.actions.videos import drop_uploads
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.labels import kind_label
from wayline.portfolio.models import (
    Claim,
    ClaimQuerySet,
    Endorsement,
    EndorsementQuerySet,
    Incoming,
    IncomingQuerySet,
    Item,
    ItemQuerySet,
    Share,
    ShareQuerySet,
    TeamChoice,
    TeamChoiceQuerySet,
    TeamTraining,
    TeamTrainingQuerySet,
    Upload,
    UploadQuerySet,
)
from wayline.portfolio.models.team import PURPOSE, STAFF
from wayline.portfolio.queries import claims, shelf

ADDRESSES = timedelta(days=365)
ASKED = timedelta(days=60)
BINNED = timedelta(days=30)
BROUGHT_ALONG = timedelta(days=1)
DECIDED = timedelta(days=2 * 365)
OVER = timedelta(days=30)
ON_ITS_WAY = timedelta(days=1)
RECEIPTS = timedelta(days=2 * 365)


def register_everything() -> None:
    registers.navigation.append(NavigationEntry(_("Portfolio"), "portfolio:items", lambda viewer: True, order=30))
    registers.cards.append(Card("portfolio", "portfolio/card.html", _card, order=30))
    registers.search_sources.append(SearchSource(_("Your portfolio"), find, order=30))
    registers.cards.append(Card("claims", "portfolio/claims_card.html", _claims_card, order=16))
    registers.navigation.append(NavigationEntry(_("Team"), "portfolio:team", access.can_lead_team, order=32))
    _register_team()
    _register_incoming()
    _register_claims()
    _register_endorsements()
    _register_videos()
    retention.register(
        retention.Rule(
            "portfolio-bin",
            _("The bin of portfolios"),
            _("What was put into the bin is deleted after 30 days, with its files."),
            _("Its person wanted it gone; the days are there to undo a mistake (GDPR, article 5(1)(e))."),
            _binned,
            lambda now: destroy(_binned(now)),
            36,
        )
    )
    retention.register(
        retention.Rule(
            "portfolio-shares-closed",
            _("Shares that are over"),
            _("Nobody can open a share after its last day. The secret of its link is forgotten then."),
            _("The person named the last day (GDPR, articles 6(1)(a) and 7(3))."),
            _with_secret,
            lambda now: _with_secret(now).update(token_hash=None),
            37,
        )
    )
    retention.register(
        retention.Rule(
            "portfolio-shares",
            _("Receipts of shares"),
            _("With what was said and who looked, deleted two years after the share was over."),
            _("They show the person what was shared with whom while that may matter (GDPR, article 15(1)(c))."),
            _over,
            lambda now: _over(now).delete()[0],
            38,
        )
    )


def _register_team() -> None:
    registers.purposes.append(
        Purpose(
            PURPOSE,
            _("What your team can do"),
            _(
                "Managers of your organisation see what its team can do, what it needs and who could step in for whom. "
                "On the page “My team” of your portfolio you choose for each organisation whether you are counted "
                "without a name or seen with it, and with which of your skills, credentials and self-ratings. Each "
                "time a manager reads your name, it is noted for you."
            ),
            wording="2026-11",
            order=44,
        )
    )
    retention.register(
        retention.Rule(
            "portfolio-team-choices",
            _("Choices about the team of an organisation"),
            _("Deleted when the person does not work there any more."),
            _("They are of use only while one works there (GDPR, article 5(1)(e), storage limitation)."),
            _left,
            lambda now: _left(now).delete()[0],
            45,
        )
    )
    retention.register(
        retention.Rule(
            "portfolio-team-training",
            _("Training that was planned for a team"),
            _("Deleted two years after it was done, or last changed."),
            _("It shows what was agreed while that may matter (GDPR, article 5(1)(e), storage limitation)."),
            _old_training,
            lambda now: _old_training(now).delete()[0],
            46,
        )
    )


def _left(now: datetime) -> TeamChoiceQuerySet:
    works_there = Membership.objects.active().filter(
        user=OuterRef("user"), organisation=OuterRef("organisation"), role__in=STAFF
    )
    return TeamChoice.objects.exclude(Exists(works_there))


def _old_training(now: datetime) -> TeamTrainingQuerySet:
    return TeamTraining.objects.filter(changed_at__lt=now - DECIDED)


def _register_incoming() -> None:
    retention.register(
        retention.Rule(
            "portfolio-incoming",
            _("Files brought along to a portfolio"),
            _("A file that was uploaded to be taken over is deleted after a day, and with it the way to undo that."),
            _("What was taken over is in the portfolio; the file is not needed any more (GDPR, article 5(1)(e))."),
            _brought_along,
            lambda now: drop(_brought_along(now)),
            39,
        )
    )


def _register_claims() -> None:
    retention.register(
        retention.Rule(
            "portfolio-claims",
            _("Claims that are decided or withdrawn"),
            _("With their reasons, deleted two years after they ended. A credential that came of one stays."),
            _("They show how a decision came about while it may be questioned (GDPR, articles 5(1)(e) and 15)."),
            _decided,
            lambda now: _decided(now).delete()[0],
            40,
        )
    )


def _register_endorsements() -> None:
    retention.register(
        retention.Rule(
            "portfolio-endorsements-open",
            _("Questions to endorse a skill"),
            _("Deleted, with the address, 60 days after the last day, the refusal or the withdrawal."),
            _("We need the address only to ask (GDPR, article 5(1)(e), storage limitation)."),
            _unanswered,
            lambda now: _unanswered(now).delete()[0],
            41,
        )
    )
    retention.register(
        retention.Rule(
            "portfolio-endorsers",
            _("Addresses of people who endorsed a skill"),
            _("Deleted a year after the answer. What was said stays with the skill; the link to withdraw it works on."),
            _("We needed the address only to ask (GDPR, article 5(1)(e), storage limitation)."),
            _answered_long_ago,
            lambda now: _answered_long_ago(now).update(email=""),
            42,
        )
    )


def _register_videos() -> None:
    retention.register(
        retention.Rule(
            "portfolio-uploads",
            _("Files on their way to a portfolio"),
            _("What has arrived of a file is deleted a day after its last part."),
            _("The day is there to go on after a line broke (GDPR, article 5(1)(e), storage limitation)."),
            _unfinished,
            lambda now: drop_uploads(_unfinished(now)),
            43,
        )
    )
    retention.register(
        retention.Rule(
            "portfolio-videos",
            _("Videos of people"),
            _("Deleted, with every version, 30 days after the last day on which they were shown."),
            _("A video ages; its person chooses until when it is shown (GDPR, article 5(1)(e))."),
            _shown_no_more,
            lambda now: destroy(_shown_no_more(now)),
            44,
        )
    )


def _unfinished(now: datetime) -> UploadQuerySet:
    return Upload.objects.filter(changed_at__lt=now - ON_ITS_WAY)


def _shown_no_more(now: datetime) -> ItemQuerySet:
    return Item.objects.filter(video__shown_until__lt=(now - OVER).date())


def _unanswered(now: datetime) -> EndorsementQuerySet:
    waited = Q(state=EndorsementState.WAITING, expires_at__lt=now - ASKED)
    over = Q(state__in=(EndorsementState.DECLINED, EndorsementState.WITHDRAWN), answered_at__lt=now - ASKED)
    return Endorsement.objects.filter(waited | over)


def _answered_long_ago(now: datetime) -> EndorsementQuerySet:
    return Endorsement.objects.filter(state=EndorsementState.GIVEN, answered_at__lt=now - ADDRESSES).exclude(email="")


def _decided(now: datetime) -> ClaimQuerySet:
    return Claim.objects.filter(ended_at__lt=now - DECIDED)


def _brought_along(now: datetime) -> IncomingQuerySet:
    return Incoming.objects.filter(added_at__lt=now - BROUGHT_ALONG)


def _with_secret(now: datetime) -> ShareQuerySet:
    return Share.objects.filter(ends_at__lt=now).exclude(token_hash=None)


def _over(now: datetime) -> ShareQuerySet:
    return Share.objects.filter(Q(ends_at__lt=now - RECEIPTS) | Q(revoked_at__lt=now - RECEIPTS))


def _binned(now: datetime) -> ItemQuerySet:
    return Item.objects.filter(deleted_at__lt=now - BINNED)


def find(viewer: Membership, words: str, limit: int) -> list[SearchHit]:
    """One's own things only."""
    found = shelf.found(viewer.user, words=words)[:limit]
    return [SearchHit(str(item), item.get_absolute_url(), kind_label(item.kind), item.organisation) for item in found]


def _card(viewer: Membership) -> dict[str, object]:
    newest = list(Item.objects.of(viewer.user).defer("description", "beyond")[:3])
    return {"newest": newest, "number": Item.objects.of(viewer.user).count() if newest else 0}


def _claims_card(viewer: Membership) -> dict[str, object] | None:
    """For assessors, when something waits."""
    waiting = claims.number_waiting(viewer)
    return {"waiting": waiting} if waiting else None
