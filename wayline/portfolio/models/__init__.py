"""What a person keeps, and with whom they share it. One file per noun."""

from wayline.portfolio.models.claims import Assessor, Claim, ClaimEvidence, ClaimQuerySet, ClaimStep
from wayline.portfolio.models.credentials import Ground, IssuedCredential, IssuerKey
from wayline.portfolio.models.cvs import CV, CVItem
from wayline.portfolio.models.endorsements import Endorsement, EndorsementQuerySet
from wayline.portfolio.models.holder import Holder
from wayline.portfolio.models.incoming import Incoming, IncomingQuerySet
from wayline.portfolio.models.items import Item, ItemFile, ItemQuerySet
from wayline.portfolio.models.pages import Block, PageDay, PortfolioPage, PortfolioPageQuerySet
from wayline.portfolio.models.shares import Share, ShareComment, SharedItem, ShareQuerySet, ShareVisit
from wayline.portfolio.models.team import (
    TeamAsk,
    TeamChoice,
    TeamChoiceQuerySet,
    TeamNeed,
    TeamNeedQuerySet,
    TeamTraining,
    TeamTrainingQuerySet,
)
from wayline.portfolio.models.videos import Upload, UploadQuerySet, Video, VideoQuerySet

__all__ = [
    "CV",
    "Assessor",
    "Block",
    "CVItem",
    "Claim",
    "ClaimEvidence",
    "ClaimQuerySet",
    "ClaimStep",
    "Endorsement",
    "EndorsementQuerySet",
    "Ground",
    "Holder",
    "Incoming",
    "IncomingQuerySet",
    "IssuedCredential",
    "IssuerKey",
    "Item",
    "ItemFile",
    "ItemQuerySet",
    "PageDay",
    "PortfolioPage",
    "PortfolioPageQuerySet",
    "Share",
    "ShareComment",
    "ShareQuerySet",
    "ShareVisit",
    "SharedItem",
    "TeamAsk",
    "TeamChoice",
    "TeamChoiceQuerySet",
    "TeamNeed",
    "TeamNeedQuerySet",
    "TeamTraining",
    "TeamTrainingQuerySet",
    "Upload",
    "UploadQuerySet",
    "Video",
    "VideoQuerySet",
]
