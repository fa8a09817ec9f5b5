"""PostgreSQL 15 with PostGIS: a cluster of its own, the list loaded, the questions as prepared statements.

The cluster lives in a folder of the caller's, listens on a Unix socket only, and is stopped and deleted at the end.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psycopg

BINARIES = Path("/usr/lib/postgresql/15/bin")
METRES_IN_A_MILE = 1609.344

# For one client on two cores and 16 GiB or more, everything in memory; what is not here stands at its default, fsync
# among them. Compiling queries (jit) and starting a worker for one (parallel) cost more than they save at this size:
# with one worker the 99th percentiles were a 42, b 98, e 29 ms, without a 26, b 63, e 26 ms.
SETTINGS = """
listen_addresses = ''
shared_buffers = 3GB
work_mem = 256MB
maintenance_work_mem = 1GB
effective_cache_size = 12GB
random_page_cost = 1.1
effective_io_concurrency = 200
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 1
jit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 8GB
"""

COLUMNS = (
    "provider.npi, first_name, last_name, credentials, grp, specialty_code, specialty, methods, conditions,"
    " organization, address, city, state, zip, lat, lon, phone, gender, accepting, telehealth, languages"
)
HERE = "ST_MakePoint(%(lon)s::float8, %(lat)s::float8)::geography"
WITHIN = f"ST_DWithin(place, {HERE}, %(metres)s::float8, false)"
METRES = f"ST_Distance(place, {HERE}, false)"

# Every statement answers rows of (total, metres, the record); `total` is exact.
IN_A_CIRCLE = f"""
WITH hit AS MATERIALIZED (SELECT id, {METRES} AS metres FROM member WHERE set = %(set)s AND {WITHIN}),
     first AS (SELECT * FROM hit ORDER BY metres, id LIMIT %(limit)s::int)
SELECT (SELECT count(*) FROM hit), metres, {COLUMNS} FROM first JOIN provider USING (id) ORDER BY metres, id"""

# `<->` of geographies measures on the sphere, so the index gives them in the order asked for.
NEAREST = f"""
WITH first AS MATERIALIZED (
    SELECT id, {METRES} AS metres FROM member WHERE set = %(set)s ORDER BY place <-> {HERE} LIMIT %(limit)s::int)
SELECT (SELECT total FROM set_total WHERE set = %(set)s), metres, {COLUMNS}
FROM first JOIN provider USING (id) ORDER BY metres, id"""

SPELLED = "SELECT spelled(%(text)s)::text"

WORDS_IN_A_CIRCLE = f"""
WITH hit AS MATERIALIZED (
    SELECT id, ts_rank(words, %(query)s::tsquery) AS rank, {METRES} AS metres
    FROM provider WHERE words @@ %(query)s::tsquery AND {WITHIN}),
     first AS (SELECT * FROM hit ORDER BY rank DESC, metres, id LIMIT %(limit)s::int)
SELECT (SELECT count(*) FROM hit), metres, {COLUMNS}
FROM first JOIN provider USING (id) ORDER BY rank DESC, metres, id"""

WORDS = f"""
WITH hit AS MATERIALIZED (
    SELECT id, ts_rank(words, %(query)s::tsquery) AS rank FROM provider WHERE words @@ %(query)s::tsquery),
     first AS (SELECT * FROM hit ORDER BY rank DESC, id LIMIT %(limit)s::int)
SELECT (SELECT count(*) FROM hit), NULL, {COLUMNS} FROM first JOIN provider USING (id) ORDER BY rank DESC, id"""

COUNTS = f"""
SELECT asked.set, counted.count FROM unnest(ARRAY['chiropractor', 'physical-therapist', 'omm']) AS asked(set)
CROSS JOIN LATERAL (SELECT count(*) FROM member WHERE member.set = asked.set AND {WITHIN}) AS counted"""

BEGINNING = f"""
WITH hit AS MATERIALIZED (
    SELECT DISTINCT id FROM name_word WHERE word COLLATE "C" >= %(from)s AND word COLLATE "C" < %(to)s
    AND (%(other)s::text IS NULL OR EXISTS (
        SELECT FROM name_word AS whole WHERE whole.word COLLATE "C" = %(other)s AND whole.id = name_word.id))),
     first AS (SELECT id FROM hit ORDER BY id LIMIT %(limit)s::int)
