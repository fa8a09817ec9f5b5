-- The list in PostgreSQL: rows as they came, providers along a curve, and which set of specialties has whom where.
-- Statements are run one by one, in one transaction; `incoming` is filled between the first part and the second.

CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

CREATE TABLE incoming (
    npi bigint, first_name text, last_name text, credentials text, grp text, specialty_code text, specialty text,
    methods text, conditions text, organization text, address text, city text, state text, zip text,
    lat float8, lon float8, phone text, gender text, accepting text, telehealth text, languages text
);

-- copy

-- Rows near each other on the ground lie near each other on disk: PostGIS orders geometries by a Hilbert curve.
CREATE TABLE provider AS
SELECT row_number() OVER (ORDER BY ST_MakePoint(lon, lat))::int AS id, incoming.*,
    ST_MakePoint(lon, lat)::geography AS place,
    setweight(to_tsvector('simple', concat_ws(' ', first_name, last_name)), 'A')
        || setweight(to_tsvector('english', concat_ws(' ', specialty, replace(methods, '|', ' '))), 'B')
        || setweight(to_tsvector('english', replace(conditions, '|', ' ')), 'C')
        || setweight(to_tsvector('english', concat_ws(' ', organization, credentials)), 'D') AS words
FROM incoming
ORDER BY id;

ALTER TABLE provider ADD PRIMARY KEY (id);
CREATE INDEX provider_place ON provider USING gist (place);
CREATE INDEX provider_words ON provider USING gin (words);

-- Who belongs to which set that one asks for. `osteopath` is every DO, as in the finder; `omm` those listed under OMM.
CREATE TABLE member AS
SELECT set, id, place FROM (
    SELECT grp AS set, id, place FROM provider WHERE grp <> 'osteopath'
    UNION ALL
    SELECT 'osteopath', id, place FROM provider WHERE 'DO' = ANY (string_to_array(replace(credentials, '.', ''), ', '))
    UNION ALL
    SELECT 'omm', id, place FROM provider WHERE specialty_code LIKE '204D%' OR specialty_code LIKE '204C%'
) AS sets
ORDER BY set, id;

CREATE INDEX member_set_place ON member USING gist (set, place);

-- Totals without a circle change with the list only, so they are counted once.
CREATE TABLE set_total AS SELECT set, count(*) AS total FROM member GROUP BY set;
ALTER TABLE set_total ADD PRIMARY KEY (set);

-- Words of names, for beginnings of names.
CREATE TABLE name_word AS
SELECT DISTINCT word, id
FROM provider, regexp_split_to_table(lower(concat_ws(' ', first_name, last_name, organization)), '[^a-z0-9]+') AS word
WHERE word <> ''
ORDER BY word, id;

CREATE UNIQUE INDEX name_word_id ON name_word (word COLLATE "C", id);

-- Every word there is and in how many rows, to put a misspelt one right. Names are not stemmed (Williams is no
-- William), the rest is, so it matters which of both a word is; one that is both counts as no name.
CREATE TABLE spelling AS
SELECT DISTINCT ON (word) word, ndoc AS rows, is_name FROM (
    SELECT *, false AS is_name FROM ts_stat(
        $$SELECT to_tsvector('simple', concat_ws(' ', specialty, replace(methods, '|', ' '),
            replace(conditions, '|', ' '), organization, credentials)) FROM provider$$)
    UNION ALL
    SELECT *, true FROM ts_stat($$SELECT to_tsvector('simple', concat_ws(' ', first_name, last_name)) FROM provider$$)
) AS words
ORDER BY word, is_name;

ALTER TABLE spelling ADD PRIMARY KEY (word);
CREATE INDEX spelling_near ON spelling USING gin (word gin_trgm_ops);

-- What is typed as a query: titles left out, unknown words replaced by the nearest known one, the frequent one first.
CREATE FUNCTION spelled(typed text) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT string_agg(nullif(CASE WHEN known.is_name THEN plainto_tsquery('simple', known.word)
        ELSE plainto_tsquery('english', coalesce(known.word, asked.word)) END::text, ''), ' & ')::tsquery
    FROM regexp_split_to_table(lower(typed), '[^a-z0-9]+') AS asked(word)
    LEFT JOIN LATERAL (
        SELECT * FROM (
            (SELECT word, rows, is_name FROM spelling WHERE spelling.word = asked.word)
            UNION ALL
            (SELECT word, rows, is_name FROM spelling WHERE spelling.word % asked.word
                AND NOT EXISTS (SELECT FROM spelling AS exact WHERE exact.word = asked.word))
        ) AS near
        ORDER BY levenshtein(near.word, asked.word), near.rows DESC LIMIT 1
    ) AS known ON true
    WHERE asked.word NOT IN ('', 'dr')
$$;

DROP TABLE incoming;
