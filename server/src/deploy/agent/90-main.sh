# --- what the client asks for ------------------------------------------------------------------------------------------

# deploy: in the ssh session up to the armed guard; from there on the session only follows the log.
deploy() {
  exec 9>>"$RUN/lock"
  if ! flock -n 9; then
    pending=$(unfinished)
    [ -z "$pending" ] || describe "$pending"
    refuse busy
  fi
  recover 30
  [ -z "$(unfinished)" ] || { describe "$(unfinished)" && refuse busy; }
  OUT=$STAGE/out
  emit step step verify state start
  check_bundle
  [ ! -f wanted ] || compose_deploy "$@"
  PACKAGES=$(grep '^package ' actions)
  id=$(want id request)
  case $id in '' | *[!a-z0-9]*) refuse bundle id ;; esac
  check_unchanged
  preflight
  emit step step verify state ok
  emit step step validate state start
  if ! validate "$STAGE"; then
    [ "$MISSING_JUDGE" = no ] || refuse tool "$BAD"
    refuse invalid "$BAD"
  fi
  emit step step validate state ok detail "$DEFERRED"
  point validated
  # A name that is no transaction yet; it becomes one by a rename, complete.
  rm -rf "$TXNS"/.[a-z0-9]*
  TXN=$TXNS/.$id
  trap 'cd / && rm -rf "$STAGE" "$TXNS/.$id"' EXIT # secrets are in it
  if ! { mkdir -p "$TXN" && cp -R "$STAGE"/. "$TXN/"; }; then refuse space "$TXNS"; fi
  rm -f "$TXN/out"
  [ "$DEFERRED" = no ] || : >"$TXN/deferred"
  load "$TXN"
  emit step step snapshot state start
  snapshot || refuse snapshot "$(said)"
  emit step step snapshot state ok
  point snapshotted
  arm
  setsid sh "$TXN/agent.sh" run "$TXN" </dev/null >>"$TXN/log" 2>&1 9>&- 7>&- &
  SKIP=0
  follow awaiting
}

# arm: from here on the router comes back by itself.
arm() {
  emit step step arm state start
  : >"$TXN/log"
  put "$TXN/boot" "$(boot_id)"
  now
  put "$TXN/armed-at" "$NOW"
  put "$TXN/deadline" $((NOW + $(number "$(want apply-limit request)" 120)))
  state armed
  [ "$DISKLESS" = yes ] || { install_boot_check && sync; } || refuse not-armed
  rm -f "$TXN"/out.*
  reserve || refuse space "$TXNS"
  mv "$TXN" "$TXNS/$id" || refuse space "$TXNS"
  load "$TXNS/$id"
  OUT=$STAGE/out
  point before-armed
  start_guards
  now
  until=$((NOW + 10))
  # shellcheck disable=SC2012 # counting files of our own
  while [ ! -e "$TXN/armed" ] || [ "$(ls "$TXN/guards" | wc -l)" -lt $GUARDS ]; do
    now
    if [ "$NOW" -ge "$until" ]; then
      decide failed not-armed
      put "$TXN/result" 'unchanged not-armed'
      refuse not-armed
    fi
    tick
  done
  emit armed remaining "$(($(cat "$TXN/deadline") - NOW))"
}

# On a disk the change outlives a power cut, so something must look before the network comes up.
install_boot_check() {
  script=$ROOT/etc/init.d/router-spec-check
  if [ ! -e "$script" ] || ! cmp -s agent.sh "$LIB/agent.sh"; then
    mkdir -p "$LIB" && cp agent.sh "$LIB/agent.sh.tmp" && to_disk "$LIB/agent.sh.tmp" &&
      mv -f "$LIB/agent.sh.tmp" "$LIB/agent.sh" || return
    # Before everything that reads a file which a deploy may write.
    {
      echo '#!/sbin/openrc-run'
      echo 'description="Takes back a deploy that was not confirmed before the power went"'
      echo 'depend() { need localmount; before net firewall sysctl hostname; }'
      echo "start() { sh $LIB/agent.sh boot; return 0; }"
    } >"$script.tmp" && chmod 755 "$script.tmp" && to_disk "$script.tmp" && mv -f "$script.tmp" "$script" || return
  fi
  [ -L "$ROOT/etc/runlevels/boot/router-spec-check" ] ||
    bounded 20 "${SYS}rc-update" add router-spec-check boot
}

# The transaction that is meant, in TXN, with its guard alive.
transaction() {
  id=$(want id request)
  case $id in *[!a-z0-9]*) refuse bundle id ;; esac
  TXN=$TXNS/$id
  # A deploy that has not armed yet has no transaction, but it has the lock: wait until it is one or is gone.
  now
  until=$((NOW + LOCK_LIMIT))
  while [ ! -f "$TXN/state" ] && [ "$NOW" -lt "$until" ] && ! ( flock -n 9 ) 9>>"$RUN/lock"; do
    tick
    now
  done
  if [ -z "$id" ] || [ ! -f "$TXN/state" ]; then
    about
    refuse no-transaction "$id"
  fi
  # A pending transaction is finished by the agent that began it.
  if [ "$(want protocol "$TXN/request")" != "$PROTOCOL" ]; then exec sh "$TXN/agent.sh" "$1"; fi
  load "$TXN"
  OUT=$STAGE/out
  if [ ! -e "$TXN/result" ] && unguarded; then start_guards; fi
  # Counted before anything is looked at: what happens from here on is followed.
  SKIP=$(wc -l <"$TXN/log")
}

