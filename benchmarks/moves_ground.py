"""ESCO as the sums of moves read it, and the moves that ROME's experts name, for `benchmarks.moves`."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.titles_ground import SHARED
from wayline.lmi.moves import Skill, Work, ratings
from wayline.lmi.moves.works import Spread, described, groups_of

ESCO = "esco_1_1_1"
ROME = "matching/rome_mobility/unix_{}_v347_utf8.csv.gz"
RATED = (
    "Skills", "Knowledge", "Abilities (O-NET 30.0, importance+level only)",
    "Work Activities (O-NET 30.0, importance+level only)", "Interests", "Work Styles",
)  # fmt: skip
SCALES = {"IM", "OI"}
MATCHES = {"exactMatch", "closeMatch", "narrowMatch", "broadMatch"}
CROSSWALK_HEAD = 16
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rome:
    """Groups of ROME with the ESCO occupations that each holds, and which moves the experts name.

    `members`: groups x occupations, each row adding up to 1.
    """

    codes: list[str]
    members: sparse.csr_matrix
    moves: Truth
    near: Truth
    """Only those that can be made at once ("Proche"), not by a step up ("Evolution")."""


def rows(path: str, *, delimiter: str = ",", head: int = 0) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**24)
    with gzip.open(SHARED / path, "rt", newline="", encoding="utf-8-sig") as file:
        for _ in range(head):
            next(file)
        yield from csv.DictReader(file, delimiter=delimiter)


def esco() -> tuple[list[Work], dict[int, Skill], list[str]]:
    """Occupations, skills, and the addresses of the occupations in their order."""
    said = list(rows(f"{ESCO}/occupations_en.csv.gz"))
    addresses = [one["conceptUri"] for one in said]
    skills, number = _skills()
    needs = _needs(number)
    names, texts = _names(), _texts(said)
    groups = _groups()
    linked = _linked()
    rated, spreads = _ratings(linked), _spreads(linked)
    works = [
        Work(
            number=place,
            essential=frozenset(needs["essential"][one["conceptUri"]]),
            optional=frozenset(needs["optional"][one["conceptUri"]]),
            names=names[one["conceptUri"]],
            texts=described(texts[one["conceptUri"]], [groups.get(code, {}) for code in groups_of(one["iscoGroup"])]),
            group=one["iscoGroup"],
            ratings=rated.get(one["conceptUri"], ()),
            spread=spreads.get(one["conceptUri"]),
        )
        for place, one in enumerate(said)
    ]
    return works, skills, addresses


def _skills() -> tuple[dict[int, Skill], dict[str, int]]:
    said = list(rows(f"{ESCO}/skills_en.csv.gz"))
    above: dict[str, set[str]] = defaultdict(set)
    for one in rows(f"{ESCO}/broaderRelationsSkillPillar.csv.gz"):
        above[one["conceptUri"]].add(one["broaderUri"])
    number = {address: place for place, address in enumerate(sorted({*above, *(one["conceptUri"] for one in said)}))}
    number |= {address: len(number) + place for place, address in enumerate(sorted(_tops(above) - set(number)))}
    skills = {
        number[one["conceptUri"]]: Skill(
            number[one["conceptUri"]],
            one["preferredLabel"],
            frozenset(number[wider] for wider in _all_above(one["conceptUri"], above)),
        )
        for one in said
    }
    return skills, number


def _tops(above: dict[str, set[str]]) -> set[str]:
    return {wider for some in above.values() for wider in some}


def _all_above(address: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ = [address]
    while open_:
        new = above.get(open_.pop(), set()) - found
        found |= new
        open_ += new
    return found


def _needs(number: dict[str, int]) -> dict[str, dict[str, set[int]]]:
    found: dict[str, dict[str, set[int]]] = {"essential": defaultdict(set), "optional": defaultdict(set)}
    for one in rows(f"{ESCO}/occupationSkillRelations.csv.gz"):
        found[one["relationType"]][one["occupationUri"]].add(number[one["skillUri"]])
    return found


def _names() -> dict[str, dict[str, str]]:
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in rows(f"{ESCO}/multilingual_occupation_labels_melo.tsv.gz", delimiter="\t"):
        said[one["concept_uri"]][one["lang"]].append(one["label"])
    found = {address: {lang: " ".join(texts) for lang, texts in langs.items()} for address, langs in said.items()}
    return defaultdict(dict, found)


def _texts(said: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    french = {one["ORIGINURI"]: one["DESCRIPTION"] for one in rows(f"{ESCO}/tabiya_fr_occupations.csv.gz")}
    return {
        one["conceptUri"]: {"en": one["description"], "fr": french.get(one["conceptUri"], "")} for one in said
    }  # fmt: skip


def _groups() -> dict[str, dict[str, str]]:
    """Names by code of ISCO-08 and language."""
    french = {one["CODE"]: one["PREFERREDLABEL"] for one in rows(f"{ESCO}/tabiya_fr_occupation_groups.csv.gz")}
    english = {one["code"]: one["preferredLabel"] for one in rows(f"{ESCO}/ISCOGroups_en.csv.gz")}
    return {code: {"en": name, "fr": french.get(code, "")} for code, name in english.items()}


def _linked() -> dict[str, set[str]]:
    """By address the codes of O*NET."""
    linked: dict[str, set[str]] = defaultdict(set)
    for one in rows("crosswalks/official_crosswalk_esco_onet.csv.gz", head=CROSSWALK_HEAD):
        if one["Type of Match"] in MATCHES:
            linked[one["ESCO or ISCO URI"]].add(one["O*NET Id"])
    return linked


def _spreads(linked: dict[str, set[str]]) -> dict[str, Spread]:
    """In which industries the jobs are, the mean over the SOC groups of all O*NET occupations that it is mapped to."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in rows("us_bls/oews_2024_occupation_by_industry.tsv.gz", delimiter="\t"):
        said[one["soc"].removesuffix(".00"), one["industry"]].add(one["employment"])
    # what stands twice with other numbers is left out, as the product does it
    sure = {pair: float(one) for pair, some in said.items() if len(some) == 1 for one in some if one}
    counted, found = ratings.spreads(sure), {}
    for address, codes in linked.items():
        groups = sorted({code.partition(".")[0] for code in codes})
        if (mean := ratings.mean_spread([counted[soc] for soc in groups if soc in counted])) is not None:
            found[address] = mean
    return found


