#!/usr/bin/env bash
# Puts the official CPython 3.11.9 for Windows and our locked Windows wheels under Debian's Wine, for the tests of the
# Windows code:
#
#   packaging/wine/setup.sh [DEST]      DEST: .wine-python beside the checkout's other folders
#
# With MIJIAN_CACHE, a folder, the default DEST lies there under its recipe's digest and the checkout has a link to it: a later
# checkout with the same recipe finds it whole. One that nobody asked for in a week goes.
#
# Idempotent: where DEST was made from the same recipe, it ends at once. Needs Debian 12 amd64 and a CPython 3.11 (its
# standard library in Python is the same on every system). Missing Debian packages are installed where we are root and
# named where we are not. Nothing is fetched but one wheel and the locked wheels, all pinned by hash.
#
# The binaries come from the panda3d 1.10.16 wheel (BSD), whose deploy_libs/ carry python311.dll and the standard
# library's .pyd as python.org built and signed them; with osslsigncode installed the signature is checked too.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
panda=37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82
python_dll=0817a2a657a24c0d5fbb60df56960f42fc66b3039d522ec952dab83e2d869364
signer='Release_v3.11.9_20240402.02'

say() { printf '[%3ss] %s\n' "$SECONDS" "$*" >&2; }

recipe=$(cat "$here"/{setup.sh,launcher.c,c_math.c,c_math.py,bcryptprimitives.c,python.manifest,requirements.py,winpy} "$root/packaging/locks/dev.txt" |
  sha256sum | cut -d' ' -f1)
if [ -n "${1:-}" ] || [ -z "${MIJIAN_CACHE:-}" ]; then
  dest=$(realpath -m "${1:-$root/.wine-python}")
else
  dest=$(realpath -m "$MIJIAN_CACHE")/wine-$recipe
  mkdir -p "$MIJIAN_CACHE"
  [ ! -e "$dest/recipe" ] || touch "$dest/recipe"
  find "$MIJIAN_CACHE" -mindepth 2 -maxdepth 2 -path '*/wine-*/recipe' -mtime +7 -printf '%h\0' | xargs -0r rm -rf
  [ ! -d "$root/.wine-python" ] || [ -L "$root/.wine-python" ] || rm -rf "$root/.wine-python"
  ln -sfn "$dest" "$root/.wine-python"
fi
if [ "$(cat "$dest/recipe" 2>/dev/null)" = "$recipe" ]; then
  exit 0
fi

missing=()
for package in wine64 wine gcc-mingw-w64-x86-64-win32 locales fonts-noto-cjk; do
  # `dpkg -s` is content with what was removed and left its settings.
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    say "missing: sudo apt-get install --no-install-recommends ${missing[*]}"
    exit 1
  fi
  say "apt: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=600 update -qq
  apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if ! grep -qi '^zh_CN.utf-\?8$' <<<"$(locale -a)"; then
  if [ "$(id -u)" -eq 0 ]; then localedef -i zh_CN -f UTF-8 zh_CN.UTF-8; else say "missing: the locale zh_CN.UTF-8"; exit 1; fi
fi
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { say "$python is not a Python 3.11"; exit 1; }

# An older one may still have its wineserver.
if [ -x "$dest/winpy" ]; then WINEPREFIX=$dest/prefix wineserver -k || true; fi
rm -rf "$dest"
mkdir -p "$dest"/{python/DLLs,python/Lib/site-packages,build}
cd "$dest/build"

say "CPython for Windows"
printf 'panda3d==1.10.16 --hash=sha256:%s\n' "$panda" >panda.txt
for_windows=(--no-deps --only-binary=:all: --platform win_amd64 --python-version 3.11 --implementation cp
  --abi cp311 --abi abi3 --abi none --require-hashes)
"$python" -m pip download -q "${for_windows[@]}" -r panda.txt -d .
"$python" -m zipfile -e panda3d-1.10.16-cp311-cp311-win_amd64.whl .
echo "$python_dll  deploy_libs/python311.dll" | sha256sum -c --quiet -
if command -v osslsigncode >/dev/null; then
  signature=$(osslsigncode verify -ignore-cdp -ignore-crl -in deploy_libs/python311.dll 2>/dev/null || true)
  [[ $signature == *"CN=Python Software Foundation"*"$signer"* ]] || { say "python311.dll: signer not recognised"; exit 1; }
