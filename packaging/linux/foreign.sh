#!/usr/bin/env bash
# Run by base.sh for another processor than this machine's:  foreign.sh ROOT PREFIX      PREFIX: aarch64-linux-gnu
#
# ROOT's own programs run under qemu-user, some ten times slower. What compiles is therefore this machine's: Debian's compiler for
# the other processor, in ROOT, under the names that configure and make ask for. What they try out still runs under qemu-user.
#
# apt cannot install such a compiler there, whose own libraries are packages for "all" processors and so count as ROOT's. Its
# files are unpacked beside the packages, and the libraries that it runs with installed as this machine's.
set -euo pipefail
place=$1 prefix=$2
arch=${prefix%%-*}
arch=${arch/aarch64/arm64}
inside() { chroot "$place" "$@"; }
inside dpkg --add-architecture amd64
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends {make,cmake,libmpc3,libmpfr6,libgmp10,libisl23,zlib1g,libstdc++6}:amd64 libc6-dev >/dev/null

release=$(inside apt-cache depends "gcc-$prefix:amd64" | sed -n "s/.*Depends: gcc-\([0-9]*\)-.*/\1/p" | head -n 1)
mkdir "$place/compiler"
inside sh -c 'cd /compiler && apt-get download -qq "$@"' sh {gcc,g++,cpp}-"$release-$prefix:amd64" "binutils-$prefix:amd64" \
  "libgcc-$release-dev-$arch-cross" "libstdc++-$release-dev-$arch-cross" "libc6-dev-$arch-cross" "linux-libc-dev-$arch-cross" \
  "libc6-$arch-cross" "libgcc-s1-$arch-cross" "libstdc++6-$arch-cross"
for package in "$place"/compiler/*.deb; do dpkg-deb -x "$package" "$place"; done
rm -r "$place/compiler"
for name in gcc g++; do ln -s "/usr/bin/$prefix-$name-$release" "$place/usr/local/bin/$name"; done
for name in ar as ld nm ranlib objcopy objdump readelf strip; do ln -s "/usr/bin/$prefix-$name" "$place/usr/local/bin/$name"; done
ln -s gcc "$place/usr/local/bin/cc"
ln -s g++ "$place/usr/local/bin/c++"
