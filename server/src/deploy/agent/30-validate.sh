# --- before anything changes: is the bundle whole, is the router as planned, would its programs take the new files? ---
#
# `files` has one line a managed path: NUMBER ACTION SHA MODE OLDSHA OLDMODE PATH, ACTION one of write, delete, same;
# the new content of path NUMBER is new/NUMBER.

# The bootstrap has checked every hash in MANIFEST. What is not in it, or is no regular file, was not sent by us.
check_bundle() {
  strange=$(find . ! -type f ! -type d | head -n 1)
  [ -z "$strange" ] || refuse bundle "$strange"
  found=$(find . -type f ! -name MANIFEST ! -name out | wc -l)
  [ "$found" -eq "$(wc -l <MANIFEST)" ] || refuse bundle MANIFEST
}

# Compare and swap: the plan was made for exactly these files.
check_unchanged() {
  while read -r n action sha mode oldsha oldmode path; do
    safe_path "$path" || refuse path "$path"
    safe_parents "$path" || refuse unsafe-parent "$path"
    look "$path"
    case $CUR_SHA in symlink | other) refuse "$CUR_SHA" "$path" ;; esac
    [ "$CUR_SHA $CUR_MODE" = "$oldsha $oldmode" ] || refuse changed "$path"
    [ "$action" != write ] || [ -f "new/$n" ] || refuse bundle "$path"
    [ "$action" != write ] || [ "$(sha256sum <"new/$n")" = "$sha  -" ] || refuse bundle "$path"
    case $mode in 600 | 644 | 755 | 700 | -) ;; *) refuse bundle "$path" ;; esac
  done <files
}

preflight() {
  for tool in flock setsid timeout sha256sum awk; do
    command -v $tool >/dev/null 2>&1 || refuse tool "$tool"
  done
  need=$(($(du -sk . | cut -f1) * 3 + 256 + RESERVE))
  [ "$(free_kb "$ROOT/run")" -gt $need ] || refuse space /run
  [ "$(free_kb "$ROOT/etc")" -gt $need ] || refuse space /etc
  need=$(($(find . | wc -l) * 3 + 128))
  free_inodes "$ROOT/run" "$need" || refuse space '/run (inodes)'
  free_inodes "$ROOT/etc" "$need" || refuse space '/etc (inodes)'
}

# free_inodes PATH NEED: whether so many files can be made; a file system without inodes of its own counts none (statfs(2)).
free_inodes() {
  # shellcheck disable=SC2046 # two numbers
  set -- "$2" $(stat -f -c '%c %d' "$1")
  [ "${2:-0}" -eq 0 ] || [ "$3" -gt "$1" ]
}

