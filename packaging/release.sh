#!/usr/bin/env bash
# A release in one command:  packaging/release.sh DEST [--sign KEY.p12 --passphrase FILE] [--arm64] [--no-windows]
#
# DEST is made anew and ends with all of it: the programs for Linux and Windows as archives, the Debian and RPM packages, the
# installers, the folder for a stick, the bill of materials, licences, notes, and SHA256SUMS over everything. With --sign the
# list of each program is signed, and Windows programs and installers carry the certificate. Needs root (debootstrap), rpm,
# Wine, nsis, wixl, osslsigncode and, the first time, about an hour; --arm64 adds an hour or two under qemu-user, --no-windows
# leaves out Windows and with it Wine.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 1 ] || { sed -n '2,9p' "$0" >&2; exit 64; }
dest=$(realpath -m "$1")
shift
arches=(amd64)
windows=yes
export MIJIAN_SIGN="" MIJIAN_SIGN_PASS=""
while [ $# -gt 0 ]; do
  case $1 in
    --sign) MIJIAN_SIGN=$(realpath "$2"); shift 2 ;;
    --passphrase) MIJIAN_SIGN_PASS=$(realpath "$2"); shift 2 ;;
    --arm64) arches+=(arm64); shift ;;
    --no-windows) windows=""; shift ;;
    *) echo "not known: $1" >&2; exit 64 ;;
  esac
done
version=$(sed -n '/^version = /{s/.*"\(.*\)"/\1/p;q}' "$root/pyproject.toml")
python=$root/.venv/bin/python
made=$(git -C "$root" log -1 --format=%ct)
rm -rf "$dest"
mkdir -p "$dest"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
listed() { # FOLDER: its list, signed where a key was named
  "$python" "$root/packaging/bundle/manifest.py" "$1" ${MIJIAN_SIGN:+--sign "$MIJIAN_SIGN" --passphrase "$MIJIAN_SIGN_PASS"}
}

stick=()
for arch in "${arches[@]}"; do
  machine=$([ "$arch" = amd64 ] && echo x86_64 || echo arm64)
  "$root/packaging/linux/build.sh" "$work/linux-$machine" "$arch"
  program=$work/linux-$machine/mijian
  listed "$program"
  tar -C "$work/linux-$machine" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$made" \
    -c mijian | xz -T0 -6 >"$dest/mijian-$version-linux-$machine.tar.xz"
  "$root/packaging/debian/build.sh" "$program" "$dest" "$arch"
  "$root/packaging/rpm/build.sh" "$program" "$dest" "$arch"
  cp "$program/licences/bom.json" "$dest/mijian-$version-linux-$machine.cdx.json"
  stick+=("linux-$machine=$program")
done
if [ -n "$windows" ]; then
  "$root/packaging/windows/build.sh" "$work/windows"
  "$root/packaging/windows/installers.sh" "$work/windows/mijian" "$dest"
  cp "$work/windows/mijian/licences/bom.json" "$dest/mijian-$version-windows.cdx.json"
  stick+=("windows=$work/windows/mijian")
fi
"$root/packaging/stick/build.sh" "$work/stick" "${stick[@]}"
find "$work/stick" -exec touch -h -d "@$made" {} +
(cd "$work/stick" && "$python" -m zipfile -c "$dest/mijian-$version-stick.zip" 密检)

cp -r "$work/linux-x86_64/mijian/licences" "$dest/licences"
"$python" "$root/packaging/dependencies.py" >"$dest/DEPENDENCIES.md"
{
  printf '# 密检 Mijian %s\n\n' "$version"
  git -C "$root" log -1 --format='提交 commit %H, %ci%n'
  sed -n '/^## /,$p' "$root/CHANGELOG.md" | awk '/^## / && n++ { exit } { print }'
} >"$dest/NOTES.md"
(cd "$dest" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum | sed 's# \./# #' >SHA256SUMS)
echo "$dest"
