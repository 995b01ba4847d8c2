# --- what there was: files and live state, taken before the guard is armed -------------------------------------------

# snapshot: into $TXN. Without a complete one there is no deploy.
snapshot() {
  mkdir -p "$TXN/old" "$TXN/live" "$TXN/did" "$TXN/guards" || return 1
  while read -r n action _ _ oldsha _ path; do
    case $action:$oldsha in same:* | *:absent) continue ;; esac
    cp -p "$ROOT$path" "$TXN/old/$n" || return 1
    [ "$(sha256sum <"$TXN/old/$n")" = "$oldsha  -" ] || return 1
  done <"$TXN/files"
  classes "$TXN/files" >"$TXN/classes"
  if has nft; then
    { echo 'flush ruleset' && "${SYS}nft" list ruleset; } >"$TXN/live/ruleset.nft" 2>/dev/null || return 1
  fi
  : >"$TXN/live/services"
  while read -r kind name level _; do
    case $kind in
      service | disable) echo "$name $level $(service_facts "$name" "$level")" >>"$TXN/live/services" ;;
    esac
  done <"$TXN/actions"
  sysctl_keys | while read -r key; do
    value=$(cat "$ROOT/proc/sys/$key" 2>/dev/null) && printf '%s %s\n' "$key" "$value"
  done >"$TXN/live/sysctl"
  cp "$ROOT/proc/sys/kernel/hostname" "$TXN/live/hostname" 2>/dev/null
  changed_interfaces
  saved_place
  saved_archive >"$TXN/live/archive"
  packages_to_add "$TXN/actions" >"$TXN/live/packages"
  health_checks before
  fingerprint >"$TXN/live/fingerprint"
}

class_changed() { grep -qx "$1" "$TXN/classes"; }

# Paths under /proc/sys of every key that the old or the new files set.
sysctl_keys() {
  while read -r n action _ _ _ _ path; do
    [ "$action" != same ] || continue
    class_of "$path"
    [ "$CLASS" = sysctl ] || continue
    for file in "$TXN/old/$n" "$TXN/new/$n"; do
      [ ! -f "$file" ] || sed -n 's/^[[:space:]]*\([A-Za-z0-9_./-]*\)[[:space:]]*=.*/\1/p' "$file"
    done
  done <"$TXN/files" | while read -r key; do sysctl_path "$key"; done | sort -u
}

# packages_to_add ACTIONS: those that are not installed.
packages_to_add() {
  has apk || return 0
  while read -r kind name; do
    [ "$kind" = package ] || continue
    "${SYS}apk" info -e "$name" >/dev/null 2>&1 || echo "$name"
  done <"$1"
}

# The interfaces whose stanzas differ, or name a script that differs: `down` in the order of the old file (to be taken
# down backwards), `up` in the order of the new one, each with "auto" where they come up by themselves.
changed_interfaces() {
  : >"$TXN/live/down"
  : >"$TXN/live/up"
  class_changed interfaces || return 0
  old=$ROOT/etc/network/interfaces
  [ -f "$old" ] || old=/dev/null
  new=$(awk '$7 == "/etc/network/interfaces" && $2 == "write" { print $1 }' "$TXN/files")
  if [ -n "$new" ]; then new=$TXN/new/$new; else new=$old; fi
  scripts=$(awk '$2 != "same" { print $7 }' "$TXN/files" | grep '^/usr/libexec/' | tr '\n' ' ')
  stanzas "$old" >"$TXN/live/old.stanzas"
  stanzas "$new" >"$TXN/live/new.stanzas"
  # $2 of a stanza line says whether it is auto, the rest is its text.
  awk -v scripts="$scripts" -v down="$TXN/live/down" -v up="$TXN/live/up" '
    BEGIN { count = split(scripts, script, " ") }
    function touched(text,  i) { for (i = 1; i <= count; i++) if (index(text, script[i])) return 1; return 0 }
    FNR == NR { old[$1] = $0; order[++olds] = $1; next }
    { new[$1] = $0; names[++news] = $1 }
    END {
      for (i = 1; i <= olds; i++) { n = order[i]; if (old[n] != new[n] || touched(old[n])) { split(old[n], f, " "); print n, f[2] > down } }
      for (i = 1; i <= news; i++) { n = names[i]; if (old[n] != new[n] || touched(new[n])) { split(new[n], f, " "); print n, f[2] > up } }
    }' "$TXN/live/old.stanzas" "$TXN/live/new.stanzas"
}

