"""Answers against the oracle: what was checked, what was right, and the first few that were not."""

from collections import defaultdict

import numpy as np

from oracle import EDGE, METRES_IN_A_MILE

# What is counted, in the order it is printed.
CHECKS = {
    "total": "exact totals",
    "order": "first results: as near as the oracle's, place by place",
    "metres": "distances told",
    "members": "results that belong to the set and lie in the circle",
    "counts": "counts by specialty",
    "words": "first results that hold every word asked for, of those there could be",
}
EXAMPLES = 40


class Score:
    """How often a side was right, by class and check."""

    def __init__(self, side):
        self.side = side
        self.right = defaultdict(int)
        self.asked = defaultdict(int)
        self.wrong = []

    def count(self, question, check, right, asked=1, found=""):
        self.right[question["cls"], check] += right
        self.asked[question["cls"], check] += asked
        if right < asked and check != "words":
            text = question["text"] or ""
            asked_as = f"question {question['id']} ({question['cls']}, {text})"
            self.wrong.append(f"{self.side}, {asked_as}, {check}: {found}"[:160])

    def judge(self, oracle, question, answer):
        """Holds one answer, (total, ids, metres, counts), against the truth."""
        total, ids, metres, counts = answer
        truth = oracle.truth(question, self.side)
        rows = oracle.rows_of(ids) if ids else np.array([], dtype=int)
        if truth.most is not None:
            self.count(question, "total", truth.least <= total <= truth.most, found=f"{total}, not {truth.most}")
        if truth.counts is not None:
            self.count(question, "counts", self.near_counts(truth, counts), found=f"{counts}, not {truth.counts}")
        if truth.members is not None and question["limit"]:
            belong = self.all_belong(oracle, question, truth, rows, total)
            self.count(question, "members", belong, found=f"{ids}")
        if question["lat"] is not None and ids:
            true = oracle.distances(question["lat"], question["lon"])[rows]
            off = np.abs(np.array(metres) - true).max()
            self.count(question, "metres", bool(off <= EDGE), found=f"off by {off} m")
        if truth.metres is not None:
            true = oracle.distances(question["lat"], question["lon"])[rows]
            same = len(true) == len(truth.metres) and bool((np.abs(true - truth.metres) <= EDGE).all())
            self.count(question, "order", same, found=f"{true}, not {truth.metres}")
        if truth.with_all_words is not None:
            possible = min(question["limit"], int(truth.with_all_words.sum()))
            self.count(question, "words", int(truth.with_all_words[rows].sum()), possible)

    @staticmethod
    def near_counts(truth, counts):
        """Counts agree; where a row lies on the edge itself, their sum may differ by it."""
        off = sum(abs(counts.get(name, 0) - truth.counts.get(name, 0)) for name in {*counts, *truth.counts})
        return off <= truth.most - truth.least

    @staticmethod
    def all_belong(oracle, question, truth, rows, total):
        """No result twice, none from outside, and as many as the total and the page allow."""
        inside = truth.members[rows].all() and len(set(rows.tolist())) == len(rows) == min(total, question["limit"])
        if question["radius"]:
            metres = oracle.distances(question["lat"], question["lon"])[rows]
            inside = inside and (metres <= question["radius"] * METRES_IN_A_MILE + EDGE).all()
        return bool(inside)


def table(scores):
    """The figures as lines of Markdown."""
    lines = ["| check | class | " + " | ".join(score.side for score in scores) + " |",
             "| --- | --- |" + " --- |" * len(scores)]
    for check, meaning in CHECKS.items():
        classes = sorted({kind for score in scores for kind, name in score.asked if name == check})
        for kind in classes:
            cells = []
            for score in scores:
                right, asked = score.right[kind, check], score.asked[kind, check]
                share = f" ({right / asked:.1%})" if asked and right < asked else ""
                cells.append(f"{right:,} of {asked:,}{share}" if asked else "not scored")
            lines.append(f"| {meaning} | {kind} | " + " | ".join(cells) + " |")
    wrong = [line for score in scores for line in score.wrong[:EXAMPLES]]
    return lines, wrong
