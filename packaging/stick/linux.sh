#!/bin/sh
# 双击，或在终端里： sh 打开密检-Linux.sh      in a terminal:  sh 打开密检-Linux.sh [audit ...]
# Starts the program for this computer's processor from this folder, whatever the folder is called and whether or not it can
# be written. What it keeps goes to results beside this file; on a write-protected stick to nowhere: save what you need from the
# window, or name files (--json, --record).
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 69
case $(uname -m) in
  x86_64) program=$here/linux-x86_64/mijian ;;
  aarch64) program=$here/linux-arm64/mijian ;;
  *) program= ;;
esac
say() { printf '%s\n%s\n' "$1" "$2" >&2; }
if [ -z "$program" ] || [ ! -f "$program" ]; then
  say "这个 U 盘上没有适合这种处理器（$(uname -m)）的密检。" "There is no Mijian for this processor ($(uname -m)) on this stick."
  exit 69
fi
if [ ! -x "$program" ]; then
  say "系统不让程序从这个 U 盘上运行。请把 U 盘格式化为 exFAT 再复制一遍，或把整个文件夹复制到电脑的磁盘上运行。" \
    "This system lets nothing run from this stick. Format it as exFAT and copy the folder again, or copy the folder to the disk."
  exit 69
fi
if mkdir -p "$here/results" 2>/dev/null && [ -w "$here/results" ]; then
  exec "$program" --store "$here/results" "$@"
fi
kept=$(mktemp -d) || exit 69
trap 'rm -rf "$kept"' EXIT
trap 'exit 130' INT TERM
say "U 盘不能写入：关闭后什么也不留下。要留的结果请在窗口里另存。" \
  "The stick cannot be written: nothing is kept after closing. Save what you need from the window."
"$program" --store "$kept" "$@"
