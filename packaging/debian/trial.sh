#!/usr/bin/env bash
# What becomes of a package in Debian 11, 12 and 13:  packaging/debian/trial.sh PACKAGE [SUITE...]
#
# In a fresh copy of each: installed by apt with what it depends on, its self-test run by an ordinary user, upgraded to the
# same program under a later number, removed (a person's results stay), purged. Fails where a step does, where a file of the
# program stays, or where one that a person keeps is gone. Needs root and debootstrap; some minutes a suite.
# The bare systems are kept in MIJIAN_CACHE (by default ~/.cache/mijian-ci), and made anew once a week.
set -euo pipefail
package=$(realpath "$1")
shift
suites=("$@")
[ ${#suites[@]} -gt 0 ] || suites=(bullseye bookworm trixie)
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'for suite in "${suites[@]}"; do umount "$work/$suite/proc" 2>/dev/null || true; done; rm -rf "$work"' EXIT
cache=${MIJIAN_CACHE:-$HOME/.cache/mijian-ci}
bare() { # SUITE
  [ -z "$(find "$cache/debian-$1.made" -mtime -7 2>/dev/null)" ] || return 0
  mkdir -p "$cache"
  rm -rf "$cache/debian-$1" "$cache/debian-$1.made"
  debootstrap --variant=minbase "$1" "$cache/debian-$1" >/dev/null
  touch "$cache/debian-$1.made"
}
say() { printf '[%4ss] %s\n' "$SECONDS" "$*"; }

dpkg-deb -R "$package" "$work/later"
sed -i 's/^Version: .*/&+later/' "$work/later/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$work/later" "$work/later.deb" >/dev/null
rm -rf "$work/later"

for suite in "${suites[@]}"; do
  place=$work/$suite
  bare "$suite"
  cp -a "$cache/debian-$suite" "$place"
  cp /etc/resolv.conf "$place/etc/resolv.conf"
  mount -t proc proc "$place/proc"
  inside() { chroot "$place" "$@"; }
  person() { chroot --userspec=1000:1000 "$place" env -i PATH=/usr/bin:/bin HOME=/home/wang LANG=C.UTF-8 "$@"; }
  inside useradd --create-home --uid 1000 wang
  cp "$package" "$place/one.deb"
  cp "$work/later.deb" "$place/later.deb"
  inside apt-get update -qq
  inside apt-get install -y -qq --no-install-recommends /one.deb >/dev/null
  say "$suite: installed $(inside dpkg-query -Wf '${Version}' mijian), glibc $(inside ldd --version | sed -n '1s/.* //p')"
  person mijian --self-test --language en | tail -n 1
  person sh -c 'mkdir -p ~/.local/share/mijian && echo kept >~/.local/share/mijian/mine'
  inside apt-get install -y -qq --no-install-recommends /later.deb >/dev/null
  inside dpkg-query -Wf '${Version}' mijian | grep -q '+later$'
  person mijian --version >/dev/null
  say "$suite: upgraded"
  inside apt-get remove -y -qq mijian >/dev/null
  [ ! -e "$place/usr/lib/mijian" ] && [ ! -e "$place/usr/bin/mijian" ]
  inside dpkg --purge mijian >/dev/null 2>&1 # with no settings of its own, apt has forgotten it by now
  left=$(find "$place/usr" "$place/etc" "$place/var/lib/dpkg/info" -name '*mijian*' -print)
  [ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
  [ "$(cat "$place/home/wang/.local/share/mijian/mine")" = kept ]
  say "$suite: removed and purged, the person's results are there"
  umount "$place/proc"
  rm -rf "$place"
done
