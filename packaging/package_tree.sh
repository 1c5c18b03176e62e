#!/usr/bin/env bash
# What every package of a frozen program puts on a computer:  packaging/package_tree.sh PROGRAM TREE
#
# PROGRAM is the folder that packaging/linux/build.sh made; TREE ends with all of it below TREE/usr: menu entry, icons, manual page,
# AppStream's data, polkit's action, a udev rule for phones. No service, no autostart, no script of a maintainer: what is
# unpacked is all there is. Dates are the commit's.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
here=$root/packaging/debian
program=$(realpath "$1")
tree=$(realpath -m "$2")
version=$(sed -n '/^version = /{s/.*"\(.*\)"/\1/p;q}' "$root/pyproject.toml")
made=$(git -C "$root" log -1 --format=%ct)
date=$(date -u -d "@$made" +%Y-%m-%d)
put() { install -D -m "${3:-644}" "$1" "$tree/$2"; }
filled() { sed "s/@VERSION@/$version/; s/@DATE@/$date/" "$1"; }

mkdir -p "$tree/usr/lib" "$tree/usr/bin"
cp -a "$program" "$tree/usr/lib/mijian"
ln -s ../lib/mijian/mijian "$tree/usr/bin/mijian"
"$root/.venv/bin/python" "$root/packaging/icon/render.py" "$tree/icons"
for size in 16 22 24 32 48 64 128 256; do
  put "$tree/icons/mijian-$size.png" "usr/share/icons/hicolor/${size}x$size/apps/mijian.png"
done
rm -rf "$tree/icons"
put "$root/packaging/icon/mijian.svg" usr/share/icons/hicolor/scalable/apps/mijian.svg
put "$here/mijian.desktop" usr/share/applications/mijian.desktop
put "$here/60-mijian-android.rules" usr/lib/udev/rules.d/60-mijian-android.rules
put "$here/cn.mijian.policy" usr/share/polkit-1/actions/cn.mijian.policy
filled "$here/cn.mijian.Mijian.metainfo.xml" >"$tree/metainfo" && put "$tree/metainfo" usr/share/metainfo/cn.mijian.Mijian.metainfo.xml
filled "$here/mijian.1" | gzip -9n >"$tree/page" && put "$tree/page" usr/share/man/man1/mijian.1.gz
printf 'mijian (%s) unstable; urgency=medium\n\n  * The release of that number; see CHANGELOG.md of the project.\n\n -- %s  %s\n' \
  "$version" "Mijian developers <mijian@example.org>" "$(date -u -R -d "@$made")" | gzip -9n >"$tree/changes"
put "$tree/changes" usr/share/doc/mijian/changelog.gz
cat >"$tree/copyright" <<X
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Mijian
Comment: The libraries inside have licences of their own: /usr/lib/mijian/licences.

Files: *
Copyright: Copyright (C) $(date -u -d "@$made" +%Y) Mijian developers
License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.
X
put "$tree/copyright" usr/share/doc/mijian/copyright
rm "$tree"/{metainfo,page,changes,copyright}

# Everything belongs to root and is closed to others' writing: as root the program runs nothing else.
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f -exec chmod u=rwX,go=rX {} +
find "$tree/usr/lib/mijian/_internal" -type f -exec chmod 644 {} + # libraries are loaded, the program alone is run
find "$tree" -newermt "@$made" -exec touch -h -d "@$made" {} +
