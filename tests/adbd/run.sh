#!/usr/bin/env bash
# The phone's tests against a real adbd (AOSP's own, on this computer), with Debian's adb as judge: ./mijian test-adbd
# Either one runs already (MIJIAN_ADBD_PORT), or MIJIAN_PHONE_PEER names a folder that can build and run one: recipe.sh,
# make_phone.sh and phone.py, as tests/unit/phone/README.md says. Building takes some minutes once, and root.
set -euo pipefail
cd "$(dirname "$0")/../.."
peer=${MIJIAN_PHONE_PEER:-../shared/phone-peer}
work=${MIJIAN_PHONE_WORK:-${XDG_CACHE_HOME:-$HOME/.cache}/mijian-adbd}
port=${MIJIAN_ADBD_PORT:-}
need() { printf '%s\n' "$*" >&2; exit 69; }

command -v adb >/dev/null || need "缺少 adb,请安装 / adb is missing:  sudo apt-get install adb"
if [ -z "$port" ]; then
  [ -f "$peer/recipe.sh" ] || need "没有给出 adbd / no adbd was given: set MIJIAN_ADBD_PORT, or MIJIAN_PHONE_PEER"
  [ "$(id -u)" = 0 ] || need "需要 root / root is needed to run adbd in a folder of its own"
  [ -x "$work/out/adbd" ] || bash "$peer/recipe.sh" "$work"
  if [ ! -x "$work/root/system/bin/adbd" ]; then
    command -v mksh toybox >/dev/null || need "缺少 / missing:  sudo apt-get install mksh toybox"
    bash "$peer/make_phone.sh" "$work/root" "$work/out/adbd"
  fi
  mkdir -p "$work/root/sdcard/many"
  for number in $(seq -f %04g 0 1999); do
    [ -f "$work/root/sdcard/many/$number.jpg" ] || head -c 262144 /dev/urandom >"$work/root/sdcard/many/$number.jpg"
  done
  port=15601
  python3 "$peer/phone.py" "$work/root" "$port" >"$work/phone.log" 2>&1 &
  phone=$!
  trap 'kill "$phone" 2>/dev/null || true' EXIT
  for _ in $(seq 50); do
    grep -q "listening on" "$work/phone.log" && break
    sleep 0.1
  done
fi
[ -z "${MIJIAN_ADBD_PORT:-}" ] && export MIJIAN_ADBD_ROOT=$work/root
MIJIAN_ADBD_PORT=$port .venv/bin/python -m pytest tests/unit/phone "$@"
