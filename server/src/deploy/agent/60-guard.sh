# --- the guard: decides when the time is up, and carries out what was decided -----------------------------------------

# load TXN: its settings, and a file of our own for what commands say.
load() {
  TXN=$1
  OUT=$TXN/out.$$
  WINDOW=$(number "$(want window "$TXN/request")" 120)
  SETTLE=$(number "$(want settle "$TXN/request")" 5)
  BACKUPS=$(number "$(want backups "$TXN/request")" 10)
  PACKAGES=
}

# A service manager that cleans up the ssh session's control group must not take us along.
leave_cgroup() { echo $$ >"$ROOT/sys/fs/cgroup/cgroup.procs"; } 2>/dev/null

# alive PID: runs, and is not only waiting for its parent to look.
alive() {
  read -r line <"/proc/$1/stat" || return 1
  case ${line##*) } in Z* | X*) return 1 ;; esac
} 2>/dev/null

# What a guard that was killed has started may run on, with its lock or without: that would do its work beside the next
# one, or keep it from beginning. A guard has a session of its own.
end_orphans() {
  [ -f "$TXN/guard" ] || return 0
  read -r holder life <"$TXN/guard"
  alive "$holder" || [ "$life" != "$(boot_id)" ] || kill_session "$holder"
}

# guard TXN: two of them are started. The first to get the lock guards; the second takes over, from whatever point was
# reached, if the first one dies. Every part of `finish` may be done twice.
guard() {
  load "$1"
  exec </dev/null >>"$TXN/log" 2>&1
  leave_cgroup
  echo -1000 >/proc/self/oom_score_adj 2>/dev/null
  : >"$TXN/guards/$$"
  exec 8>>"$TXN/guard.lock"
  until flock -n 8; do
    end_orphans
    tick
  done
  [ ! -e "$TXN/result" ] || exit 0
  end_orphans
  put "$TXN/guard" "$$ $(boot_id)"
  [ -e "$TXN/armed" ] || put "$TXN/armed" $$
  if [ "$(cat "$TXN/boot")" != "$(boot_id)" ]; then
    # The process ids and the deadline are those of another life of this machine.
    rm -f "$TXN/runner"
    decide reboot
  fi
  read -r armed_at <"$TXN/armed-at"
  while [ ! -e "$TXN/outcome" ]; do
    now
    read -r deadline <"$TXN/deadline"
    read -r state <"$TXN/state"
    runner=
    [ ! -e "$TXN/runner" ] || read -r runner <"$TXN/runner"
    if [ "$NOW" -ge "$deadline" ]; then
      decide timeout
    elif [ -z "$runner" ] && [ "$NOW" -ge $((armed_at + BEGIN_LIMIT)) ]; then
      # Whoever armed us died before anything was begun.
      decide not-begun
    elif [ "$state" = applying ] && ! alive "$runner"; then
      # It may have finished between the two looks.
      read -r state <"$TXN/state"
      [ "$state" != applying ] || decide failed 'apply the process died'
    else
      tick
    fi
  done
  # Services that we start from here on are not to be spared by the kernel when memory runs out.
  echo 0 >/proc/self/oom_score_adj 2>/dev/null
  finish
}

finish() {
  read -r verdict why <"$TXN/outcome"
  if [ "$verdict" = confirmed ]; then
    point confirmed
    keep
  else
    roll_back "$verdict" "$why"
  fi
}

# finished STATE [CODE [DETAIL]]: the result, for good; then what is no longer needed goes, secrets included.
finished() {
  give_room
  put "$TXN/result" "$*" || {
    rm -rf "$TXN/new" "$TXN/old" "$TXN/persist"
    put "$TXN/result" "$*"
  }
  code=${2-}
  state=$1
  shift
  [ $# -eq 0 ] || shift
  rm -rf "$TXN/new" "$TXN/old" "$TXN/live" "$TXN/token" "$TXN/persist" "$TXN"/out.*
  emit end state "$state" code "$code" detail "$*"
}

# --- rollback --------------------------------------------------------------------------------------------------------

did() { [ -e "$TXN/did/$1" ] || [ "$FORCE" = yes ]; }

roll_back() {
  state rolling-back
  give_room
  emit step step rollback state start detail "$1"
  [ ! -f "$TXN/runner" ] || kill_session "$(cat "$TXN/runner")"
  point rollback
  if [ -z "$(ls "$TXN/did")" ]; then
    finished unchanged "$@"
    return
  fi
  FORCE=no
  undo
  if ! restored; then
    FORCE=yes
    undo
    if ! restored; then
      restart_machine "$@"
      return
    fi
  fi
  if resave; then
    finished rolled-back "$@"
  else
    # shellcheck disable=SC2086 # a code and its detail
    finished rolled-back-not-saved $UNSAVED
  fi
}

# The way back, in the order that brings ssh back first.
undo() {
  # The new tunnel goes before the rules that belong to it.
  if did interfaces-down; then
    { backwards "$TXN/live/up" && backwards "$TXN/live/down"; } | while read -r name _; do
      bounded "$STEP_LIMIT" "${SYS}ifdown" -f "$name"
    done
  fi
  if did firewall || did services; then restore_rules; fi
  if did services || did stop; then stop_new_services; fi
  if did files || did packages; then restore_files; fi
  if did hostname && [ -f "$TXN/live/hostname" ]; then bounded 10 "${SYS}hostname" "$(cat "$TXN/live/hostname")"; fi
  if did interfaces-down; then
    while read -r name auto; do
      [ "$auto" != auto ] || bounded "$STEP_LIMIT" "${SYS}ifup" "$name"
    done <"$TXN/live/down"
  fi
  if did files; then restore_sysctl; fi
  if did services || did stop; then restore_services; fi
  if did firewall || did services; then restore_rules; fi
  # Packages that nothing asks for do no harm; taking them away again is a courtesy.
  if did packages && [ -s "$TXN/live/packages" ]; then
    # shellcheck disable=SC2046 # a list of package names
    bounded "$STEP_LIMIT" "${SYS}apk" del --no-progress $(cat "$TXN/live/packages")
    restore_files
  fi
}

restore_rules() {
  has nft || return 0
  if [ -f "$TXN/live/ruleset.nft" ]; then
    bounded 30 "${SYS}nft" -f "$TXN/live/ruleset.nft"
  else
    bounded 30 "${SYS}nft" flush ruleset
  fi
}

# What was not there goes first: it may take the room that the rest needs. Where there is none even so, the file that is
# there makes room for the old one.
restore_files() {
  restore_those absent
  restore_those there
  [ ! -f "$TXN/newdirs" ] || backwards "$TXN/newdirs" | while read -r dir; do
    rmdir "$ROOT$dir" 2>/dev/null
  done
}

restore_those() {
  while read -r n action _ _ oldsha oldmode path; do
    [ "$action" != same ] || continue
    case $1:$oldsha in absent:absent) ;; absent:* | there:absent) continue ;; esac
    point "restore-$n"
    rm -f "$ROOT${path%/*}/.${path##*/}.router-spec"
    look "$path"
    [ "$CUR_SHA $CUR_MODE" != "$oldsha $oldmode" ] || continue
    if [ "$oldsha" = absent ]; then
      rm -f "$ROOT$path"
    else
      mkdir -p "$ROOT${path%/*}"
      replace "$TXN/old/$n" "$path" "$oldmode" || cp -p "$TXN/old/$n" "$ROOT$path"
    fi
  done <"$TXN/files"
}