fi
cp deploy_libs/{python311,VCRUNTIME140}.dll "$dest/python"
cp deploy_libs/*.pyd deploy_libs/{libffi-8,libcrypto-3,libssl-3,sqlite3}.dll "$dest/python/DLLs"
library=$("$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
tar -C "$library" --exclude=./{site-packages,dist-packages,lib-dynload,test,idlelib,tkinter} --exclude='./config-*' \
  --exclude=__pycache__ --exclude='./_sysconfigdata*' -cf - . | tar -C "$dest/python/Lib" -xf -

say "launcher and stub"
cp "$here/python.manifest" .
echo '1 24 "python.manifest"' >launcher.rc
x86_64-w64-mingw32-windres launcher.rc resources.o
x86_64-w64-mingw32-gcc -municode -O2 -s -o "$dest/python/python.exe" "$here/launcher.c" resources.o
# python3.dll, which stable-ABI wheels (psutil, PySide6) ask for: every export forwarded to python311.dll.
x86_64-w64-mingw32-objdump -p "$dest/python/python311.dll" >exports.txt
{
  printf 'LIBRARY python3.dll\nEXPORTS\n'
  awk '/\[Ordinal\/Name Pointer\] Table/ { names = 1 } names && NF == 0 { names = 0 } names && /\[ *[0-9]+\]/ { print $NF }' \
    exports.txt | sort -u | sed 's/.*/& = python311.&/'
} >python3.def
x86_64-w64-mingw32-gcc -shared -nostdlib -s -Wl,--entry=0 -o "$dest/python/python3.dll" python3.def

x86_64-w64-mingw32-gcc -shared -O2 -s -o bcryptprimitives.dll "$here/bcryptprimitives.c" -ladvapi32

say "locked wheels"
"$python" "$here/requirements.py" >requirements.txt
"$python" -m pip install -q --root-user-action=ignore --no-compile --target "$dest/python/Lib/site-packages" \
  "${for_windows[@]}" -r requirements.txt
"$python" "$here/c_math.py" "$dest/python/Lib/site-packages" >c_math.def
x86_64-w64-mingw32-gcc -shared -static -O2 -s -o mijian-crt-math-for-wine-8.dll "$here/c_math.c" c_math.def
# Wine keeps QT_* and the like from its programs: WPASS_NAME stands for NAME.
cat >"$dest/python/Lib/site-packages/sitecustomize.py" <<'X'
import os

for name in [name for name in os.environ if name.startswith("WPASS_")]:
    os.environ[name.removeprefix("WPASS_")] = os.environ[name]
X

say "Wine prefix"
cp "$here/winpy" "$dest/winpy"
chmod +x "$dest/winpy"
export WINEPREFIX=$dest/prefix WINEDEBUG=-all WINEARCH=win64 WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe='
wineboot -i </dev/null >/dev/null 2>&1
wineserver -w
# A person's folders are links to the home of who runs Wine: an audit would read that in their place.
find "$WINEPREFIX/drive_c/users" -maxdepth 2 -type l -exec sh -c 'for link; do rm "$link"; mkdir "$link"; done' _ {} +
cp bcryptprimitives.dll mijian-crt-math-for-wine-8.dll "$WINEPREFIX/drive_c/windows/system32/"
printf 'REGEDIT4\n\n[HKEY_CURRENT_USER\\Software\\Wine]\n"Version"="win10"\n' >windows-10.reg
wine regedit /S windows-10.reg </dev/null >/dev/null 2>&1
wineserver -w

"$dest/winpy" -c 'import sys, winreg, ctypes, psutil, msgspec; sys.exit(sys.getwindowsversion()[:2] != (10, 0))'
rm -rf "$dest/build"
echo "$recipe" >"$dest/recipe"
say "ready: $dest/winpy"
