#!/usr/bin/env bash
# README's two commands on a bare Debian 12, by an ordinary user:  ./mijian test-setup
# They are run in a debootstrap (minbase) made from this computer's own package sources, and then again under load, after a
# set-up killed at five moments, after a move, without a network, and with packages brought along; last, the launcher's advice
# on Debian 11. Needs root, debootstrap and some 20 minutes. MIJIAN_SETUP_WORK: where the systems are made and kept.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
work=${MIJIAN_SETUP_WORK:-/var/tmp/mijian-setup}

say() { printf '[%4ss] %s\n' "$SECONDS" "$*"; }
need() { printf '%s\n' "$*" >&2; exit 69; }
failures=0
check() { # what, expected, seen
  if [ "$2" = "$3" ]; then say "ok    $1: $3"; else say "FAILED $1: $3 instead of $2"; failures=$((failures + 1)); fi
}

[ "$(id -u)" = 0 ] || need "需要 root / root is needed, for debootstrap and chroot"
command -v debootstrap >/dev/null || need "缺少 debootstrap / debootstrap is missing:  sudo apt-get install debootstrap"
# Mounts of our own, which end with us.
[ -n "${MIJIAN_SETUP_INSIDE:-}" ] || MIJIAN_SETUP_INSIDE=1 exec unshare --mount --propagation private "$PWD/tests/setup/run.sh" "$@"

