#!/usr/bin/env bash
# The portable archive, the installer for a person and the one for group policy, of a frozen Windows program, and the script that
# tries them on a real Windows:
#
#   packaging/windows/installers.sh PROGRAM DEST      MIJIAN_SIGN=KEY.p12 MIJIAN_SIGN_PASS=FILE sign what is made
#
# The programs in PROGRAM are signed where they lie. Needs nsis, wixl and, to sign, osslsigncode. For a trial COMPRESSOR=zlib is quicker and larger.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(realpath "$1")
dest=$(realpath -m "$2")
version=${MIJIAN_VERSION:-$(sed -n '/^version = /{s/.*"\(.*\)"/\1/p;q}' "$root/pyproject.toml")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$dest"
signed() { # FILE: with the unit's certificate, where one was named. There is no time stamp: that needs a network.
  [ -n "${MIJIAN_SIGN:-}" ] || return 0
  osslsigncode sign -pkcs12 "$MIJIAN_SIGN" -readpass "$MIJIAN_SIGN_PASS" -n "Mijian" -h sha256 -in "$1" -out "$1.signed" >/dev/null
  mv "$1.signed" "$1"
}

for name in mijian mijianw; do signed "$program/$name.exe"; done
"$root/.venv/bin/python" "$root/packaging/bundle/manifest.py" "$program" \
  ${MIJIAN_SIGN:+--sign "$MIJIAN_SIGN" --passphrase "$MIJIAN_SIGN_PASS"} # the signed programs are other files
cp -a "$program" "$work/mijian"
"$root/.venv/bin/python" "$root/packaging/icon/render.py" "$work/icon"

(cd "$work" && "$root/.venv/bin/python" -m zipfile -c "$dest/mijian-$version-windows-x64.zip" mijian)

makensis -V2 -INPUTCHARSET UTF8 -DSRC="$work/mijian" -DVERSION="$version" -DICON="$work/icon/mijian.ico" -DCOMPRESSOR="${COMPRESSOR:-lzma}" \
  -DOUT="$dest/mijian-$version-windows-x64-setup.exe" "$here/installer.nsi"
signed "$dest/mijian-$version-windows-x64-setup.exe"

cd "$work"
find mijian -type f | sort | wixl-heat -p mijian/ --directory-ref INSTALLDIR --component-group files --var var.SRC --win64 >files.wxs
sed "s/@VERSION@/$version/" "$here/mijian.wxs" >mijian.wxs
wixl -a x64 -D Win64=yes -D SRC=mijian -o "$dest/mijian-$version-windows-x64.msi" mijian.wxs files.wxs
signed "$dest/mijian-$version-windows-x64.msi"

sed 's/$/\r/' "$here/try.cmd" >"$dest/try-windows.cmd"
