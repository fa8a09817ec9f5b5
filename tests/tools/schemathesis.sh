#!/usr/bin/env bash
# Holds a running server against its own OpenAPI document with schemathesis, in two bounded runs.
#
#   tests/tools/schemathesis.sh http://127.0.0.1:8080
#
# 1. anything: sound and unsound values of every route. No server error, no status, content type, header or shape that
#    the document does not have, no unsound value accepted.
# 2. sound questions: what a document cannot say is settled by hooks (a place is named once, ids and places exist), so
#    that every question must be answered with 200 in the shape described.
#
# FINDER_EXAMPLES says how many cases an operation (60 without it), FINDER_SEED the seed. Prints what schemathesis
# prints of failures, a line a run and `N passed, N failed`; exit 1 when any failed.
set -uo pipefail
server=${1:?"usage: schemathesis.sh http://127.0.0.1:PORT"}
here=$(cd "$(dirname "$0")" && pwd)
examples=${FINDER_EXAMPLES:-60}
seed=${FINDER_SEED:-20261122}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

shapes=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance
shapes=$shapes,response_schema_conformance
refusals=negative_data_rejection,missing_required_header,unsupported_method,allow_header_conformance

# One worker: with several, a cache of hypothesis now and then fails on itself (`KeyError` in lambda_sources.py).
run() {
  local name=$1
  shift
  local log="$work/log" began=$SECONDS
  if "$here/.venv/bin/schemathesis" run "$server/v1/openapi.json" --seed "$seed" --max-examples "$examples" \
    --workers 1 --no-color --warnings off --continue-on-failure --generation-database none \
    --request-timeout 10 "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    printf 'ok      %s: %s, seed %s, %d s\n' "$name" "$(grep -m 1 ' generated' "$log" | xargs)" "$seed" $((SECONDS - began))
  else
    failed=$((failed + 1))
    printf 'FAILED  %s, seed %s\n' "$name" "$seed"
    tail -n 150 "$log" | cut -c 1-500
  fi
}

run "anything" --checks "$shapes,$refusals"
export SCHEMATHESIS_HOOKS="$here/sound_questions.py"
run "sound questions" --mode positive --phases examples,fuzzing --checks "$shapes,positive_data_acceptance" \
  --include-path /v1/search --include-path /v1/suggest --include-path "/v1/providers/{id}/explain"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
