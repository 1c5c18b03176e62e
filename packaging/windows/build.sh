#!/usr/bin/env bash
# The frozen program for Windows, made under Wine:  packaging/windows/build.sh DEST
#
# DEST/mijian is what ships: every library as its wheel has it. DEST/under-wine is the same with numpy as Wine 8 can load
# it (packaging/wine/c_math.py); tests run that one. The build fails where a file asks for a DLL that neither lies inside
# nor is a part of Windows 10, or where the Visual C++ run-time inside is not one set of one version.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
dest=$(realpath -m "$1")
python=$root/.venv/bin/python
say() { printf '[%4ss] %s\n' "$SECONDS" "$*" >&2; }
export MIJIAN_CACHE=${MIJIAN_CACHE:-$HOME/.cache/mijian-ci} WINEDEBUG=-all

say "the Windows Python"
"$root/packaging/wine/setup.sh"
work=$(mktemp -d)
trap '"$work/wine/winpy" --stop 2>/dev/null || true; rm -rf "$work"' EXIT
cp -a "$(realpath "$root/.wine-python")" "$work/wine"
site=$work/wine/python/Lib/site-packages

say "locked wheels"
cp "$site/sitecustomize.py" "$work/"
rm -rf "$site"
"$python" "$root/packaging/bundle/requirements.py" package win32 AMD64 >"$work/requirements.txt"
"$python" -m pip install -q --root-user-action=ignore --no-compile --no-deps --only-binary=:all: --platform win_amd64 \
  --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none --require-hashes -r "$work/requirements.txt" \
  --target "$site"
cp -a "$site/numpy" "$work/numpy"
"$python" "$root/packaging/wine/c_math.py" "$site" >/dev/null
cp "$work/sitecustomize.py" "$site/"

say "icon and version"
mkdir -p "$work/clone/build"
git -C "$root" archive HEAD | tar -x -C "$work/clone" # what is committed, and the same from the first file to the last
"$python" "$root/packaging/icon/render.py" "$work/icon"
cp "$work/icon/mijian.ico" "$work/clone/build/"

say "freeze"
windows() { printf 'Z:%s' "${1//\//\\}"; }
made=$(git -C "$root" log -1 --format=%ct)
(cd "$work/clone" && SOURCE_DATE_EPOCH=$made PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 "$work/wine/winpy" -m PyInstaller --noconfirm --log-level WARN \
  packaging/mijian.spec --distpath "$(windows "$work/dist")" --workpath "$(windows "$work/work")")
program=$work/dist/mijian
"$python" "$root/packaging/windows/runtime.py" "$program"
"$python" "$root/packaging/bundle/licences.py" "$site" "$program"
mkdir -p "$dest"
rm -rf "$dest/under-wine" "$dest/mijian"
"$python" "$root/packaging/bundle/manifest.py" "$program"
cp -a "$program" "$dest/under-wine"
# What ships is what the wheels hold, byte for byte.
(cd "$work/numpy" && find . -name '*.pyd' -print0) | while IFS= read -r -d '' file; do
  [ ! -e "$program/_internal/numpy/$file" ] || cp "$work/numpy/$file" "$program/_internal/numpy/$file"
done
"$python" "$root/packaging/bundle/manifest.py" "$program"

say "gates"
"$python" "$root/packaging/windows/dlls.py" "$program"
"$python" "$root/packaging/bundle/sizes.py" "$program" --most 420 # OpenCV's wheel is 86 MB; on Linux base.sh makes a small one
find "$program" -exec touch -d "@$made" {} +
cp -a "$program" "$dest/mijian"
say "$dest/mijian"
