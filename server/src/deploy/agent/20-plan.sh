# --- plan: what is on the router now; changes nothing (but a deploy that lost its guard gets one) ----------------------------------------------------------------

MAX_SHOWN=1048576 # bytes of a file whose content is sent to be compared

fact() { emit fact key "$1" value "${2-}"; }

plan() {
  recover 20
  fact protocol "$PROTOCOL"
  fact uid "$(id -u)"
  fact host "$(cat "$ROOT/proc/sys/kernel/hostname" 2>/dev/null)"
  fact boot "$(boot_id)"
  now && fact uptime "$NOW"
  fact alpine "$(cat "$ROOT/etc/alpine-release" 2>/dev/null)"
  fact diskless "$DISKLESS"
  fact run-free "$(free_kb "$ROOT/run")"
  fact root-free "$(free_kb "$ROOT/")"
  missing=
  for tool in nft dnsmasq hostapd ifup ip rc-service rc-update apk lbu s6-svscan; do
    has "$tool" || missing="$missing $tool"
  done
  for tool in flock setsid timeout sha256sum base64 tar; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
  done
  fact missing "${missing# }"
  if has lbu; then media_facts; fi
  [ ! -e "$RUN/unsaved" ] || fact unsaved yes
  pending=$(unfinished)
  [ -z "$pending" ] || describe "$pending"
  {
    cat paths
    [ ! -f "$KEEP/manifest" ] || awk '$1 == "file" { print $4 }' "$KEEP/manifest"
  } | sort -u | while IFS= read -r path; do
    show_file "$path"
    kept=$(found_at "$path")
    if ! grep -qxF "$path" paths && [ -f "$kept" ]; then show_content found "$path" "$kept"; fi
  done
  [ ! -f actions ] || fact missing-packages "$(packages_to_add actions | tr '\n' ' ')"
  while read -r kind name level _; do
    case $kind in
      service) emit service name "$name" runlevel "$level" state "$(service_facts "$name" "$level")" ;;
      replaced) runlevel_in_use "$name" | while read -r _ level; do emit replaced name "$name" runlevel "$level"; done ;;
    esac
  done <actions
  [ ! -f "$KEEP/manifest" ] || fact manifest "$(base64 <"$KEEP/manifest" | tr -d '\n')"
  emit end state planned
}

free_kb() { df -kP "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'; }

show_file() {
  safe_path "$1" || { emit file path "$1" sha256 refused mode - && return; }
  look "$1"
  safe_parents "$1" || CUR_SHA=unsafe-parent
  if [ "$CUR_MODE" != - ] && [ "$(wc -c <"$ROOT$1")" -le $MAX_SHOWN ]; then
    show_content file "$1" "$ROOT$1"
  else
    emit file path "$1" sha256 "$CUR_SHA" mode "$CUR_MODE"
  fi
}

# show_content EVENT PATH FILE
show_content() {
  printf '%s {"event":"%s","path":"%s","sha256":"%s","mode":"%s","content":"' "$PREFIX" "$1" "$2" \
    "$(hash_of "$3")" "$(stat -c %a "$3")"
  base64 <"$3" | tr -d '\n'
  printf '"}\n'
}

# What is true of a service, as one word: the client needs no more than that.
service_facts() {
  if [ ! -e "$ROOT/etc/init.d/$1" ]; then
    echo absent
  elif service_started "$1"; then
    [ -L "$ROOT/etc/runlevels/$2/$1" ] && echo enabled || echo started
  else
    [ -L "$ROOT/etc/runlevels/$2/$1" ] && echo stopped || echo disabled
  fi
}

# A service that would be in the way of the new ones, if it is in a runlevel or runs: NAME RUNLEVEL.
runlevel_in_use() {
  for link in "$ROOT"/etc/runlevels/*/"$1"; do
    [ -L "$link" ] || continue
    link=${link%/*}
    echo "$1 ${link##*/}"
    return
  done
  if [ -e "$ROOT/etc/init.d/$1" ] && service_started "$1"; then echo "$1 default"; fi
}

media_facts() {
  saved_place
  fact lbu-media "$MEDIA"
  fact lbu-encrypted "$ENCRYPTED"
  fact archives "$(cd "$MEDIA" 2>/dev/null && printf '%s ' *.apkovl.tar.gz*)"
  bounded 30 "${SYS}lbu" status && fact uncommitted "$(head -n 50 "$OUT" | tr '\n' ' ')"
}

service_started() { bounded 15 "${SYS}rc-service" "$1" status; }

# --- transactions --------------------------------------------------------------------------------------------------

# The transaction that has no result yet, if any.
unfinished() {
  for dir in "$TXNS"/*/; do
    [ -f "$dir/state" ] && [ ! -e "$dir/result" ] && echo "${dir%/}" && return
  done
}

# describe TXN: what stands in its way or what became of it, in one event.
describe() {
  now
  left=$(($(number "$(cat "$1/deadline" 2>/dev/null)" "$NOW") - NOW))
  [ $left -gt 0 ] || left=0
  emit transaction id "${1##*/}" state "$(cat "$1/state" 2>/dev/null)" outcome "$(cat "$1/outcome" 2>/dev/null)" \
    result "$(cat "$1/result" 2>/dev/null)" remaining "$left" by "$(want by "$1/request")" \
    protocol "$(want protocol "$1/request")"
}

# recover SECONDS: a transaction without a guard (killed, or from before a reboot) gets one, and this long to end.
recover() {
  TXN=$(unfinished)
  [ -n "$TXN" ] || return 0
  if unguarded; then
    emit step step recover state start
    start_guards
    wait_result "$1" && emit step step recover state ok
  fi
}

unguarded() {
  end_orphans
  ( flock -n 8 ) 8>>"$TXN/guard.lock"
}

wait_result() {
  now
  until=$((NOW + $1))
  while [ ! -e "$TXN/result" ]; do
    now
    [ "$NOW" -lt "$until" ] || return 1
    tick
  done
}

start_guards() {
  guards=0
  while [ $guards -lt $GUARDS ]; do
    setsid sh "$TXN/agent.sh" guard "$TXN" </dev/null >>"$TXN/log" 2>&1 9>&- 7>&- &
    guards=$((guards + 1))
  done
}

# follow UNTIL: prints the log as it grows, from line SKIP on up to the event UNTIL (or the end). The ssh session only
# follows; when it dies nothing else does.
follow() {
  part=
  seen=0
  idle=0
  while :; do
    if IFS= read -r line <&7; then
      line=$part$line
      part=
      seen=$((seen + 1))
      [ $seen -gt "$SKIP" ] || continue
      printf '%s\n' "$line"
      case $line in
        "$PREFIX {\"event\":\"end\""* | "$PREFIX {\"event\":\"$1\""*) return 0 ;;
      esac
    else
      part=$part$line
      # It has ended, and there was no room for saying so.
      [ ! -e "$TXN/result" ] || idle=$((idle + 1))
      [ $idle -lt 10 ] || break
      tick
    fi
  done 7<"$TXN/log"
  tell_result
}

tell_result() {
  read -r state code detail <"$TXN/result"
  emit end state "$state" code "$code" detail "$detail"
}
