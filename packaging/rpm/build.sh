#!/usr/bin/env bash
# The RPM package of a frozen program, for openEuler and its kin:  packaging/rpm/build.sh PROGRAM DEST [ARCH]
#
# PROGRAM is the folder that packaging/linux/build.sh made; what goes in is of package_tree.sh. It asks for libraries by their
# names, which are the same in every distribution. For a trial LEVEL=0 is quicker and larger. Needs Debian's package rpm.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
dest=$(realpath -m "$2")
case ${3:-amd64} in
  amd64) machine=x86_64 ;;
  arm64) machine=aarch64 ;;
  *) echo "amd64 or arm64, not $3" >&2; exit 64 ;;
esac
version=$(sed -n '/^version = /{s/.*"\(.*\)"/\1/p;q}' "$root/pyproject.toml")
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/packaging/package_tree.sh" "$program" "$work/tree"
needed=$("$root/.venv/bin/python" "$root/packaging/bundle/libraries.py" --requires "$program")
mkdir -p "$dest"
rpmbuild --quiet -bb --target "$machine" --define "tree $work/tree" --define "number $version" --define "needed $needed" \
  --define "_topdir $work/made" --define "_rpmdir $dest" --define '_rpmfilename %{NAME}-%{VERSION}.%{ARCH}.rpm' \
  --define "_binary_payload w${LEVEL:-6}.xzdio" "$root/packaging/rpm/mijian.spec"
