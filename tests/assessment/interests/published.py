"""O*NET's own tables, read for the tests without any code of Wayline's readers."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import numpy as np

from wayline.assessment.interests.activities import TYPES, Element, Inventory, from_elements
from wayline.assessment.interests.fit import Rated

LETTER = {f"1.B.1.{place}": letter for place, letter in zip("abcdef", TYPES, strict=True)}


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def inventory(folder: Path) -> Inventory:
    types = defaultdict(list)
    for row in table(folder, "Basic Interests to RIASEC"):
        types[row["Basic Interests Element ID"]].append(LETTER[row["RIASEC Element ID"]])
    activities, names = defaultdict(list), {}
    for row in table(folder, "Interests Illustrative Activities"):
        activities[row["Element ID"]].append(row["Activity"])
        names[row["Element ID"]] = row["Element Name"]
    elements = [
        Element(code, names[code], tuple(types[code]) or (LETTER[code],), tuple(found), code in LETTER)
        for code, found in activities.items()
    ]
    return from_elements("onet-29.3", elements)


def rated(folder: Path) -> Rated:
    ratings: dict[str, dict[str, float]] = defaultdict(dict)
    titles = {}
    for row in table(folder, "Interests"):
        if row["Scale ID"] == "OI":
            ratings[row["O*NET-SOC Code"]][LETTER[row["Element ID"]]] = float(row["Data Value"])
            titles[row["O*NET-SOC Code"]] = row["Title"]
    zones = {row["O*NET-SOC Code"]: int(row["Job Zone"]) for row in table(folder, "Job Zones")}
    codes = tuple(ratings)
    matrix = np.array([[ratings[code][letter] for letter in TYPES] for code in codes])
    return Rated(codes, tuple(titles[code] for code in codes), matrix, tuple(zones.get(code, 0) for code in codes))
