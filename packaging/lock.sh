#!/usr/bin/env bash
# Writes the lock files anew from pyproject.toml. Run it after changing a dependency; needs `uv` on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "${@:2}" pyproject.toml -o "packaging/locks/$1.txt"; }
lock runtime
lock dev --group dev
lock package --group package
lock fuzz --group dev --group fuzz
