#!/usr/bin/env bash
# Run by base.sh for another processor than this machine's:  foreign.sh ROOT PREFIX
#
# ROOT's own programs run under qemu-user, some ten times slower. What compiles is therefore this machine's: its compiler for the
# other processor, in ROOT, under the names that configure and make ask for. What they try out still runs under qemu-user.
set -euo pipefail
place=$1 prefix=$2
inside() { chroot "$place" "$@"; }
inside dpkg --add-architecture amd64
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends "gcc-$prefix:amd64" "g++-$prefix:amd64" make:amd64 cmake:amd64 libc6-dev >/dev/null
for name in gcc g++ ar as ld nm ranlib objcopy objdump readelf strip; do
  ln -s "/usr/bin/$prefix-$name" "$place/usr/local/bin/$name"
done
ln -s gcc "$place/usr/local/bin/cc"
ln -s g++ "$place/usr/local/bin/c++"
