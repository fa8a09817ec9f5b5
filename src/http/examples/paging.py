"""Walks through all pages with a cursor, then meets an error."""

import json
import os
import urllib.error
import urllib.request

SERVER = os.environ.get("FINDER_URL", "http://127.0.0.1:8080")


class Refused(Exception):
    """An error reply; `problem` has its code, field, detail and suggestions."""

    def __init__(self, problem):
        super().__init__(f"{problem['code']}: {problem['detail']}")
        self.problem = problem


def search(**question):
    request = urllib.request.Request(
        f"{SERVER}/v1/search",
        data=json.dumps(question).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as error:
        raise Refused(json.load(error)) from error


def everybody(**question):
    cursor = None
    while True:
        page = search(**question, cursor=cursor)
        yield from page["results"]
        cursor = page["next"]
        if cursor is None:  # that was the last page
            return


for number, result in enumerate(everybody(q="physical therapist", near="Chicago, IL", limit=2), start=1):
    print(f"{number}. {result['name']}, {result['distance']} mi")

try:
    search(q="physical therapist", near="60600")
except Refused as refused:
    assert refused.problem["code"] == "unknown_place", refused
    print("refused:", refused.problem["code"], "perhaps", " or ".join(refused.problem["suggestions"]))
else:
    raise SystemExit("a place that is not known was taken")
