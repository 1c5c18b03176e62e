#!/usr/bin/env bash
# The Debian package of a frozen program:  packaging/debian/build.sh PROGRAM DEST [ARCH]
#
# PROGRAM is the folder that packaging/linux/build.sh made; what goes in is of package_tree.sh. For a trial
# COMPRESSOR=gzip LEVEL=1 is quicker and larger. Depends on what packaging/bundle/system-libraries.txt leaves to the system.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(realpath "$1")
dest=$(realpath -m "$2")
arch=${3:-amd64}
version=$(sed -n '/^version = /{s/.*"\(.*\)"/\1/p;q}' "$root/pyproject.toml")
made=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH=$made
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

mkdir -p "$dest"
"$root/packaging/package_tree.sh" "$program" "$tree"
install -D -m 644 "$here/overrides" "$tree/usr/share/lintian/overrides/mijian"
find "$tree" -type d -exec chmod 755 {} +
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
dpkg-deb --root-owner-group "-Z${COMPRESSOR:-xz}" -z"${LEVEL:-6}" --build "$tree" "$dest/mijian_${version}_$arch.deb"
