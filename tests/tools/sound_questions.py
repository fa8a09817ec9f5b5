"""Makes generated questions sound where the document cannot: places and ids exist, a place is named once.

Everything else stays as generated: words, filters, orders, pages, languages.
"""

import random

import schemathesis

PLACES = ["15213", "Chicago, IL", "Springfield", "Texas", "40.4443,-79.95", "99723", "00901"]
IDS = {
    "specialty": ["chiropractor", "physical_therapist", "osteopath"],
    "condition": ["neck_pain", "low_back_pain", "sciatica"],
    "technique": ["spinal_manipulation", "dry_needling", "mckenzie"],
    "language": ["en", "es", "Spanish"],
}


def printable(text):
    return "".join(character for character in text if character.isprintable())


def sound(question, in_body):
    """The same question with existing places and ids, chosen by what was generated so that a seed repeats them."""
    chosen = random.Random(repr(sorted(question.items(), key=str)))
    sound = {name: value for name, value in question.items() if value not in (None, "", [])}
    sound.pop("cursor", None)
    for name, ids in IDS.items():
        if name in sound:
            sound[name] = [chosen.choice(ids)] if in_body else chosen.choice(ids)
    for name in ("q", "name"):
        if name in sound:
            sound[name] = printable(sound[name])[:90]
    # A state is no point to measure from, so that a radius or an order by distance would need another place.
    sound.pop("lat", None)
    sound.pop("lon", None)
    measured = "radius" in sound or sound.get("sort") == "distance"
    sound["near"] = chosen.choice([place for place in PLACES if not measured or place != "Texas"])
    if "radius" in sound:
        sound["radius"] = chosen.choice(["5", "12.5mi", "40 km", "any"])
    return sound


@schemathesis.hook
def before_call(context, case, kwargs):
    if isinstance(case.query, dict):
        # No query at all is what a POST has.
        case.query = sound(case.query, in_body=False) if case.method.upper() == "GET" else {}
    if isinstance(case.body, dict):
        case.body = sound(case.body, in_body=True)