restore_sysctl() {
  while read -r key value; do
    [ ! -e "$ROOT/proc/sys/$key" ] || printf '%s\n' "$value" >"$ROOT/proc/sys/$key"
  done <"$TXN/live/sysctl" 2>/dev/null
}

# Before the new scripts go: what did not run before, and what runs by a script that is about to change back.
stop_new_services() {
  while read -r name _ was; do
    case $was in
      absent | stopped | disabled) service "$name" stop ;;
      *) ! class_changed "service:$name" || service "$name" stop ;;
    esac
  done <"$TXN/live/services"
}

restore_services() {
  while read -r name level was; do
    case $was in
      enabled | stopped) [ -L "$ROOT/etc/runlevels/$level/$name" ] || bounded 20 "${SYS}rc-update" add "$name" "$level" ;;
      *) [ ! -L "$ROOT/etc/runlevels/$level/$name" ] || bounded 20 "${SYS}rc-update" del "$name" "$level" ;;
    esac
    case $was in
      enabled | started)
        if ! service_started "$name"; then
          service "$name" start
        elif triggered "$(awk -v n="$name" '$2 == n { print $4 }' "$TXN/actions")"; then
          service "$name" restart
        fi
        ;;
    esac
  done <"$TXN/live/services"
}

# Is the live state what it was? Addresses and services may need a moment.
restored() {
  look=1
  while :; do
    fingerprint >"$TXN/live/now"
    cmp -s "$TXN/live/fingerprint" "$TXN/live/now" && return 0
    [ $look -lt $LOOKS ] || break
    look=$((look + 1))
    sleep 1
  done
  diff "$TXN/live/fingerprint" "$TXN/live/now" >"$OUT" 2>/dev/null
  emit step step rollback state failed detail "$(grep '^[-+<>]' "$OUT" | grep -v -e '^--- ' -e '^+++ ' -e '^---$' | head -c 400 | tr '\n' ' ')"
  return 1
}

# The last resort. A diskless router comes up with what was saved last; on a disk the files are back by now, or the
# boot check brings them back.
restart_machine() {
  result="rebooted $*"
  if files_restored; then
    resave || result="rolled-back-not-saved $UNSAVED"
  else
    result=
  fi
  state rebooting
  emit step step reboot state start
  [ -z "$result" ] || put "$TXN/result" "$result"
  sync
  emit end state rebooting code "$1" detail "${2-}"
  bounded 30 "${SYS}reboot"
  sleep 30
  bounded 30 "${SYS}reboot" -f
  sleep 30
  echo b >"$ROOT/proc/sysrq-trigger"
}

files_restored() {
  while read -r _ action _ _ oldsha oldmode path; do
    [ "$action" != same ] || continue
    look "$path"
    [ "$CUR_SHA $CUR_MODE" = "$oldsha $oldmode" ] || return 1
  done <"$TXN/files"
}

# boot: run before the network on a router with a disk. A transaction that was not confirmed before the power went
# leaves its files behind; nothing else of it is alive.
boot() {
  for dir in "$TXNS"/*/; do
    if [ ! -f "$dir/state" ] || [ -e "$dir/result" ]; then continue; fi
    load "${dir%/}"
    exec >>"$TXN/log" 2>&1
    decide reboot
    read -r verdict why <"$TXN/outcome"
    if [ "$verdict" = confirmed ]; then
      remember
      finished kept
    else
      restore_files
      while read -r name level was; do
        case $was in
          enabled | stopped) bounded 20 "${SYS}rc-update" add "$name" "$level" ;;
          *) bounded 20 "${SYS}rc-update" del "$name" "$level" ;;
        esac
      done <"$TXN/live/services"
      if files_restored; then finished rolled-back reboot; fi
    fi
  done
}
