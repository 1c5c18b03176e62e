#!/usr/bin/env bash
# The frozen Windows program under Wine:  packaging/windows/trial.sh FOLDER [MSI]
#
# FOLDER is what build.sh calls under-wine: Wine 8 lacks what numpy asks for as it ships. The self-test is run from a path
# with blanks and Chinese, in a fresh copy of the Wine that packaging/wine/setup.sh made. With MSI, that is installed without
# a question, its program asked for its version, and removed again; where something stays, the trial fails.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
package=${2:+$(realpath "$2")}
export MIJIAN_CACHE=${MIJIAN_CACHE:-$HOME/.cache/mijian-ci}
"$root/packaging/wine/setup.sh"
work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEARCH=win64 WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe='
trap 'wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT
cp -a "$(realpath "$root/.wine-python")/prefix" "$WINEPREFIX"
# Standard streams are pipes, and the server starts away from them: see packaging/wine/winpy.
wineserver -p60 </dev/null >/dev/null 2>&1
wine cmd /c exit </dev/null >/dev/null 2>&1
run() { { { wine "$@" 3>&- | cat >&3; } 2>&1 | cat >&2; } 3>&1; }

place="$WINEPREFIX/drive_c/一个 文件夹"
mkdir "$place"
cp -a "$program" "$place/mijian"
run "$place/mijian/mijian.exe" --self-test --language en
[ -n "$package" ] || exit 0

run msiexec /i "Z:${package//\//\\}" /qn
installed="$WINEPREFIX/drive_c/Program Files/Mijian"
run "$installed/mijian.exe" --version
run msiexec /x "Z:${package//\//\\}" /qn
left=$(find "$installed" -type f 2>/dev/null || true)
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
