# --- apply: run by the runner, in a session of its own, behind an armed guard ----------------------------------------

# step NAME FUNCTION: leaves a mark first, so that a rollback knows what may have begun.
step() {
  [ ! -e "$TXN/outcome" ] || return 1
  : >"$TXN/did/$1"
  durable "$TXN/did/$1"
  point "before-$1"
  emit step step "$1" state start
  : >"$OUT"
  FAILED=
  if "$2"; then
    emit step step "$1" state ok
    point "after-$1"
    return 0
  fi
  now
  FAILED="$1 ${FAILED:-$(said)}"
  emit step step "$1" state failed detail "$FAILED"
  return 1
}

apply() {
  if [ -s "$TXN/live/packages" ]; then step packages add_packages || return; fi
  if [ -e "$TXN/deferred" ]; then step validate validate_again || return; fi
  if [ -s "$TXN/live/down" ] || [ -s "$TXN/live/up" ]; then step interfaces-down take_down || return; fi
  if grep -q '^disable ' "$TXN/actions" || grep -q '^service:' "$TXN/classes"; then
    step stop stop_services || return
  fi
  step files write_files || return
  if class_changed hostname; then step hostname set_hostname || return; fi
  if class_changed modules; then step modules load_modules || return; fi
  if class_changed sysctl; then load_sysctl -e; fi
  # Before there is a tunnel that the old rules would send something into, with the old address.
  if class_changed nftables; then step firewall load_rules || return; fi
  if [ -s "$TXN/live/up" ]; then step interfaces-up bring_up || return; fi
  if class_changed sysctl; then step sysctl load_sysctl || return; fi
  step services set_services || return
}

add_packages() {
  repositories=$(awk '$7 == "/etc/apk/repositories" && $2 == "write" { print $1 }' "$TXN/files")
  set --
  [ -z "$repositories" ] || set -- --repositories-file "$TXN/new/$repositories"
  # shellcheck disable=SC2046 # a list of package names
  bounded "$PACKAGE_LIMIT" "${SYS}apk" "$@" add --no-progress -U $(cat "$TXN/live/packages")
}

validate_again() {
  PACKAGES=
  validate "$TXN" || { FAILED=$BAD && return 1; }
}

# By the old file and the old scripts, which are still in place.
take_down() {
  backwards "$TXN/live/down" | while read -r name _; do
    bounded "$STEP_LIMIT" "${SYS}ifdown" "$name"
    [ $? -lt 124 ] || return 1
  done
}

backwards() { awk '{ line[NR] = $0 } END { for (i = NR; i > 0; i--) print line[i] }' "$1"; }

bring_up() {
  while read -r name auto; do
    [ "$auto" = auto ] || continue
    bounded "$STEP_LIMIT" "${SYS}ifup" "$name" || { FAILED="$name: $(said)" && return 1; }
  done <"$TXN/live/up"
}

write_files() {
  while read -r n action sha mode _ _ path; do
    point "file-$n"
    case $action in
      write)
        FAILED="$path: $(make_parents "$path" 2>&1 && replace "$TXN/new/$n" "$path" "$mode" 2>&1)"
        look "$path"
        [ "$CUR_SHA $CUR_MODE" = "$sha $mode" ] || return 1
        ;;
      delete) rm -f "$ROOT$path" || { FAILED=$path && return 1; } ;;
    esac
  done <"$TXN/files"
}

# Directories that were not there are remembered, to be removed by a rollback.
make_parents() {
  dir=${1%/*}
  todo=
  while [ -n "$dir" ] && [ ! -d "$ROOT$dir" ]; do
    todo="$dir $todo"
    dir=${dir%/*}
  done
  for dir in $todo; do
    echo "$dir" >>"$TXN/newdirs"
    mkdir -m 755 "$ROOT$dir" || return 1
  done
}

# replace FROM PATH MODE: a temporary file in the same directory, then rename, so that no reader sees half of it.
# Keeps the owner of FROM.
replace() {
  temporary=$ROOT${2%/*}/.${2##*/}.router-spec
  rm -f "$temporary"
  cp -p "$1" "$temporary" && chmod "$3" "$temporary" && durable "$temporary" && mv -f "$temporary" "$ROOT$2" &&
    durable "$ROOT${2%/*}"
}

set_hostname() { bounded 10 "${SYS}hostname" -F "$ROOT/etc/hostname"; }

load_modules() {
  while read -r module _; do
    case $module in '' | '#'*) continue ;; esac
    bounded 30 "${SYS}modprobe" "$module" || { FAILED="$module: $(said)" && return 1; }
  done <"$ROOT/etc/modules"
}

# load_sysctl [-e]: with -e what does not exist yet is passed over.
load_sysctl() {
  while read -r _ action _ _ _ _ path; do
    [ "$action" = write ] || continue
    class_of "$path"
    [ "$CLASS" = sysctl ] || continue
    bounded 20 "${SYS}sysctl" "$@" -p "$ROOT$path" || [ "${1-}" = -e ] || return 1
  done <"$TXN/files"
}

# While the old scripts are still there: services that the new configuration has not, and those whose script changes,
# since only the script that started a process knows how to stop it.
stop_services() {
  while read -r kind name level _; do
    case $kind in
      disable)
        service "$name" stop
        bounded 20 "${SYS}rc-update" del "$name" "$level"
        ;;
      service)
        if class_changed "service:$name" && service_started "$name"; then
          service "$name" stop || { FAILED="$name: $(said)" && return 1; }
        fi
        ;;
    esac
  done <"$TXN/actions"
}

