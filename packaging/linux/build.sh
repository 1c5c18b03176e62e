#!/usr/bin/env bash
# The frozen program for Linux, from the locks, on the base of base.sh:
#
#   packaging/linux/build.sh DEST [ARCH]
#
# DEST/mijian is the program. ARCH: amd64, or arm64, whose part is run under qemu-user (needs qemu-user-static, registered with
# binfmt_misc, and binutils and gcc for aarch64-linux-gnu). The build fails where a file asks for a newer symbol than glibc 2.28
# has (on arm64 2.30: Qt's), for a library that neither lies inside nor is the system's own, where nobody knows whose a file is,
# or where the program is larger than packaging/bundle/sizes.py allows.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
dest=$(realpath -m "$1")
arch=${2:-amd64}
case $arch in
  amd64) machine=x86_64 glibc=2.28 ;;
  arm64) machine=aarch64 glibc=2.30 && export TARGET=aarch64-linux-gnu- ;;
  *) echo "amd64 or arm64, not $arch" >&2; exit 64 ;;
esac
own=$root/packaging/locks/linux-$machine.txt
instead=()
[ ! -e "$own" ] || instead=(--instead "$own")
python=$root/.venv/bin/python
say() { printf '[%4ss] %s\n' "$SECONDS" "$*" >&2; }

base=$("$root/packaging/linux/base.sh" "$arch")
work=$(mktemp -d)
inside=$base/root
mkdir -p "$inside/site" "$inside/clone" "$inside/out"
trap 'for place in site clone out proc; do umount "$inside/$place" 2>/dev/null || true; done; rm -rf "$work"' EXIT

say "locked wheels"
"$python" "$root/packaging/bundle/requirements.py" package linux "$machine" >"$work/requirements.txt"
"$root/packaging/linux/wheels.sh" "$machine" "$work/requirements.txt" "$work/site"
# OpenCV as base.sh made it, of the same release, in the wheel's place.
rm -rf "$work"/site/cv2 "$work"/site/opencv_python_headless.libs
cp "$inside"/opt/opencv/cv2*.so "$work/site/"
"$root/packaging/linux/icu.sh" "$work/site"

made=$(git -C "$root" log -1 --format=%ct)
say "freeze $(git -C "$root" describe --always)"
mkdir -p "$work/out" "$work/clone" "$dest"
git -C "$root" archive HEAD | tar -x -C "$work/clone" # what is committed, and the same from the first file to the last
mount --bind "$work/site" "$inside/site"
mount --bind -o ro "$work/clone" "$inside/clone"
mount --bind "$work/out" "$inside/out"
mount -t proc proc "$inside/proc"
# A digest decides the order of sets, and a time stands in each archive: both are the commit's, so that two builds agree.
chroot "$inside" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "SOURCE_DATE_EPOCH=$made" \
  PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/site PYINSTALLER_CONFIG_DIR=/out/cache /opt/python/bin/python3.11 -m PyInstaller --noconfirm --log-level WARN \
  --distpath /out/dist --workpath /out/work /clone/packaging/mijian.spec
program=$work/out/dist/mijian
"$python" "$root/packaging/bundle/slim.py" "$program"
"$python" "$root/packaging/bundle/licences.py" "$work/site" "$program" --base "$inside" "${instead[@]}"
"$python" "$root/packaging/bundle/manifest.py" "$program"
find "$program" -exec touch -h -d "@$made" {} +

say "gates"
"$python" "$root/packaging/bundle/libraries.py" "$program" --glibc "$glibc"
"$python" "$root/packaging/bundle/sizes.py" "$program"
rm -rf "$dest/mijian"
cp -a "$program" "$dest/mijian"
say "$dest/mijian"
