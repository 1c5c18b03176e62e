#!/usr/bin/env bash
# The program's own code on arm64, under qemu-user:  ./mijian test-arm64 [PYTEST ARGUMENTS]
#
# A fresh Debian 12 of that processor in a folder, with Debian's Python and the locks' wheels for it (of Qt those of
# packaging/locks/linux-aarch64.txt): first the self-test, then the tests that are named, by default those of keys and signatures.
# As an ordinary user. It runs some ten times slower than here, which is why the system's packages are unpacked and not configured:
# no test asks for what that would do. Needs root, debootstrap and qemu-user-static registered with binfmt_misc.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
[ "$(id -u)" -eq 0 ] || { echo "root is needed: debootstrap and chroot" >&2; exit 69; }
[ $# -gt 0 ] || set -- tests/unit/report/keys
say() { printf '[%4ss] %s\n' "$SECONDS" "$*"; }
work=$(mktemp -d)
place=$work/root
trap 'umount "$place/proc" 2>/dev/null || true; rm -rf "$work"' EXIT
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

say "Debian 12 (arm64)"
mapfile -t window < <(awk '$1 == "window" && $2 != "-" || $1 == "phone" || $1 == "documents" { print $3 }' "$root/packaging/system-packages.txt")
packages=$(IFS=,; echo "python3,openssl,${window[*]}")
debootstrap --foreign --variant=minbase --arch=arm64 --include="$packages" bookworm "$place" >/dev/null
for package in "$place"/var/cache/apt/archives/*.deb; do dpkg-deb -x "$package" "$place"; done
install -d -o 1000 -g 1000 "$place/home/wang"
mount -t proc proc "$place/proc"

say "the locks' wheels"
requirements() { "$root/.venv/bin/python" "$root/packaging/bundle/requirements.py" "$1" linux aarch64; }
{
  requirements runtime
  requirements dev | grep -E '^(pytest|pytest-qt|pluggy|iniconfig|packaging|pygments|hypothesis|sortedcontainers)=='
} | sort -u >"$work/requirements.txt"
"$root/packaging/linux/wheels.sh" aarch64 "$work/requirements.txt" "$place/usr/local/lib/python3.11/dist-packages"
mkdir "$place/clone"
git -C "$root" archive HEAD | tar -x --no-same-owner -C "$place/clone"

inside() {
  chroot --userspec=1000:1000 "$place" env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/home/wang QT_QPA_PLATFORM=offscreen \
    sh -c 'cd /clone && exec "$@"' sh "$@"
}
say "the self-test"
inside python3 main.py --self-test --language en
say "pytest $*"
inside python3 -m pytest -q -p no:cacheprovider "$@"
say "passed"