# One line an interface: NAME auto|manual TEXT.
stanzas() {
  awk '
    /^[[:space:]]*(#|$)/ { next }
    $1 == "auto" || $1 ~ /^allow-/ { for (i = 2; i <= NF; i++) auto[$i] = 1; current = ""; next }
    $1 == "iface" || $1 == "interface" { current = $2; if (!(current in text)) order[++n] = current }
    current != "" { line = $0; gsub(/[[:space:]]+/, " ", line); text[current] = text[current] "|" line }
    END { for (i = 1; i <= n; i++) print order[i], ((order[i] in auto) ? "auto" : "manual"), text[order[i]] }' "$1"
}

# Everything that a rollback must bring back, as text. What comes and goes by itself (router advertisements, leases,
# link-local addresses, lifetimes, counters) is left out: the line may have another prefix by now.
fingerprint() {
  while read -r _ action _ _ _ _ path; do
    [ "$action" != same ] || continue
    look "$path"
    echo "file $path $CUR_SHA $CUR_MODE"
  done <"$TXN/files"
  if has nft; then "${SYS}nft" -s list ruleset 2>/dev/null; fi
  if has ip; then
    "${SYS}ip" -o addr show 2>/dev/null | awk '
      / dynamic | temporary | mngtmpaddr / || $4 ~ /^fe80:/ { next }
      { sub(/@.*/, "", $2); print "address", $2, $3, $4 }' | sort
    for family in -4 -6; do
      "${SYS}ip" $family route show 2>/dev/null | awk '
        / proto (ra|dhcp|kernel)/ || /^fe80:/ { next }
        { gsub(/ (linkdown|dead|onlink|pref medium)/, ""); gsub(/ expires [0-9]+sec/, ""); sub(/ +$/, ""); print "route", $0 }' | sort
      "${SYS}ip" $family rule show 2>/dev/null
    done
  fi
  while read -r key _; do
    echo "sysctl $key $(cat "$ROOT/proc/sys/$key" 2>/dev/null)"
  done <"$TXN/live/sysctl"
  while read -r name level _; do
    echo "service $name $(service_facts "$name" "$level")"
  done <"$TXN/live/services"
  cat "$ROOT/proc/sys/kernel/hostname" 2>/dev/null
}

# health_checks WHEN: each line of `checks` as ok or failed, in live/health.WHEN.
health_checks() {
  : >"$TXN/live/health.$1"
  [ -f "$TXN/checks" ] || return 0
  while read -r kind what _; do
    if check "$kind" "$what"; then result=ok; else result=failed; fi
    echo "$kind $what $result" >>"$TXN/live/health.$1"
  done <"$TXN/checks"
}

check() {
  case $1 in
    ping4) bounded 8 "${SYS}ping" -4 -c 2 -W 2 "$2" ;;
    ping6) bounded 8 "${SYS}ping" -6 -c 2 -W 2 "$2" ;;
    resolve) bounded 8 "${SYS}nslookup" "$2" 127.0.0.1 ;;
    *) return 1 ;;
  esac
}

# Reports each check, and keeps those that were fine before and are not now in live/regressions.
compare_health() {
  : >"$TXN/live/regressions"
  while read -r kind what after; do
    before=$(awk -v k="$kind" -v w="$what" '$1 == k && $2 == w { print $3 }' "$TXN/live/health.before")
    emit health check "$kind $what" before "$before" after "$after"
    [ "$before" != ok ] || [ "$after" = ok ] || echo "$kind $what" >>"$TXN/live/regressions"
  done <"$TXN/live/health.after"
}
