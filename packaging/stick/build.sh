#!/usr/bin/env bash
# The folder for a stick:  packaging/stick/build.sh DEST [linux-x86_64=FOLDER] [linux-arm64=FOLDER] [windows=FOLDER]
#
# DEST/密检 holds the programs that were named side by side, a start file for each system, and a page that says how.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dest=$(realpath -m "$1")/密检
shift
rm -rf "$dest"
mkdir -p "$dest"
for named; do
  case $named in
    linux-x86_64=* | linux-arm64=*) install -m 755 "$here/linux.sh" "$dest/打开密检-Linux.sh" ;;
    windows=*) sed 's/$/\r/' "$here/windows.cmd" >"$dest/打开密检-Windows.cmd" ;;
    *) echo "not a program for a stick: $named" >&2; exit 64 ;;
  esac
  cp -a "${named#*=}" "$dest/${named%%=*}"
done
sed 's/$/\r/' "$here/readme.txt" >"$dest/说明 README.txt"
