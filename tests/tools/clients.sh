#!/usr/bin/env bash
# Generates API clients from a running server's own document, compiles them strictly, and searches with each.
#
#   tests/tools/clients.sh http://127.0.0.1:8080
#
# In: the server's address. Out: a line a client and `N passed, N failed`; exit 1 when any failed. What is generated
# lies in a temporary folder that goes afterwards, or in FINDER_KEEP, which stays.
set -uo pipefail
server=${1:?"usage: clients.sh http://127.0.0.1:PORT"}
here=$(cd "$(dirname "$0")" && pwd)
if [ -n "${FINDER_KEEP:-}" ]; then
  work=$FINDER_KEEP
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
passed=0
failed=0

# Runs the steps of one client, which are a function, and tells how it went.
client() {
  if "$2" >"$work/$2.log" 2>&1; then
    passed=$((passed + 1))
    printf 'ok      %s: %s\n' "$1" "$(tail -n 1 "$work/$2.log")"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$1"
    tail -n 40 "$work/$2.log" | cut -c 1-500
  fi
}

# Compiles every TypeScript file of a folder strictly and runs its main file.
compile_and_run() {
  cp "$here/clients/tsconfig.json" "$1/" &&
    ln -sfn "$here/node_modules" "$1/node_modules" &&
    printf '{"type": "module"}\n' >"$1/package.json" &&
    npx --no-install tsc --noEmit --project "$1" &&
    npx --no-install tsc --project "$1" &&
    FINDER_URL=$server node "$1/out/main.js"
}

typed_fetch() {
  mkdir -p "$work/typed_fetch" &&
    npx --no-install openapi-typescript "$work/openapi.json" --output "$work/typed_fetch/schema.ts" &&
    cp "$here/clients/typed_fetch.ts" "$work/typed_fetch/main.ts" &&
    compile_and_run "$work/typed_fetch"
}

hey_api() {
  mkdir -p "$work/hey_api" &&
    FINDER_WORK=$work npx --no-install openapi-ts --file "$here/clients/hey_api.config.mjs" &&
    cp "$here/clients/hey_api.ts" "$work/hey_api/main.ts" &&
    compile_and_run "$work/hey_api"
}

# Warnings of this generator are parts of the document that it left out, so they count as failures.
python_client() {
  PATH="$here/.venv/bin:$PATH" openapi-python-client generate --path "$work/openapi.json" --meta none --overwrite \
    --output-path "$work/python_client/specialist_finder_client" --config "$here/clients/python_client.yaml" --fail-on-warning &&
    FINDER_URL=$server PYTHONPATH="$work/python_client" "$here/.venv/bin/python" "$here/clients/python_client.py"
}

cd "$here" || exit 1
if ! node --input-type=module -e '
  const reply = await fetch(`${process.argv[1]}/v1/openapi.json`);
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  (await import("node:fs")).writeFileSync(process.argv[2], await reply.text());
' "$server" "$work/openapi.json"; then
  printf 'FAILED  the document cannot be fetched\n0 passed, 1 failed\n'
  exit 1
fi
client "openapi-typescript with openapi-fetch" typed_fetch
client "@hey-api/openapi-ts" hey_api
mkdir -p "$work/python_client"
client "openapi-python-client" python_client
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
