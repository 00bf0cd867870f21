"""The rules: each compares one thing and gives a share in whole per cent, with its reasons.

`queries/match_search.py` makes the same sums in the database to find the best of many; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from wayline.opportunities.matching.shapes import Claim, Claims, Offer, Person, Reason, State
from wayline.opportunities.matching.weights import Weights

Outcome = tuple[int, tuple[Reason, ...]]
Rule = Callable[[Person, Offer, Weights], Outcome]

PARTS: dict[str, tuple[str, ...]] = {
    "skills": ("skills",),
    "experience": ("experience",),
    "qualifications": ("level", "licences", "languages"),
    "aspirations": ("aspirations",),
    "interests": ("interests",),
    "conditions": ("area", "hours", "contract", "remote", "pay"),
}
"""What a person switches on and off, and a service may stop, with the rules in it."""


def part_of(rule: str) -> str:
    return next(part for part, rules in PARTS.items() if rule in rules)


def counting(person: Person, parts: Collection[str]) -> tuple[str, ...]:
    """The rules that count for this person: in a part that is on, and there is something to compare."""
    return tuple(rule for part, rules in PARTS.items() if part in parts for rule in rules if _says(person)[rule])


def _says(person: Person) -> dict[str, bool]:
    return {
        "skills": bool(person.skills),
        "experience": bool(person.experience),
        "aspirations": bool(person.aspirations),
        "interests": bool(person.interests),
        "level": bool(person.level),
        "licences": bool(person.licences),
        "languages": bool(person.languages),
        "area": bool(person.areas),
        "hours": bool(person.hours),
        "contract": bool(person.contracts),
        "remote": bool(person.remote),
        "pay": bool(person.pay),
    }


def _unknown(rule: str, weights: Weights, code: str = "") -> Outcome:
    return weights.unknown, (Reason(rule, State.UNKNOWN, weights.unknown, code=code),)


def _one(rule: str, share: int, state: State, **more: object) -> Outcome:
    return share, (Reason(rule, state, share, **more),)  # type: ignore[arg-type]  # the fields of Reason


def skills(person: Person, offer: Offer, weights: Weights) -> Outcome:
    reasons = tuple(_skills(person.skills, offer, weights))
    total = sum(one.part for one in reasons)
    if not total:
        return _unknown("skills", weights)
    return sum(one.value * one.part for one in reasons) // total, reasons


def _skills(held: Claims, offer: Offer, weights: Weights) -> Iterator[Reason]:
    wanted = {"must": offer.must, "nice": offer.nice, "read": offer.read, "usual": offer.usual}
    for need, concepts in wanted.items():
        for concept in concepts:
            claim = held.get(concept)
            value = claim.value if claim else 0
            yield Reason("skills", _stands(claim), value, weights.need[need], concept, need=need, claim=claim)


def _stands(claim: Claim | None) -> State:
    if claim is None or not claim.value:
        return State.MISSING
    return State.HELD if claim.how == "held" else State.NEAR


def _of_jobs(rule: str, claims: Claims, concepts: Iterable[int], weights: Weights) -> Outcome:
    """The best of the occupations that the opportunity is for."""
    wanted = list(concepts)
    if not wanted:
        return _unknown(rule, weights)
    best = max(wanted, key=lambda one: claims[one].value if one in claims else 0)
    claim = claims.get(best)
    if claim is None or not claim.value:
        return _one(rule, 0, State.MISSING, concept=best)
    state = State.HELD if claim.how in ("same", "named") else State.NEAR
    return _one(rule, claim.value, state, concept=best, claim=claim)


def experience(person: Person, offer: Offer, weights: Weights) -> Outcome:
    return _of_jobs("experience", person.experience, offer.jobs, weights)


def aspirations(person: Person, offer: Offer, weights: Weights) -> Outcome:
    return _of_jobs("aspirations", person.aspirations, offer.jobs, weights)


def interests(person: Person, offer: Offer, weights: Weights) -> Outcome:
    return _of_jobs("interests", person.interests, (*offer.jobs, *offer.skills), weights)


def level(person: Person, offer: Offer, weights: Weights) -> Outcome:
    if offer.level is None:
        return _unknown("level", weights)
    code, claim = str(offer.level), person.level_claim
    if person.level >= offer.level:
        return _one("level", 100, State.MET, code=code, claim=claim)
    if person.level == offer.level - 1:
        return _one("level", weights.level_below, State.NEAR, code=code, claim=claim)
    return _one("level", 0, State.UNMET, code=code, claim=claim)


def _each(rule: str, held: Mapping[str, Claim], wanted: tuple[str, ...], weights: Weights) -> Outcome:
    """The mean over all that are asked for."""
    if not wanted:
        return _unknown(rule, weights)
    reasons = tuple(_of_code(rule, code, held.get(code), weights) for code in wanted)
    return sum(one.value for one in reasons) // len(reasons), reasons


def _of_code(rule: str, code: str, claim: Claim | None, weights: Weights) -> Reason:
    if claim is None:
        return Reason(rule, State.UNMET, 0, code=code)
    state = State.MET if claim.value >= weights.languages["enough"] else State.NEAR
    return Reason(rule, state, claim.value, code=code, claim=claim)


def licences(person: Person, offer: Offer, weights: Weights) -> Outcome:
    return _each("licences", person.licences, offer.licences, weights)


def languages(person: Person, offer: Offer, weights: Weights) -> Outcome:
    return _each("languages", person.languages, offer.languages, weights)


def _condition(rule: str, code: str, *, met: bool) -> Outcome:
    return _one(rule, 100 if met else 0, State.MET if met else State.UNMET, code=code)


def area(person: Person, offer: Offer, weights: Weights) -> Outcome:
    """Work from home is near to everywhere."""
    if offer.remote == "remote":
        return _condition("area", "remote", met=True)
    if not offer.areas:
        return _unknown("area", weights)
    return _condition("area", "", met=bool(person.areas & offer.areas))


def hours(person: Person, offer: Offer, weights: Weights) -> Outcome:
    if not offer.hours:
        return _unknown("hours", weights)
    return _condition("hours", offer.hours, met=offer.hours in ("either", person.hours))


def contract(person: Person, offer: Offer, weights: Weights) -> Outcome:
    if not offer.contract:
        return _unknown("contract", weights)
    return _condition("contract", offer.contract, met=offer.contract in person.contracts)


def remote(person: Person, offer: Offer, weights: Weights) -> Outcome:
    if not offer.remote:
        return _unknown("remote", weights)
    return _condition("remote", offer.remote, met=offer.remote in person.remote)


def pay(person: Person, offer: Offer, weights: Weights) -> Outcome:
    """Pay in another currency is not compared: rates change daily."""
    if offer.pay is None or offer.currency != person.currency:
        return _unknown("pay", weights)
    return _condition("pay", str(offer.pay), met=offer.pay >= person.pay)


RULES: dict[str, Rule] = {
    "skills": skills,
    "experience": experience,
    "level": level,
    "licences": licences,
    "languages": languages,
    "aspirations": aspirations,
    "interests": interests,
    "area": area,
    "hours": hours,
    "contract": contract,
    "remote": remote,
    "pay": pay,
}
