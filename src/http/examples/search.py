"""Searches with nothing but Python's standard library."""

import json
import os
import urllib.request

SERVER = os.environ.get("FINDER_URL", "http://127.0.0.1:8080")

question = {"q": "neck pain chiropractor", "near": "15213", "radius": "10mi", "limit": 3}
request = urllib.request.Request(  # a POST, so that the words stay out of addresses and logs
    f"{SERVER}/v1/search",
    data=json.dumps(question).encode(),
    headers={"Content-Type": "application/json"},
)
with urllib.request.urlopen(request, timeout=10) as reply:
    answer = json.load(reply)

for sign in answer["safety"]:  # danger signs come before everything else
    print(f"{sign['urgency']}: {sign['title']}. {sign['message']}")
for notice in answer["notices"]:
    print(notice["message"])
print("found:", answer["total"])
for result in answer["results"]:
    practice = result["practice"]
    about = "" if practice["accuracy"] == "exact" else "about "
    print(f"{result['name']}, {practice['city']}, {about}{result['distance']} mi, {practice['phone'] or 'no phone'}")
