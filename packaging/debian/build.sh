#!/usr/bin/env bash
# The Debian package of a frozen program:  packaging/debian/build.sh PROGRAM DEST [ARCH]
#
# PROGRAM is the folder that packaging/linux/build.sh made. No service, no autostart, no maintainer script: what is unpacked
# is all there is. Depends on what packaging/bundle/system-libraries.txt leaves to the system.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(realpath "$1")
dest=$(realpath -m "$2")
arch=${3:-amd64}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/pyproject.toml")
made=$(git -C "$root" log -1 --format=%ct)
date=$(date -u -d "@$made" +%Y-%m-%d)
export SOURCE_DATE_EPOCH=$made
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
put() { install -D -m "${3:-644}" "$1" "$tree/$2"; }
filled() { sed "s/@VERSION@/$version/; s/@DATE@/$date/" "$1"; }

mkdir -p "$tree/usr/lib" "$tree/usr/bin" "$dest"
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
put "$here/overrides" usr/share/lintian/overrides/mijian
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
Copyright: Mijian developers
License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.
X
put "$tree/copyright" usr/share/doc/mijian/copyright
rm "$tree"/{metainfo,page,changes,copyright}

# Everything belongs to root and is closed to others' writing: as root the program runs nothing else.
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f -exec chmod u=rwX,go=rX {} +
depends=$("$root/.venv/bin/python" "$root/packaging/bundle/libraries.py" --depends "$program")
mkdir "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<X
Package: mijian
Version: $version
Architecture: $arch
Maintainer: Mijian developers <mijian@example.org>
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)
Depends: $depends
Recommends: pkexec | policykit-1, fonts-noto-cjk
Section: admin
Priority: optional
Homepage: https://example.org/mijian
Description: offline secrecy inspection of computers, media and phones
 Reads settings, files and traces, says in plain words what to put right
 and how, and makes a signed report that anybody can verify. Offline,
 read-only, changes nothing that it inspects.
X
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
find "$tree" -newermt "@$made" -exec touch -h -d "@$made" {} +
dpkg-deb --root-owner-group -Zxz -z6 --build "$tree" "$dest/mijian_${version}_$arch.deb"
