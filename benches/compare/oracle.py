"""What is right, by brute force: every row is measured for every question, with nothing that either side uses.

In: the list and a question. Out: a `Truth`. Distances are haversines on the sphere of the finder's
`src/domain/point.rs`; sets of specialties follow from the list's own columns by the rules in the README.
"""

import csv
import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

EARTH_RADIUS = 6_371_008.8
METRES_IN_A_MILE = 1609.344
# Rows closer to the edge of a circle than this may count or not: the two sides' spheres differ by 3 cm in radius.
EDGE = 0.01

# Texts of the workload that name a specialty; the finder reads it as a hard set.
NAMED = {
    "chiropractor": "chiropractor",
    "physical therapist": "physical-therapist",
    "massage therapist": "massage-therapist",
}

# The sets counted in class e: the finder's core specialties.
CORE = ("chiropractor", "physical-therapist", "omm")


@dataclass
class Truth:
    """What a right answer says; None is what is not defined for the question."""

    least: int | None = None
    most: int | None = None
    metres: np.ndarray | None = None
    counts: dict | None = None
    members: np.ndarray | None = None
    with_all_words: np.ndarray | None = None


class Oracle:
    """The list in arrays."""

    def __init__(self, path):
        npi, lat, lon, sets, texts, names = [], [], [], {}, [], []
        with open(path, encoding="utf-8", newline="") as file:
            for at, row in enumerate(csv.DictReader(file)):
                npi.append(int(row["npi"]))
                lat.append(float(row["lat"]))
                lon.append(float(row["lon"]))
                for name in self.sets_of(row):
                    sets.setdefault(name, []).append(at)
                names.append(" ".join([row["first_name"], row["last_name"], row["organization"]]))
                texts.append(" ".join([row["specialty"], row["methods"], row["conditions"], row["credentials"]]))
        self.npi = np.array(npi)
        self.order = np.argsort(self.npi)
        self.lat, self.lon = np.radians(lat), np.radians(lon)
        self.sets = {name: self.mask(rows) for name, rows in sets.items()}
        self.name_words = self.by_word(names)
        self.words = self.by_word(texts)
        self.sorted_names = sorted(self.name_words)
        self.last_distances = (None, None)

    @staticmethod
    def sets_of(row):
        """The sets of specialties that a row belongs to."""
        degrees = row["credentials"].replace(".", "").split(", ")
        if row["grp"] != "osteopath":
            yield row["grp"]
        if "DO" in degrees:
            yield "osteopath"
        if row["specialty_code"].startswith(("204C", "204D")):
            yield "omm"

    def mask(self, rows):
        mask = np.zeros(len(self.npi), dtype=bool)
        mask[rows] = True
        return mask

    @staticmethod
    def by_word(texts):
        """The rows of each whole word, in small letters."""
        rows, seen = {}, {}
        for at, text in enumerate(texts):
            words = seen.get(text)
            if words is None:
                words = seen[text] = set(re.findall("[a-z0-9]+", text.lower()))
            for word in words:
                rows.setdefault(word, []).append(at)
        return {word: np.array(found, dtype=np.int32) for word, found in rows.items()}

    def distances(self, lat, lon):
        """Metres from a point to every row."""
        if self.last_distances[0] != (lat, lon):
            here_lat, here_lon = np.radians(lat), np.radians(lon)
            half = (np.sin((self.lat - here_lat) / 2) ** 2
                    + np.cos(here_lat) * np.cos(self.lat) * np.sin((self.lon - here_lon) / 2) ** 2)
            self.last_distances = ((lat, lon), 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1))))
        return self.last_distances[1]

    def rows_of(self, npis):
        """Where the providers of an answer stand in the list."""
        at = np.searchsorted(self.npi, npis, sorter=self.order)
        return self.order[at]

    def beginning(self, start):
        """The rows with a word of a name or organization that begins so."""
        first, last = bisect_left(self.sorted_names, start), bisect_left(self.sorted_names, start + "~")
        return self.any_of(self.sorted_names[first:last])

    def any_of(self, words):
        mask = np.zeros(len(self.npi), dtype=bool)
        for word in words:
            mask[self.name_words.get(word, [])] = True
        return mask

    def all_words(self, words):
        """The rows that hold every word somewhere."""
        mask = np.ones(len(self.npi), dtype=bool)
        for word in words:
            mask &= self.mask(self.words.get(word, [])) | self.mask(self.name_words.get(word, []))
        return mask

    def members(self, question):
        """The rows that a question asks for, wherever they are: one set for each side, None where none is defined."""
        kind, text = question["cls"], question["text"]
        if kind in "acx":
            return {"both": self.sets[question["grp"]]}
        if kind == "e":
            return {"both": np.logical_or.reduce([self.sets[name] for name in CORE])}
        if kind == "f":
            *whole, start = text.split()
            mask = self.beginning(start)
            for word in whole:
                mask = mask & self.any_of([word])
            return {"both": mask}
        intent = question["intent"]
        if question["name"]:
            return {"finder": self.beginning(intent[0]), "PostgreSQL": self.any_of(intent)}
        asked = " ".join(intent)
        named = next((set_ for words, set_ in NAMED.items() if asked.endswith(words)), None)
        return {"finder": self.sets[named]} if named and not asked.startswith("sports") else {}

    def truth(self, question, side):
        """What `side` should answer."""
        truth = Truth()
        members = self.members(question)
        members = members.get("both", members.get(side))
        metres = None
        if question["lat"] is not None:
            metres = self.distances(question["lat"], question["lon"])
        edge = (question["radius"] or np.inf) * METRES_IN_A_MILE
        if members is not None:
            truth.members = members
            inside = members if metres is None else members & (metres <= edge + EDGE)
            truth.most = int(inside.sum())
            truth.least = truth.most if metres is None else int((members & (metres <= edge - EDGE)).sum())
            if question["cls"] in "acx":
                truth.metres = np.sort(metres[inside])[:question["limit"]]
            if question["cls"] == "e":
                truth.counts = {name: int((self.sets[name] & inside).sum()) for name in CORE}
                truth.counts = {name: count for name, count in truth.counts.items() if count}
        if question["cls"] in "bd":
            having = self.all_words(question["intent"])
            truth.with_all_words = having if metres is None else having & (metres <= edge + EDGE)
        return truth