# Whatever this computer needs to reach its package sources and index, the bare system gets as well.
system() { # suite
  local base=$work/$1.base
  if [ ! -e "$base/.complete" ]; then
    say "debootstrap $1"
    rm -rf "$base"
    mkdir -p "$work"
    debootstrap --variant=minbase "$1" "$base" >"$work/$1.log" 2>&1 || need "debootstrap: $work/$1.log"
    touch "$base/.complete"
  fi
  root=$work/$1
  rm -rf --one-file-system "$root"
  cp -a "$base" "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/tmp"
  chmod 1777 "$root/tmp"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  grep -lZ '^ *Acquire::' /etc/apt/apt.conf.d/* | xargs -0r cp -t "$root/etc/apt/apt.conf.d/"
  mkdir -p "$root/etc/xdg/pip"
  cp -L /etc/pip.conf "$root/etc/" 2>/dev/null || true
  cp -L /etc/xdg/pip/* "$root/etc/xdg/pip/" 2>/dev/null || true
  local place
  for place in ${MIJIAN_SETUP_MOUNT:-}; do # a folder of wheels or an index that pip's configuration names
    mkdir -p "$root$place"
    mount --bind "$place" "$root$place"
  done
  in_system apt-get -qq update
}

in_system() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# The ordinary user, at home. Variables of pip's come along: they say where its index is.
mapfile -t pip < <(env | grep '^PIP_' || true)
office() {
  exec chroot --userspec=office:office "$root" env -i PATH=/usr/bin:/bin HOME=/home/office LC_ALL=C.UTF-8 "${pip[@]}" \
    bash -c "cd && $1"
}
status() { local code=0; (office "$1") >"$work/said" 2>"$work/told" || code=$?; printf '%s' "$code"; }

install() { # packages
  in_system apt-get -qq install -y --no-install-recommends "$@" >"$work/apt.log" 2>&1 || need "apt-get: $work/apt.log"
  # The package has its own list of authorities; this computer's index may be signed by another.
  mkdir -p "$root/etc/ssl/certs"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
}

clone() {
  in_system useradd --create-home office
  mkdir "$root/home/office/mijian"
  git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -C "$root/home/office/mijian" -xf -
  in_system chown -R office:office /home/office
}

# README's own line, as it stands there; `git` is of no use here and costs little.
from_readme() { sed -n '/^sudo apt-get install git/,/[^\\]$/p' README.md | tr -d '\\\n' | sed 's/^sudo apt-get install//'; }

system bookworm
say "README's packages"
# shellcheck disable=SC2046
install $(from_readme)
clone

say "the two commands"
check "the window without a screen" 69 "$(status './mijian/mijian')"
check "set-up that came before it" 1 "$(grep -c '\[3/3\]' "$work/told" || true)"
check "lines on stderr after set-up that are Qt's" 0 "$(grep -c 'qt\.' "$work/told" || true)"
check "the window, still open after 20 seconds" 124 "$(status 'QT_QPA_PLATFORM=offscreen timeout 20 ./mijian/mijian')"
code=$(status './mijian/mijian audit')
case $code in 0 | 1 | 2) check "an audit" "$code" "$code" ;; *) check "an audit" "0, 1 or 2" "$code" ;; esac

say "20 starts in a row under load"
load=()
for _ in $(seq "${MIJIAN_SETUP_LOAD:-6}"); do
  while :; do :; done &
  load+=($!)
done
trap 'kill "${load[@]}" 2>/dev/null || true' EXIT
started=0
for _ in $(seq 20); do
  code=$(status 'QT_QPA_PLATFORM=offscreen timeout 4 ./mijian/mijian')
  again=$(status './mijian/mijian --language en checks')
  if [ "$code $again" = "124 0" ]; then started=$((started + 1)); else cat "$work/told"; fi
done
check "of 20 starts" 20 "$started"
kill "${load[@]}"
wait "${load[@]}" 2>/dev/null || true
trap - EXIT

say "set-up killed at five moments"
home=$root/home/office/mijian
finished=0
for sign in '.venv-*' '.venv-*/bin/python' '.venv-*/lib/python*/site-packages/pip' '.venv-*/lib/python*/site-packages/numpy' \
  '.venv-*/.complete.new'; do
  rm -rf "$home"/.venv*
  set -m # a process group of its own
  (office 'exec ./mijian/mijian --version') >"$work/said" 2>&1 &
  starting=$!
  set +m
  until compgen -G "$home/$sign" >/dev/null || ! kill -0 "$starting" 2>/dev/null; do :; done
  kill -9 -- "-$starting" 2>/dev/null || true
  wait "$starting" 2>/dev/null || true
  code=$(status './mijian/mijian --version')
  folders=$(compgen -G "$home/.venv-*" | wc -l)
  say "killed at $sign: then $code, $(cat "$work/said"), $folders folder"
  [ "$code $folders" != "0 1" ] || finished=$((finished + 1))
done
check "of 5 killed set-ups finished by the next start" 5 "$finished"

say "a move, and no network"
mv "$home" "$root/home/office/elsewhere"
home=$root/home/office/elsewhere
check "moved" "0 mijian" "$(status './elsewhere/mijian --version') $(cut -d' ' -f1 "$work/said")"
check "moved: made anew" 1 "$(grep -c '1/3' "$work/told" || true)"
readme=$(sed -n 's/^\.venv\/bin\/python -m pip download/&/p' README.md)
check "README's line for bringing packages along" 0 "$(status "cd elsewhere && $readme")"
mv "$home/packaging/wheels" "$home/wheels"
rm -rf "$home"/.venv*
without_network() {
  local code=0
  (exec unshare --net chroot --userspec=office:office "$root" env -i PATH=/usr/bin:/bin HOME=/home/office LC_ALL=C.UTF-8 \
    bash -c "cd && $1") >"$work/said" 2>"$work/told" || code=$?
  printf '%s' "$code"
}
rm -rf "$root/home/office/.cache/pip"
check "without a network" 69 "$(without_network './elsewhere/mijian audit')"
say "$(tail -n 1 "$work/told")"
mv "$home/wheels" "$home/packaging/wheels"
check "without a network, packages brought along" "0 mijian" "$(without_network './elsewhere/mijian --version') $(cut -d' ' -f1 "$work/said")"

system bullseye
install git python3 python3-venv
clone
check "Debian 11" 69 "$(status './mijian/mijian audit')"
say "$(cat "$work/told")"
check "Debian 11: advice to install what is there" 0 "$(grep -c apt-get "$work/told" || true)"

say "$failures failed"
[ "$failures" = 0 ]
