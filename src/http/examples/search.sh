#!/usr/bin/env bash
# Searches with curl. The question is the body of a POST, so that no address or log on the way holds it.
set -euo pipefail
server=${FINDER_URL:-http://127.0.0.1:8080}

answer=$(curl --silent --show-error --fail-with-body --max-time 10 "$server/v1/search" \
  --header 'Content-Type: application/json' \
  --data '{"q": "neck pain chiropractor", "near": "15213", "radius": "10mi", "limit": 3}')

# jq reads JSON better; this needs nothing but grep.
printf 'found: %s\n' "$(grep -o '"total":[0-9]*' <<<"$answer" | head -n 1 | cut -d : -f 2)"
grep -oE '"kind":"[a-z]+","name":"[^"]*"' <<<"$answer" | cut -d '"' -f 8
