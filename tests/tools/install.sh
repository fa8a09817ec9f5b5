#!/usr/bin/env bash
# Installs what the API and browser tests need into git-ignored folders: node_modules here and in ../browser, .venv here.
set -euo pipefail
cd "$(dirname "$0")"

npm ci --no-audit --no-fund
npm --prefix ../browser ci --no-audit --no-fund
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.txt
printf 'installed: node_modules, ../browser/node_modules, .venv\n'
