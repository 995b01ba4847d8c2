#!/bin/sh
# The router's side of a deploy. It travels inside every bundle, so that it always fits the client that sent it, and
# needs nothing on the router but a POSIX shell (dash, busybox ash) and the usual small tools.
#
# The promise it keeps: the router ends with the old configuration or the new one, whatever dies on the way. A guard
# that belongs to no ssh session is armed before the first change and rolls back unless one outcome, "confirmed", was
# decided before the deadline. Everything about one deploy lies in its transaction directory, $TXN.
set -u
umask 077
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

PROTOCOL=1
PREFIX='@rs'
ROOT='' # where the router's file tree begins; anything but empty only in tests
SYS=''  # stands before every command that touches the system; anything but empty only in tests
GUARDS=2
LOOKS=10          # times that a rollback looks, a second apart, whether everything is what it was
STEP_LIMIT=60     # seconds that one command may take,
BEGIN_LIMIT=60    # the apply to begin once the guard is armed,
LOCK_LIMIT=60     # a deploy to become a transaction or to end,
PACKAGE_LIMIT=300 # apk, which downloads,
SAVE_LIMIT=120    # and lbu, which may have a slow medium

# Places. Called once ROOT is known.
places() {
  RUN=$ROOT/run/router-spec
  LIB=$ROOT/var/lib/router-spec
  KEEP=$ROOT/etc/router-spec # in /etc, since that is what lbu saves
  DISKLESS=no
  case $(awk '$2 == "/" { fs = $3 } END { print fs }' "$ROOT/proc/mounts" 2>/dev/null) in
    tmpfs | rootfs | ramfs) has lbu && DISKLESS=yes ;;
  esac
  # In RAM a power cut forgets the transaction together with the change; on a disk both stay, and the boot check
  # finds the one by the other.
  if [ "$DISKLESS" = yes ]; then TXNS=$RUN/txn; else TXNS=$LIB/txn; fi
}

has() { command -v "$SYS$1" >/dev/null 2>&1; }

# A place where tests break the agent on purpose; see `sandbox` in bundle.ts.
point() { :; }

# Uptime in whole seconds, in NOW: a clock that no time server sets and that does not run on over a reboot.
now() {
  read -r NOW _ </proc/uptime
  NOW=${NOW%%.*}
}

tick() { sleep 0.2 2>/dev/null || sleep 1; }

boot_id() { cat "$ROOT/proc/sys/kernel/random/boot_id" 2>/dev/null; }

# want KEY FILE: the value of a `key value` line.
want() { sed -n "s/^$1 //p" "$2" 2>/dev/null | head -n 1; }

# number VALUE DEFAULT: the value if it is a sane number; uptimes are among them.
number() {
  case $1 in
    '' | *[!0-9]* | ??????????*) echo "$2" ;;
    *) echo "$1" ;;
  esac
}

# --- what the client reads -------------------------------------------------------------------------------------------

# Text as the inside of a JSON string, in ESCAPED. Control characters have no business in a message.
escape() {
  ESCAPED=$1
  case $1 in
    *[!A-Za-z0-9\ ./:_,@=+-]*)
      ESCAPED=$(printf '%s' "$1" | tr '\n\t' '  ' | tr -d '\000-\037\177' | sed 's/[\\"]/\\&/g')
      ;;
  esac
}