def _ratings(linked: dict[str, set[str]]) -> dict[str, tuple[float, ...]]:
    """Standard scores of O*NET, the mean over all its occupations that it is mapped to."""
    scores = _scores()
    found = {
        address: ratings.mean([scores[code] for code in sorted(codes) if code in scores])
        for address, codes in linked.items()
    }
    return {address: scored for address, scored in found.items() if scored}


def _scores() -> dict[str, tuple[float, ...]]:
    """By code of O*NET, made comparable as the product does it."""
    value: dict[tuple[str, str], float] = {}
    for name in RATED:
        for one in rows(f"onet_29_3/{name}.tsv.gz", delimiter="\t"):
            written = one.get("Data Value") or one.get("Importance (IM)") or ""
            if one.get("Scale ID", "IM") in SCALES and written:
                value[one["O*NET-SOC Code"], one["Element ID"]] = float(written)
    codes, elements = sorted({code for code, _ in value}), sorted({element for _, element in value})
    at, of = {code: place for place, code in enumerate(codes)}, {one: place for place, one in enumerate(elements)}
    scored = ratings.standard({(at[code], of[element]): said for (code, element), said in value.items()})
    return {codes[place]: scores for place, scores in scored.items()}


def rome(addresses: list[str]) -> Rome:
    """Each group with every ESCO occupation that one of its titles is mapped to, all counting the same."""
    place = {address: at for at, address in enumerate(addresses)}
    held = _held(place)
    codes = sorted(held)
    members = sparse.lil_matrix((len(codes), len(addresses)))
    for row, code in enumerate(codes):
        members[row, sorted(held[code])] = 1 / len(held[code])
    every, near = _moves(codes)
    return Rome(codes, members.tocsr(), every, near)


def _held(place: dict[str, int]) -> dict[str, set[int]]:
    group = {one["code_ogr"]: one["code_rome"] for one in rows(ROME.format("referentiel_appellation"))}
    with gzip.open(SHARED / "crosswalks/national_to_esco_melo/fra_fr.json.gz", "rt") as file:
        titles: dict[str, dict[str, dict[str, str]]] = json.load(file)
    held: dict[str, set[int]] = defaultdict(set)
    for number, title in titles.items():
        if number in group:
            held[group[number]] |= {place[address] for address in title["matches"] if address in place}
    return {code: some for code, some in held.items() if some}


def _moves(codes: list[str]) -> tuple[Truth, Truth]:
    at = {code: row for row, code in enumerate(codes)}
    every, near = np.zeros((len(codes), len(codes)), bool), np.zeros((len(codes), len(codes)), bool)
    for one in rows(ROME.format("rubrique_mobilite")):
        here, there = at.get(one["code_rome"]), at.get(one["code_rome_cible"])
        if here is not None and there is not None and here != there:
            every[here, there] = True
            near[here, there] |= one["libelle_type_mobilite"] == "Proche"
    return every, near