set_services() {
  while read -r kind name level triggers; do
    [ "$kind" = service ] || continue
    point "service-$name"
    if [ ! -L "$ROOT/etc/runlevels/$level/$name" ]; then
      bounded 20 "${SYS}rc-update" add "$name" "$level" || { FAILED="$name: $(said)" && return 1; }
    fi
    if ! service_started "$name"; then
      service "$name" start || { FAILED="$name: $(said)" && return 1; }
    elif triggered "$triggers"; then
      service "$name" restart || { FAILED="$name: $(said)" && return 1; }
    fi
  done <"$TXN/actions"
}

# triggered PATH,FOLDER/,...: did a file change that this service reads?
triggered() {
  awk -v reads="$1" '
    BEGIN { count = split(reads, read, ",") }
    $2 == "same" { next }
    { for (i = 1; i <= count; i++) if ($7 == read[i] || (read[i] ~ /\/$/ && index($7, read[i]) == 1)) found = 1 }
    END { exit !found }' "$TXN/files"
}

RULES=/etc/nftables.nft

# In one transaction: without the tables of the file that was replaced, which would stay until the next boot otherwise,
# and without those of the new one, so that a file that only adds has its rules once.
load_rules() {
  replaced=$TXN/old/$(awk -v rules="$RULES" '$7 == rules { print $1 }' "$TXN/files")
  {
    { rule_tables "$replaced" && rule_tables "$ROOT$RULES"; } | sort -u | while read -r family name; do
      printf 'table %s %s\ndelete table %s %s\n' "$family" "$name" "$family" "$name"
    done
    [ ! -f "$ROOT$RULES" ] || cat "$ROOT$RULES"
  } >"$TXN/live/rules.nft" || { FAILED=$TXN && return 1; } # half of the rules would load, too
  bounded 30 "${SYS}nft" -f "$TXN/live/rules.nft"
}

# rule_tables FILE: the tables that it makes, by itself or by a file that it includes.
rule_tables() {
  [ -f "$1" ] || return 0
  tables_in "$1"
  sed -n 's/^[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$1" | while IFS= read -r included; do
    case $included in /*) ;; *) included=/etc/$included ;; esac
    # shellcheck disable=SC2231 # nft takes patterns, too
    for file in $ROOT$included; do
      [ ! -f "$file" ] || tables_in "$file"
    done
  done
}

# tables_in FILE: the tables that it makes, as FAMILY NAME; without a family it is ip (nft(8)).
tables_in() {
  awk '
    { sub(/#.*/, "") }
    match($0, /^[ \t]*((add|create)[ \t]+)?table[ \t]+/) {
      count = split(substr($0, RLENGTH + 1), word, /[ \t{;]+/)
      if (word[1] ~ /^(ip|ip6|inet|arp|bridge|netdev)$/) { family = word[1]; name = word[2] } else { family = "ip"; name = word[1] }
      if (name ~ /^[A-Za-z_][A-Za-z0-9_.\/-]*$/) print family, name
    }' "$1"
}

# A service is up if it is the same process for a while: a supervisor restarts what dies for ever.
steady() {
  pids >"$TXN/live/pids"
  now
  until=$((NOW + SETTLE))
  while [ "$NOW" -lt $until ]; do
    tick
    now
  done
  while read -r kind name _; do
    [ "$kind" = service ] || continue
    service_started "$name" || { FAILED="$name: $(said)" && return 1; }
  done <"$TXN/actions"
  pids >"$TXN/live/pids.after"
  FAILED=$(awk 'NR == FNR { pid[$1] = $2; next } pid[$1] != $2 { print $1; exit }' "$TXN/live/pids" "$TXN/live/pids.after")
  [ -z "$FAILED" ]
}

pids() {
  while read -r kind name _; do
    [ "$kind" = service ] || continue
    pid=
    if has s6-svstat && [ -d "$ROOT/run/openrc/s6-scan/$name" ]; then
      pid=$("${SYS}s6-svstat" -o pid "$ROOT/run/openrc/s6-scan/$name" 2>/dev/null)
    fi
    for file in "$ROOT/run/$name.pid" "$ROOT/run/$name/$name.pid"; do
      [ -n "$pid" ] || [ ! -s "$file" ] || read -r pid <"$file"
    done
    echo "$name ${pid:--}"
  done <"$TXN/actions"
}

# run TXN: the runner.
run() {
  load "$1"
  exec </dev/null >>"$TXN/log" 2>&1 9>&- 8>&-
  leave_cgroup
  put "$TXN/runner" $$
  state applying
  if apply && step health steady; then
    health_checks after
    compare_health
    now
    [ ! -e "$TXN/outcome" ] || exit 1
    put "$TXN/deadline" $((NOW + WINDOW))
    put "$TXN/awaiting-since" "$(awk '{ print $22 }' /proc/self/stat)"
    state awaiting
    point awaiting
    emit awaiting remaining "$WINDOW" regressions "$(tr '\n' ';' <"$TXN/live/regressions")"
  else
    decide failed "apply ${FAILED-}"
  fi
}