SELECT (SELECT count(*) FROM hit), NULL, {COLUMNS} FROM first JOIN provider USING (id) ORDER BY id"""


class Postgres:
    """A running cluster with the list in it."""

    name = "PostgreSQL"

    def __init__(self, folder, list_path):
        self.folder = Path(folder).resolve() / "postgres"
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "--pgdata", self.folder / "data", "--username=postgres", "--auth=trust",
                 "--encoding=UTF8", "--locale=C.UTF-8")
        with open(self.folder / "data" / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(SETTINGS + f"unix_socket_directories = '{self.folder}'\n")
        self.control("start", "--log", self.folder / "log")
        self.connection = None
        try:
            self.connection = psycopg.connect(host=str(self.folder), user="postgres", autocommit=True)
            self.load(list_path)
        except BaseException:
            self.close()
            raise

    def run(self, program, *arguments):
        """Runs a program of PostgreSQL, which refuses to run as root."""
        command = [str(BINARIES / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def control(self, *arguments):
        self.run("pg_ctl", *arguments, "--pgdata", self.folder / "data", "--wait", "--timeout=120")

    def load(self, list_path):
        """Copies the list, builds tables and indexes, analyses them; all of that is the load time."""
        before, after = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8").split("-- copy\n")
        start = time.perf_counter()
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute(before)
            with open(list_path, "rb") as rows, cursor.copy("COPY incoming FROM STDIN (FORMAT csv, HEADER)") as copy:
                while piece := rows.read(1 << 20):
                    copy.write(piece)
            cursor.execute(after)
        for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
            self.connection.execute(statement)
        self.load_seconds = time.perf_counter() - start
        self.warm()
        self.disk_bytes = self.value("SELECT pg_database_size(current_database())")
        # Planned anew for each question, because radius and words decide which plan is good.
        self.connection.execute("SET plan_cache_mode = force_custom_plan")

    def warm(self):
        """Reads every table and index into shared buffers."""
        self.connection.execute("CREATE EXTENSION pg_prewarm")
        self.connection.execute(
            "SELECT pg_prewarm(oid) FROM pg_class"
            " WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace")

    def value(self, statement):
        return self.connection.execute(statement).fetchone()[0]

    def version(self):
        server, extension = self.value("SHOW server_version").split()[0], self.value("SELECT postgis_lib_version()")
        return f"PostgreSQL {server}, PostGIS {extension}"

    def rows(self, statement, given):
        return self.connection.execute(statement, given, prepare=True).fetchall()

    def begin(self):
        """Nothing: the connection stays open between rounds, and so do its prepared statements."""

    def floor(self):
        """The least that a round trip costs."""
        self.rows("SELECT 1", None)

    def prepare(self, question):
        """What a question is asked with."""
        given = {"lat": question["lat"], "lon": question["lon"], "set": question["grp"], "limit": question["limit"],
                 "metres": (question["radius"] or 0) * METRES_IN_A_MILE, "text": question["text"]}
        if question["cls"] == "f":
            *other, beginning = question["text"].split()
            given |= {"from": beginning, "to": beginning[:-1] + chr(ord(beginning[-1]) + 1)}
            given["other"] = other[0] if other else None
        return question["cls"], given

    def ask(self, prepared):
        """The whole question: for words first their spelling, then the search."""
        kind, given = prepared
        if kind in "bd":
            given["query"] = self.rows(SPELLED, given)[0][0]
        statement = {"a": IN_A_CIRCLE, "b": WORDS_IN_A_CIRCLE, "c": NEAREST, "d": WORDS, "e": COUNTS, "f": BEGINNING,
                     "x": IN_A_CIRCLE}[kind]
        return self.rows(statement, given)

    def read(self, question, rows):
        """An answer as (total, ids, metres, counts)."""
        if question["cls"] == "e":
            counts = {set_: count for set_, count in rows if count}
            return sum(counts.values()), [], [], counts
        return (rows[0][0] if rows else 0), [row[2] for row in rows], [row[1] for row in rows], None

    def close(self):
        """Stops the server and deletes its data."""
        if self.connection:
            self.connection.close()
        self.control("stop", "--mode=fast")
        shutil.rmtree(self.folder)
