"""Matching: what a person keeps beside what an opportunity asks for. Plain Python; docs/matching.md is the method."""

from wayline.opportunities.matching import moving
from wayline.opportunities.matching.claims import Experience, Near, Skill, aspired, experienced, skilled
from wayline.opportunities.matching.rules import PARTS, RULES, counting, part_of
from wayline.opportunities.matching.scoring import Change, match, with_training
from wayline.opportunities.matching.shapes import Claim, Match, Offer, Person, Reason, State, Sum
from wayline.opportunities.matching.weights import Weights, current

__all__ = [
    "PARTS",
    "RULES",
    "Change",
    "Claim",
    "Experience",
    "Match",
    "Near",
    "Offer",
    "Person",
    "Reason",
    "Skill",
    "State",
    "Sum",
    "Weights",
    "aspired",
    "counting",
    "current",
    "experienced",
    "match",
    "moving",
    "part_of",
    "skilled",
    "with_training",
]
