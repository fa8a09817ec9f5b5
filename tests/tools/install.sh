#!/usr/bin/env bash
# Installs what the API and browser tests need into git-ignored folders: node_modules here and in ../browser, .venv here.
set -euo pipefail
cd "$(dirname "$0")"

# A package registry that does not answer once is asked again.
again() {
  local tries
  for tries in 1 2 3; do
    "$@" && return
    printf 'failed (try %d of 3): %s\n' "$tries" "$*" >&2
    sleep $((tries * 5))
  done
  return 1
}

again npm ci --no-audit --no-fund
again npm --prefix ../browser ci --no-audit --no-fund
[ -x .venv/bin/python ] || python3 -m venv .venv
again .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.txt
printf 'installed: node_modules, ../browser/node_modules, .venv\n'
