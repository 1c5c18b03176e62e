#!/usr/bin/env bash
# The oldest base that a Linux program can be frozen on here: a Debian 11 in a folder, with CPython, SQLite, OpenSSL and OpenCV
# made in it so that they ask for nothing newer than glibc 2.28 (Debian 10, UOS 20, Kylin V10).
#
#   packaging/linux/base.sh [ARCH]      ARCH: amd64 (this machine's) or arm64 (needs qemu-user-static; foreign.sh)
#
# Prints the folder. It is kept in MIJIAN_CACHE (by default ~/.cache/mijian-ci) under its recipe's digest; a second run ends at
# once. Needs root, debootstrap, dpkg-dev and some 20 minutes of one core; build.sh beside it needs icu-devtools and gcc. Sources are Debian 12's, patched as Debian has
# them and checked by its signatures; OpenCV's is the one whose hash the lock names.
#
# CPython: Debian 11 has none that is new enough. SQLite: Debian 11's asks for glibc 2.29. OpenSSL:
# Debian 11's has no support any more. OpenCV: the wheel carries all of FFmpeg and a library of linear algebra, 150 MB of which
# the program uses 10.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
arch=${1:-amd64}
case $arch in
  amd64) machine=x86_64 ;;
  arm64) machine=aarch64 ;;
  *) echo "amd64 or arm64, not $arch" >&2; exit 64 ;;
esac
[ "$(id -u)" -eq 0 ] || { echo "root is needed: debootstrap and chroot" >&2; exit 69; }
say() { printf '[%4ss] %s\n' "$SECONDS" "$*" >&2; }
locked() { sed -n "s/^$1==\([^ ]*\).*/\1/p" "$root/packaging/locks/runtime.txt"; }

made_of=("$here"/{base.sh,inside.sh,glibc228.h})
tools=(build-essential binutils cmake)
if [ "$arch" != amd64 ]; then
  made_of+=("$here/foreign.sh")
  tools=()
fi
recipe=$(cat "${made_of[@]}" "$root/packaging/system-packages.txt" <(locked opencv-python-headless) | sha256sum | cut -c1-16)
cache=${MIJIAN_CACHE:-$HOME/.cache/mijian-ci}
base=$cache/linux-$arch-$recipe
if [ -e "$base/complete" ]; then
  echo "$base"
  exit 0
fi
rm -rf "$base"
mkdir -p "$base/sources"

say "Debian 11 ($arch)"
debootstrap --variant=minbase --arch="$arch" bullseye "$base/root" >&2
cp /etc/resolv.conf "$base/root/etc/resolv.conf"
mount -t proc proc "$base/root/proc"
trap 'umount "$base/root/proc"' EXIT
# The window's libraries of the README, as far as Debian 11 has them: some are frozen in, the others are the desktop's own.
mapfile -t window < <(awk '$1 == "window" && $2 != "-" || $1 == "phone" || $1 == "documents" { print $3 }' "$root/packaging/system-packages.txt")
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
[ "$arch" = amd64 ] || "$here/foreign.sh" "$base/root" "$machine-linux-gnu"
chroot "$base/root" apt-get update -qq
chroot "$base/root" apt-get install -y -qq --no-install-recommends "${tools[@]}" nasm perl pkg-config tcl xz-utils \
  libffi-dev zlib1g-dev libbz2-dev liblzma-dev libexpat1-dev uuid-dev libxcb-randr0 "${window[@]}" >/dev/null

say "sources"
mkdir -p "$base/sources/lists/partial"
# Debian 12's sources from where this machine has Debian from, whatever its lists are called.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | sort -u | head -n 1)
echo "deb-src ${mirror:?no Debian mirror is known to apt} bookworm main" >"$base/sources/sources.list"
apt=(-o "Dir::Etc::sourcelist=$base/sources/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$base/sources/lists")
apt-get "${apt[@]}" update -qq
(cd "$base/sources" && apt-get "${apt[@]}" source -qq python3.11 sqlite3 openssl >/dev/null)
grep -A40 '^opencv-python-headless==' "$root/packaging/locks/runtime.txt" | awk 'NR == 1 || /--hash/ { print } NR > 1 && !/--hash/ { exit }' \
  >"$base/sources/opencv.txt"
"$root/.venv/bin/python" -m pip download -q --no-deps --no-binary opencv-python-headless --require-hashes -r "$base/sources/opencv.txt" \
  -d "$base/sources"
tar -xf "$base/sources"/opencv_python_headless-*.tar.gz -C "$base/sources"

say "numpy's headers"
"$root/.venv/bin/python" "$root/packaging/bundle/requirements.py" runtime linux "$machine" | grep '^numpy==' >"$base/sources/numpy.txt"
"$root/packaging/linux/wheels.sh" "$machine" "$base/sources/numpy.txt" "$base/root/build/numpy"

say "CPython, SQLite, OpenSSL, OpenCV"
cp -a "$base"/sources/python3.11-*/ "$base/root/build/python"
cp -a "$base"/sources/sqlite3-*/ "$base/root/build/sqlite"
cp -a "$base"/sources/openssl-*/ "$base/root/build/openssl"
cp -a "$base"/sources/opencv_python_headless-*/opencv "$base/root/build/opencv"
cp "$here"/{inside.sh,glibc228.h} "$base/root/build/"
# Nothing of the caller's surroundings: a TMPDIR of his is no folder in there.
chroot "$base/root" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 bash /build/inside.sh >&2
rm -rf "$base/root/build" "$base/sources"
touch "$base/complete"
echo "$base"
