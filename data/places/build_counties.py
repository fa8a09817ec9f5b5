#!/usr/bin/env python3
"""Build counties.csv from zips.csv, cities.csv and nicknames.csv, which lie beside it.

    python3 build_counties.py

counties.csv  county,state,city,population   population: of the cities whose ZIP codes are mostly the county's.
              city: the largest of them, else the town that most of its ZIP codes name. The most populous county first,
              so that of several with one name the first is meant. Independent cities are no counties.
"""
import collections, csv, os, re

os.chdir(os.path.dirname(os.path.abspath(__file__)))
read = lambda name: list(csv.DictReader(open(name, encoding="utf-8")))
population = {}
for city in read("cities.csv"):
    population.setdefault((city["name"], city["state"]), int(city["population"]))
called = {(n["nickname"], n["state"]): n["city"] for n in read("nicknames.csv") if n["city"]}

def plain(county):
    if county in ("", "None") or re.search(r" city$", county, re.I):
        return ""
    return re.sub(r" (City and Borough|Census Area|Borough|Municipality|Municipio|County|Parish|Island)$", "", county)

# `DuPage` and `Dupage`, `St. Louis` and `Saint Louis` are one.
spelled = {}
of_county, of_city = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
for row in read("zips.csv"):
    county, state = plain(row["county"]), row["state"]
    if county:
        key = re.sub(r"^saint\b", "st", county.lower())
        county = spelled.setdefault((re.sub(r"[ .'-]", "", key), state), county)
        city = (row["city"], state)
        if city not in population:
            city = (called.get(city, row["city"]), state)
        of_county[county, state][city] += 1
        of_city[city][county] += 1
rows = []
for (county, state), towns in of_county.items():
    own = [town for town in towns if of_city[town].most_common(1)[0][0] == county]
    people = sum(population.get(town, 0) for town in own)
    if not people and sum(towns.values()) < 2:
        continue  # a ZIP code that the source puts into a neighbour's county
    largest = max(own or towns, key=lambda town: (population.get(town, 0), towns[town], town[0]))
    rows.append([county, state, largest[0], people])
rows.sort(key=lambda row: (-row[3], row[0], row[1]))
with open("counties.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow("county state city population".split())
    w.writerows(rows)
print(len(rows))
