#!/usr/bin/env bash
# Installs wheels for another Linux than this one: wheels.sh MACHINE REQUIREMENTS FOLDER. Nothing newer than manylinux_2_28
# is taken (arm64: 2_31, which Qt's wheels call themselves), nothing is built, each hash is compared.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
newest=$([ "$1" = aarch64 ] && echo 31 || echo 28)
platforms=()
for version in $(seq 5 "$newest"); do platforms+=(--platform "manylinux_2_${version}_$1"); done
for name in manylinux2014 manylinux2010 manylinux1; do platforms+=(--platform "${name}_$1"); done
exec "$root/.venv/bin/python" -m pip install -q --root-user-action=ignore --no-compile --no-deps --only-binary=:all: \
  --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none "${platforms[@]}" --require-hashes -r "$2" --target "$3"