# class_of PATH: its kind, in CLASS. What a change sets off is decided in apply, by kind and path and never by text.
class_of() {
  case $1 in
    /etc/network/interfaces | /usr/libexec/router-spec/*) CLASS=interfaces ;;
    /etc/nftables.nft) CLASS=nftables ;;
    /etc/dnsmasq.conf | /etc/dnsmasq.d/*) CLASS=dnsmasq ;;
    /etc/hostapd/*) CLASS=hostapd ;;
    /etc/sysctl.d/*) CLASS=sysctl ;;
    /etc/modules) CLASS=modules ;;
    /etc/hostname) CLASS=hostname ;;
    /etc/apk/*) CLASS=apk ;;
    /etc/init.d/* | /etc/conf.d/*) CLASS=service:${1##*/} ;;
    /var/svc.d/*)
      CLASS=${1#/var/svc.d/}
      CLASS=service:${CLASS%%/*}
      ;;
    *) CLASS=other ;;
  esac
}

# classes FILES: the kinds of those that change.
classes() {
  while read -r _ action _ _ _ _ path; do
    [ "$action" != same ] || continue
    class_of "$path"
    echo "$CLASS"
  done <"$1" | sort -u
}

# invalid PATH WHAT: a file that its own program refuses.
invalid() { BAD="$1: $2"; }

# A program that judges files is missing: fine if the packages of this deploy bring it, since the runner validates again
# behind the guard; else the deploy ends here.
judge() {
  has "$1" && return 0
  DEFERRED=yes
  [ -n "$PACKAGES" ] && return 1
  BAD="$1"
  MISSING_JUDGE=yes
  return 1
}

# validate DIR: every file that DIR/files will write. BAD says what is wrong.
validate() {
  NEW=$1/new
  LIST=$1/files
  # Files that others wrote are judged by the programs alone that read them.
  RESTORES=$(want restores "$1/request")
  DEFERRED=no
  MISSING_JUDGE=no
  BAD=
  while read -r n action _ mode _ _ path; do
    [ "$action" = write ] || continue
    validate_one "$NEW/$n" "$path" "$mode"
    [ -z "$BAD" ] || return 1
  done <"$LIST"
  validate_dnsmasq
  [ -z "$BAD" ]
}

# theirs PATH FILE: did others write it? Of a state that the router kept that may be any file, else what is given back.
theirs() { [ "$RESTORES" = yes ] || cmp -s "$2" "$(found_at "$1")"; }

validate_one() {
  if ! theirs "$2" "$1"; then
    [ -s "$1" ] || { invalid "$2" empty && return; }
    [ "$(tail -c 1 "$1" | wc -l)" -eq 1 ] || { invalid "$2" 'the last line has no end' && return; }
  fi
  case $2 in
    /usr/libexec/* | /etc/init.d/* | /var/svc.d/*/run | /var/svc.d/*/finish) validate_script "$1" "$2" "$3" ;;
  esac
  [ -z "$BAD" ] || return
  class_of "$2"
  case $CLASS in
    nftables) validate_nft "$1" "$2" ;;
    interfaces) [ "$2" != /etc/network/interfaces ] || validate_interfaces "$1" "$2" ;;
    hostapd) validate_hostapd "$1" "$2" ;;
    sysctl) validate_sysctl "$1" "$2" ;;
  esac
}

validate_script() {
  case $3 in 755 | 700) ;; *) invalid "$2" 'a script that may not be executed' && return ;; esac
  IFS=' ' read -r shebang _ <"$1"
  program=${shebang#'#!'}
  if [ ! -x "$program" ] && [ ! -x "$ROOT$program" ]; then
    [ -n "$PACKAGES" ] && DEFERRED=yes && return
    invalid "$2" "$program is missing" && return
  fi
  case $program in
    */sh | */openrc-run | */ash) bounded 10 sh -n "$1" || invalid "$2" "$(said)" ;;
  esac
}

validate_nft() {
  theirs "$2" "$1" || validate_rules "$1" "$2"
  [ -z "$BAD" ] || return
  judge nft || return
  bounded 120 "${SYS}nft" -c -f "$1" || invalid "$2" "$(said)"
}

