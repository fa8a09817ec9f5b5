#!/usr/bin/env python3
"""PostgreSQL and the finder on the same list and the same questions: how long, how large, how right.

    sudo apt-get install postgresql-15 postgresql-15-postgis-3 python3-venv
    cargo build --release
    sudo nice -n -5 benches/compare/compare.py --list providers-1m.csv --questions questions.jsonl

Both sides load the list, answer every question a first time (these answers are held against the oracle), and then
every question in each of the rounds, side after side, one client, one connection. A question's time is the median of
its rounds, its first time told apart; percentiles are over the questions of a class. What is printed is Markdown.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
import venv
from contextlib import ExitStack
from datetime import date
from pathlib import Path

CLASSES = {
    "a": "a specialty in a circle, by distance",
    "b": "words in a circle, by relevance",
    "c": "the nearest 20 of a specialty, no circle",
    "d": "words alone, by relevance",
    "e": "counts by specialty in a circle",
    "f": "the beginning of a name",
    "x": "as a, across the 180° meridian",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", default="providers-1m.csv", help="the list both sides load")
    parser.add_argument("--questions", default="questions.jsonl", help="one question a line")
    parser.add_argument("--finder", default="target/release/finder", help="the program")
    parser.add_argument("--scratch", default="compare-scratch", help="a folder for both sides' data, made and deleted")
    parser.add_argument("--venv", default="benches/compare/.venv", help="where Python packages are installed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="abcdefx", help="the classes to ask")
    return parser.parse_args()


def with_packages(folder):
    """Starts this script again inside a virtual environment with what `requirements.txt` names."""
    inside = Path(folder).resolve()
    if Path(sys.prefix).resolve() == inside:
        return
    python = inside / "bin" / "python"
    if not python.exists():
        venv.create(inside, with_pip=True)
    wanted = Path(__file__).resolve().parent / "requirements.txt"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", wanted], check=True)
    os.execv(python, [str(python), *sys.argv])


def load_average():
    return f"{os.getloadavg()[0]:.1f}"


def asked(side, questions):
    """Every question once: the answers, and milliseconds from the question's parameters to the last byte."""
    prepared = [side.prepare(question) for question in questions]
    side.begin()
    answers, took = [], []
    for question in prepared:
        start = time.perf_counter_ns()
        answer = side.ask(question)
        took.append((time.perf_counter_ns() - start) / 1e6)
        answers.append(answer)
    return answers, took


def floor(side, times=500):
    side.begin()
    took = []
    for _ in range(times):
        start = time.perf_counter_ns()
        side.floor()
        took.append((time.perf_counter_ns() - start) / 1e6)
    return statistics.median(took)


def percentile(values, share):
    values = sorted(values)
    return values[(len(values) - 1) * share // 100]


def milliseconds(value):
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def speed_table(sides, questions, rounds):
    """Median and 99th percentile of each class, `rounds` being the times by side, round and question."""
    heads = [f"{side.name}, {when}p50 / p99 ms" for when in ("", "first time ") for side in sides]
    lines = ["| class | questions | " + " | ".join(heads) + " |", "| --- | --- |" + " --- |" * len(heads)]
    for kind, meaning in CLASSES.items():
        at = [index for index, question in enumerate(questions) if question["cls"] == kind]
        if not at:
            continue
        first = [[rounds[side.name][0][index] for index in at] for side in sides]
        again = [[statistics.median(one[index] for one in rounds[side.name][1:]) for index in at] for side in sides]
        cells = [" / ".join(milliseconds(percentile(took, share)) for share in (50, 99)) for took in again + first]
        lines.append(f"| {kind}: {meaning} | {len(at)} | " + " | ".join(cells) + " |")
    return lines


def other_table(sides):
    """What is measured once."""
    return [
        "| | " + " | ".join(side.name for side in sides) + " |",
        "| --- |" + " --- |" * len(sides),
        "| an empty round trip, p50 ms | " + " | ".join(f"{floor(side):.3f}" for side in sides) + " |",
        "| loading the list, s | " + " | ".join(f"{side.load_seconds:.1f}" for side in sides) + " |",
        "| on disk, MB | " + " | ".join(f"{side.disk_bytes / 1e6:,.0f}" for side in sides) + " |",
    ]


def measure(options, questions):
    """Loads, asks and prints; gives the answers by side. Stops both sides and deletes their data whatever happens."""
    from finder import Finder
    from postgres import Postgres

    scratch = Path(options.scratch)
    scratch.mkdir()
    scratch.chmod(0o755)
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, scratch)
        loads = [load_average()]
        postgres = Postgres(scratch, options.list)
        ending.callback(postgres.close)
        finder = Finder(scratch, options.list, options.finder)
        ending.callback(finder.close)
        sides = [postgres, finder]
        rounds, answers = {side.name: [] for side in sides}, {}
        for number in range(1 + options.rounds):
            for side in sides:
                loads.append(load_average())
                replies, took = asked(side, questions)
                rounds[side.name].append(took)
                if number == 0:
                    answers[side.name] = [side.read(*pair) for pair in zip(questions, replies, strict=True)]
        print(f"{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()},",
              ", ".join(side.version() for side in sides) + f"; load average {', '.join(loads)}.\n")
        print("\n".join([*speed_table(sides, questions, rounds), "", *other_table(sides)]), flush=True)
    return answers


def main():
    options = arguments()
    with_packages(options.venv)
    from oracle import Oracle
    from score import Score, table

    with open(options.questions, encoding="utf-8") as lines:
        questions = [question for question in map(json.loads, lines) if question["cls"] in options.only]
    answers = measure(options, questions)
    oracle = Oracle(options.list)
    scores = [Score(name) for name in answers]
    for index, question in enumerate(questions):
        for score in scores:
            score.judge(oracle, question, answers[score.side][index])
    lines, wrong = table(scores)
    print("\n" + "\n".join(lines))
    if wrong:
        print("\nNot right:\n\n" + "\n".join(f"- {line}" for line in wrong))


if __name__ == "__main__":
    main()
