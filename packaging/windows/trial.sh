#!/usr/bin/env bash
# The frozen Windows program under Wine:  packaging/windows/trial.sh FOLDER [MSI [LATER-MSI]]
#
# FOLDER is what build.sh calls under-wine: Wine 8 lacks what numpy asks for as it ships. The self-test is run from a path
# with blanks and Chinese, in a fresh copy of the Wine that packaging/wine/setup.sh made. With MSI, that is installed without
# a question, its program asked for its version, and removed again; where something stays, the trial fails. LATER-MSI, of a
# later version (MIJIAN_VERSION=... packaging/windows/installers.sh), is installed over it before that: one product is left.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
package=${2:+$(realpath "$2")}
later=${3:+$(realpath "$3")}
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

windows() { printf 'Z:%s' "${1//\//\\}"; }
products() { grep -c '"DisplayName"="Mijian"' "$WINEPREFIX/system.reg" || true; }
installed="$WINEPREFIX/drive_c/Program Files/Mijian"
run msiexec /i "$(windows "$package")" /qn
run "$installed/mijian.exe" --version
before=$(find "$installed" -type f | wc -l)
echo "installed: $before files"
if [ -n "$later" ]; then
  touch "$installed/of-an-older-version.txt"
  run msiexec /i "$(windows "$later")" /qn
  run "$installed/mijian.exe" --version
  rm "$installed/of-an-older-version.txt" # a person's own file is not the installer's to remove
  [ "$(find "$installed" -type f | wc -l)" -eq "$before" ] || { echo "not the same files after the upgrade" >&2; exit 1; }
  package=$later
fi
run msiexec /x "$(windows "$package")" /qn
wineserver -k
[ "$(products)" -eq 0 ] || { echo "a product is still listed" >&2; exit 1; }
left=$(find "$installed" -type f 2>/dev/null || true)
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
echo "installed${later:+, upgraded} and removed; nothing is left"