token_fits() {
  [ "$(sha256sum <token)" = "$(cat "$TXN/token.sha256" 2>/dev/null)  -" ]
}

# What the client needs to know to say what is true after it lost sight of the router: was it that deploy which was kept?
about() {
  fact boot "$(boot_id)"
  fact kept "$(kept_last)"
  for made in "$KEEP"/history/*-"${id-}".tar.gz; do
    [ ! -f "$made" ] || fact kept "$id"
  done
}

# A connection from before the new configuration was complete goes on in an established state, whatever the new rules
# do to new ones: it proves nothing, however long it waits. So it must have been accepted after the apply was done.
proves_something() {
  [ "$(cat "$TXN/state")" = awaiting ] && [ "$(connected_at)" -gt "$(cat "$TXN/awaiting-since")" ]
}

# Clock ticks since boot at which our connection was accepted: the start of the oldest ssh server process above us that
# is not the listening one, which is the topmost.
connected_at() {
  pid=$PPID
  top=0
  accepted=0
  while [ "$pid" -gt 1 ] && read -r line <"/proc/$pid/stat"; do
    # shellcheck disable=SC2086 # the fields after the name
    case $line in *'(sshd'* | *'(dropbear'*)
      set -- ${line##*) }
      accepted=$top
      shift 19
      top=$1
      [ "$accepted" -gt 0 ] || accepted=$top
      ;;
    esac
    # shellcheck disable=SC2086
    set -- ${line##*) }
    pid=$2
  done
  echo "$accepted"
}

# confirm: over a connection that proves the new configuration lets one in.
confirm() {
  [ ! -f wanted ] || compose_confirm "$@"
  transaction confirm
  if [ ! -e "$TXN/outcome" ] && ! token_fits; then refuse token; fi
  if [ ! -e "$TXN/outcome" ] && ! proves_something; then
    emit end state applying code too-early
    return
  fi
  if [ ! -e "$TXN/outcome" ] && [ "$(want only-if request)" = green ] && [ -s "$TXN/live/regressions" ]; then
    emit end state awaiting code regressions detail "$(tr '\n' ';' <"$TXN/live/regressions")"
    return
  fi
  point confirm
  decide confirmed
  ending
}

abort() {
  [ ! -f wanted ] || compose_confirm "$1"
  transaction abort
  decide aborted
  ending
}

# ending: whoever decided, this is how it ends.
ending() {
  about
  if [ ! -e "$TXN/result" ]; then
    follow end
    return
  fi
  tell_result
}

status() {
  about
  now && fact uptime "$NOW"
  recover 0
  for dir in "$TXNS"/*/; do
    [ -f "$dir/state" ] || continue
    describe "${dir%/}"
    [ "$(cat "$dir/state")" != awaiting ] || { load "${dir%/}" && compare_health; }
  done
  emit end state listed
}

# extend: so much longer than the deadline that there is, but not past a quarter of an hour after arming; and never
# shorter, where a long window that began after the apply ends later than that.
extend() {
  transaction extend
  token_fits || refuse token
  [ ! -e "$TXN/outcome" ] || refuse no-transaction "$id"
  read -r deadline <"$TXN/deadline"
  until=$((deadline + $(number "$(want seconds request)" 60)))
  last=$(($(cat "$TXN/armed-at") + 900))
  [ "$until" -le "$last" ] || until=$last
  [ "$until" -le "$deadline" ] || put "$TXN/deadline" "$until"
  describe "$TXN"
  emit end state awaiting
}

# Uploads that were cut off an hour ago, what a deploy that was killed left before it was one, and all but the last results.
sweep() {
  ( flock -n 9 && rm -rf "$TXNS"/.[a-z0-9]* ) 9>>"$RUN/lock"
  find "$ROOT/run" -maxdepth 1 -name 'router-spec*.??????' -mmin +60 -exec rm -rf {} + 2>/dev/null
  # shellcheck disable=SC2012 # names of our own, no spaces
  ls -t "$TXNS" 2>/dev/null | tail -n +6 | while IFS= read -r old; do
    [ ! -e "$TXNS/$old/result" ] || rm -rf "${TXNS:?}/$old"
  done
}

main() {
  places
  case $1 in
    guard) cd / && guard "$2" ;;
    run) cd / && run "$2" ;;
    boot) OUT=/dev/null boot ;;
    plan | compare | deploy | confirm | abort | status | extend | history | restore | diagnose | survey)
      STAGE=$PWD
      OUT=$STAGE/out
      trap 'cd / && rm -rf "$STAGE"' EXIT
      trap 'exit 1' HUP INT TERM PIPE
      [ "$(id -u)" = 0 ] || refuse not-root "$(id -un)"
      if ! { mkdir -p "$RUN" "$TXNS" && chmod 700 "$RUN" "$TXNS"; }; then refuse space "$RUN"; fi
      sweep
      point unpacked
      "$@"
      ;;
    *) refuse operation "$1" ;;
  esac
}
