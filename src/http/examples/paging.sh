#!/usr/bin/env bash
# Walks through all pages with curl, then reads an error.
set -euo pipefail
server=${FINDER_URL:-http://127.0.0.1:8080}

search() {
  curl --silent --show-error --max-time 10 "$server/v1/search" --header 'Content-Type: application/json' --data "$1"
}
value() { grep -oE "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

cursor='' page=0
while [ $((page += 1)) -le 5 ]; do
  answer=$(search '{"q": "physical therapist", "near": "Chicago, IL", "limit": 2'"${cursor:+, \"cursor\": \"$cursor\"}"'}')
  printf 'page %d: %s\n' "$page" "$(grep -oE '"kind":"[a-z]+","name":"[^"]*"' <<<"$answer" | cut -d '"' -f 8 | paste -sd ';' -)"
  cursor=$(value next <<<"$answer") || break # null on the last page
done

problem=$(search '{"q": "physical therapist", "near": "60600"}')
code=$(value code <<<"$problem")
printf 'refused: %s, perhaps %s\n' "$code" "$(grep -oE '"suggestions":\[[^]]*\]' <<<"$problem" | cut -d '"' -f 4)"
[ "$page" -gt 1 ] && [ "$code" = unknown_place ]