validate_rules() {
  # An empty file, or one that adds to what is there, passes `nft -c`: the first means no firewall, the second everything
  # twice. So it has to begin with a clean slate, or to delete each table before it makes it.
  if [ "$(sed '/^[[:space:]]*#/d; /^[[:space:]]*$/d; s/;*[[:space:]]*$//' "$1" | head -n 1)" != 'flush ruleset' ]; then
    added=$(awk '
      { sub(/^[ \t]+/, ""); sub(/[; \t]+$/, "") }
      /^delete table / { gone[substr($0, 8)] = 1 }
      /^table .*\{/ { sub(/[ \t]*\{.*/, ""); made = 1; if (!($0 in gone)) { print; exit } }
      END { if (!made) print "what it makes" }' "$1")
    [ -z "$added" ] ||
      { invalid "$2" "it does not begin with \"flush ruleset\" and does not delete $added before it makes it" && return; }
  fi
  grep -q '^[[:space:]]*chain ' "$1" || grep -q '^[[:space:]]*add chain ' "$1" || { invalid "$2" 'no chain' && return; }
  ! grep -q '^[[:space:]]*include' "$1" || invalid "$2" 'an include'
}

validate_interfaces() {
  judge ifup || return
  bounded 30 "${SYS}ifup" -n -i "$1" -a || invalid "$2" "$(said)"
}

# hostapd has no check of its own; on an interface that does not exist it reads the whole file before it gives up.
validate_hostapd() {
  judge hostapd || return
  { sed '/^interface=/d; /^ctrl_interface=/d; /^bridge=/d' "$1" && echo interface=rs-check0; } >"$OUT.hostapd"
  bounded 10 "${SYS}hostapd" "$OUT.hostapd"
  rm -f "$OUT.hostapd"
  if grep -qE 'errors? found in configuration file|[Ii]nvalid|unknown configuration item|^Line [0-9]+:' "$OUT"; then
    # What stands between quotes may be a passphrase.
    grep -E 'Line|rror|nvalid|unknown' "$OUT" | sed "s/'[^']*'/'...'/g" >"$OUT.said" && mv "$OUT.said" "$OUT"
    invalid "$2" "$(said)"
  fi
}

validate_sysctl() {
  while IFS='=' read -r key value; do
    key=$(printf '%s' "$key" | tr -d ' \t')
    case $key in '' | '#'* | ';'*) continue ;; esac
    case $key in *[!A-Za-z0-9_./-]* | *..* | /*) invalid "$2" "$key" && return ;; esac
    [ -n "$value" ] || { invalid "$2" "$key" && return; }
    case $key in
      # These come with an interface or a module, later.
      net.ipv?.conf.* | net.ipv?.neigh.* | net/ipv?/conf/* | net/ipv?/neigh/* | net.netfilter.* | net.bridge.*) ;;
      *) [ -e "$ROOT/proc/sys/$(sysctl_path "$key")" ] || { invalid "$2" "$key" && return; } ;;
    esac
  done <"$1"
}

# A key as a path: dots separate, unless the key is written with slashes (for interface names with a dot).
sysctl_path() {
  case $1 in
    */*) echo "$1" ;;
    *) echo "$1" | tr . / ;;
  esac
}

# dnsmasq as it would be: the live directory with the new files laid over it. `dnsmasq --test` runs conf-script, so
# directives that run or include something are refused first, and the test runs as nobody.
validate_dnsmasq() {
  classes "$LIST" | grep -qx dnsmasq || return 0
  judge dnsmasq || return
  try=$(mktemp -d "$ROOT/run/router-spec-check.XXXXXX") || return
  mkdir "$try/d"
  cp "$ROOT"/etc/dnsmasq.d/* "$try/d/" 2>/dev/null
  cp "$ROOT/etc/dnsmasq.conf" "$try/dnsmasq.conf" 2>/dev/null
  while read -r n action _ _ _ _ path; do
    case $action:$path in
      write:/etc/dnsmasq.conf) cp "$NEW/$n" "$try/dnsmasq.conf" ;;
      write:/etc/dnsmasq.d/*) cp "$NEW/$n" "$try/d/${path##*/}" ;;
      delete:/etc/dnsmasq.d/*) rm -f "$try/d/${path##*/}" ;;
    esac
  done <"$LIST"
  if ! theirs /etc/dnsmasq.conf "$try/dnsmasq.conf" && grep -hE '^[[:space:]]*(conf-script|dhcp-script|dhcp-luascript|conf-file|dhcp-scriptuser)' \
    "$try/dnsmasq.conf" "$try"/d/* >"$OUT" 2>/dev/null; then
    BAD="/etc/dnsmasq.conf: $(said)"
  else
    [ ! -f "$try/dnsmasq.conf" ] || sed "s|^\(conf-dir=\)/etc/dnsmasq.d|\1$try/d|" "$try/dnsmasq.conf" >"$try/conf"
    chmod -R u=rwX,go=rX "$try"
    # shellcheck disable=SC2016 # expanded by the shell that su starts
    if bounded 10 su -s /bin/sh nobody -c true; then
      bounded 20 su -s /bin/sh nobody -c 'exec "$0" --test -C "$1"' "${SYS}dnsmasq" "$try/conf"
    else
      bounded 20 "${SYS}dnsmasq" --test -C "$try/conf"
    fi || BAD="/etc/dnsmasq.conf: $(said | sed "s|$try/d|/etc/dnsmasq.d|g; s|$try/conf|/etc/dnsmasq.conf|g")"
  fi
  rm -rf "$try"
  [ -z "$BAD" ]
}