# emit EVENT [KEY VALUE]...: one event as one line in one write.
emit() {
  json="{\"event\":\"$1\""
  shift
  while [ $# -ge 2 ]; do
    escape "$2"
    json="$json,\"$1\":\"$ESCAPED\""
    shift 2
  done
  printf '%s %s}\n' "$PREFIX" "$json"
}

# refuse CODE [DETAIL]: nothing was changed, and this is why.
refuse() {
  emit end state unchanged code "$1" detail "${2-}"
  exit 69
}

# --- files that survive --------------------------------------------------------------------------------------------

# Both say so where the disk could not write (fsync(2)); busybox has the one, coreutils have the other.
to_disk() { if command -v fsync >/dev/null 2>&1; then fsync "$@"; else sync "$@"; fi 2>/dev/null; }

# Transactions of a diskless router are in RAM anyway.
durable() { [ "$DISKLESS" = yes ] || to_disk "$@"; }

# put FILE TEXT: never half-written, whoever reads it.
put() { put_once "$@" || { give_room && put_once "$@"; }; }

put_once() { printf '%s\n' "$2" 2>/dev/null >"$1.tmp" && durable "$1.tmp" && mv -f "$1.tmp" "$1"; }

# What a transaction keeps free for the moment in which there is no room left even to say so.
RESERVE=256 # KiB

reserve() { dd if=/dev/zero of="$TXN/reserve" bs=1k count=$RESERVE 2>/dev/null; }

give_room() { rm "$TXN/reserve" 2>/dev/null; }

state() { put "$TXN/state" "$1"; }

# decide OUTCOME [WHY]: true for the one process whose outcome came first; link(2) fails if there is one already.
decide() {
  decided=1
  put "$TXN/outcome.$$" "$1 ${2-}" || return $decided
  ln "$TXN/outcome.$$" "$TXN/outcome" 2>/dev/null && decided=0
  rm -f "$TXN/outcome.$$"
  return $decided
}

# --- running other programs ----------------------------------------------------------------------------------------

# bounded SECONDS COMMAND...: with a time limit, the output kept in $OUT, and without our locks, which a daemon that
# the command starts would hold for ever.
bounded() {
  limit=$1
  shift
  timeout -s KILL "$limit" "$@" </dev/null >"$OUT" 2>&1 8>&- 9>&-
}

# The first lines of what the last command said, on one line.
said() { head -c 400 "$OUT" 2>/dev/null | tr '\n' ' '; }

# service NAME VERB: with another service OpenRC stops those that need it, and starts them again in the background
# (rc-service(8), openrc-run's start_services), so that this one may be at work already. Then that is waited for.
service() {
  tries=0
  until bounded "$STEP_LIMIT" "${SYS}rc-service" "$@"; do
    tries=$((tries + 1))
    case $(said) in *" is already "*) [ "$tries" -lt 100 ] && tick ;; *) false ;; esac || return 1
  done
}

# Processes of a session, our own not among them.
session_members() {
  for stat in /proc/[0-9]*/stat; do
    read -r line <"$stat" 2>/dev/null || continue
    pid=${line%% *}
    # shellcheck disable=SC2086 # the fields after the name, which may hold anything
    set -- ${line##*) }
    [ "$4" = "$SESSION" ] && [ "$1" != Z ] && echo "$pid"
  done
}

# kill_session SID: until nothing of it is left, so that nothing is written behind a rollback's back.
kill_session() {
  SESSION=$1
  for round in 1 2 3 4 5 6 7 8 9 10; do
    members=$(session_members)
    [ -n "$members" ] || return 0
    # shellcheck disable=SC2086 # a list of process ids
    kill -9 $members 2>/dev/null
    [ "$round" -lt 3 ] || tick
  done
  return 1
}

# --- managed paths -------------------------------------------------------------------------------------------------

# Only these may ever be written or removed, whatever a bundle says.
safe_path() {
  case $1 in
    *[!A-Za-z0-9._/@+-]* | */../* | */.. | */./* | */. | *//* | */) return 1 ;;
    /etc/passwd | /etc/shadow | /etc/group | /etc/ssh/*) return 1 ;;
    /etc/* | /usr/libexec/router-spec/* | /var/svc.d/*) return 0 ;;
  esac
  return 1
}

# Each parent that exists is a real directory, ours, and nobody else may write to it. SAFE are those seen already.
SAFE=' '
safe_parents() {
  parent=${1%/*}
  while [ -n "$parent" ]; do
    case $SAFE in *" $parent "*) return 0 ;; esac
    if [ -L "$ROOT$parent" ]; then return 1; fi
    if [ -e "$ROOT$parent" ]; then
      case $(stat -c '%u %A' "$ROOT$parent") in
        '0 d'????-??-?) ;;
        *) return 1 ;;
      esac
    fi
    parent=${parent%/*}
  done
  SAFE="$SAFE${1%/*} "
}

# look PATH: CUR_SHA and CUR_MODE of what is there now.
look() {
  CUR_MODE=-
  if [ -L "$ROOT$1" ]; then
    CUR_SHA=symlink
  elif [ -f "$ROOT$1" ]; then
    CUR_SHA=$(sha256sum "$ROOT$1") && CUR_SHA=${CUR_SHA%% *}
    CUR_MODE=$(stat -c %a "$ROOT$1")
  elif [ -e "$ROOT$1" ]; then
    CUR_SHA=other
  else
    CUR_SHA=absent
  fi
}
