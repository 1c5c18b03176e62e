#!/usr/bin/env bash
# Makes Qt's data of languages small:  icu.sh SITE-PACKAGES
#
# Qt brings ICU's data whole, 32 MB. The window is Chinese or English and sorts by these, and Python has encodings of its own:
# kept are Chinese, English, the root and the tables that all of them stand on. Needs icu-devtools and a C compiler; the
# library that comes out has data alone, for any processor of this byte order (TARGET=aarch64-linux-gnu- names another's).
set -euo pipefail
library=$(echo "$1"/PySide6/Qt/lib/libicudata.so.*)
release=${library##*.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
read -r offset size < <(readelf -Ws --dyn-syms "$library" | awk -v name="icudt${release}_dat" '$8 == name { print $2, $3; exit }')
# In this library the address of the data is its place in the file: one section, of constants.
dd if="$library" of="icudt${release}l.dat" iflag=skip_bytes,count_bytes skip=$((16#$offset)) count=$((size)) bs=1M status=none
icupkg -l "icudt${release}l.dat" >listed
kept='(root|en|en_US|zh|zh_Hans|zh_Hans_CN|pool|res_index|supplementalData|ucadata)\.(res|icu)'
{
  grep -E '\.cnv$|^unames\.icu$|^(rbnf|translit|brkitr)/' listed
  grep -E '^(unit|zone|lang|region|curr|coll)/' listed | grep -vE "/$kept\$"
  grep -E '^[a-z]{2,3}(_[A-Za-z_0-9]+)?\.res$' listed | grep -vE "^$kept\$"
} | sort -u >left-out.txt # by this ending icupkg knows a list
icupkg -r left-out.txt "icudt${release}l.dat" kept.dat
cat >data.s <<X
.section .rodata
.globl icudt${release}_dat
.type icudt${release}_dat, %object
.balign 16
icudt${release}_dat:
.incbin "kept.dat"
.size icudt${release}_dat, .-icudt${release}_dat
.section .note.GNU-stack,"",%progbits
X
"${TARGET:-}gcc" -shared -nostdlib -Wl,-soname,"libicudata.so.$release" -o small data.s
cat small >"$library"
