# --- diagnose: how the router is doing; reads, and sends a few pings ---------------------------------------------------
#
# `asked` has `key value` lines with what to look at, `kernel` the parameters below /proc/sys, one a line.

diagnose() {
  fact host "$(cat "$ROOT/proc/sys/kernel/hostname" 2>/dev/null)"
  fact boot "$(boot_id)"
  now && fact uptime "$NOW"
  pending=$(unfinished)
  [ -z "$pending" ] || describe "$pending"
  TUN=$(want tunnel asked)
  ADDRESS=$(want address asked)
  link_facts wan "$(want wan asked)"
  link_facts tunnel "$TUN"
  # Those that can be used: not while another host may have the same one.
  fact wan-addresses "$("${SYS}ip" -6 -o addr show dev "$(want device asked)" scope global 2>/dev/null |
    awk '!/ (tentative|dadfailed) / { printf "%s ", $4 }')"
  fact wan-router "$("${SYS}ip" -6 route show default 2>/dev/null | awk '{ print $3; exit }')"
  fact tunnel-ends "$("${SYS}ip" -6 tunnel show "$TUN" 2>/dev/null | awk '{
    for (i = 1; i < NF; i++) { if ($i == "local") near = $(i + 1); if ($i == "remote") far = $(i + 1) }
    if (near != "") print near, far; exit }')"
  reachable
  while read -r path; do parameter "$path"; done <kernel
  while read -r kind name level _; do
    [ "$kind" != service ] || emit service name "$name" runlevel "$level" state "$(service_facts "$name" "$level")"
  done <actions
  [ "$(want ports asked)" != yes ] || ports_in_use
  if [ -f "$KEEP/manifest" ]; then
    fact manifest "$(base64 <"$KEEP/manifest" | tr -d '\n')"
    awk '$1 == "file" { print $4 }' "$KEEP/manifest" | while IFS= read -r path; do
      safe_path "$path" || continue
      look "$path"
      emit file path "$path" sha256 "$CUR_SHA" mode "$CUR_MODE"
    done
  fi
  emit end state listed
}

parameter() { [ ! -e "$ROOT/proc/sys/$1" ] || emit kernel path "$1" value "$(cat "$ROOT/proc/sys/$1" 2>/dev/null)"; }

# link_facts KEY DEVICE: whether it is up, and its MTU. A tunnel has no carrier, and says `unknown` for good.
link_facts() {
  link=$ROOT/sys/class/net/$2
  [ -d "$link" ] || { fact "$1" absent && return; }
  is=down
  if [ $(($(cat "$link/flags") & 1)) -eq 1 ]; then
    case $(cat "$link/operstate" 2>/dev/null) in down | lowerlayerdown) ;; *) is=up ;; esac
  fi
  fact "$1" "$is $(cat "$link/mtu")"
}

# Who answers: the far end, the internet over both protocols, the router's own DNS service.
reachable() {
  far=$(want remote asked)
  # Where the far end is known by its name, the tunnel knows its address.
  [ -n "$far" ] || far=$("${SYS}ip" -6 tunnel show "$TUN" 2>/dev/null | awk '{ for (i = 1; i < NF; i++) if ($i == "remote") print $(i + 1); exit }')
  [ -z "$far" ] || tried far-end bounded 8 "${SYS}ping" -6 -c 2 -W 2 -I "$(want local asked)" "$far"
  six=$(want target6 asked)
  [ -z "$six" ] || tried ipv6 bounded 8 "${SYS}ping" -6 -c 2 -W 2 "$six"
  name=$(want name asked)
  [ "$(want resolve asked)" != yes ] || tried names bounded 8 "${SYS}nslookup" "$name" 127.0.0.1
  four=$(want target4 asked)
  [ -n "$four$name" ] || return 0
  [ -n "$four" ] || four=$(bounded 8 "${SYS}nslookup" -type=a "$name" && awk '
    /^Name:/ { answer = 1 }
    answer && /^Address/ && $NF ~ /^[0-9.]+$/ { print $NF; exit }' "$OUT")
  [ -n "$four" ] || return 0
  fact target4 "$four"
  tried ipv4 bounded 8 "${SYS}ping" -4 -c 2 -W 2 -I "$ADDRESS" "$four"
  fact route4 "$(route_to "$four" | sed -n 's/.* dev \([^ ]*\).*/\1/p')"
  [ "$ANSWERED" = no ] || path_mtu "$(want mtu asked)"
}

tried() {
  ANSWERED=no
  key=$1
  shift
  ! "$@" || ANSWERED=yes
  fact "$key" "$ANSWERED"
}

route_to() { "${SYS}ip" -4 route get "$1" from "$ADDRESS" 2>/dev/null | tr '\n' ' '; }

# path_mtu LARGEST: the largest IPv4 packet that is answered, in bytes, to eight bytes. A packet that fits the tunnel
# goes out in one piece. Once a router on the way has told of a smaller MTU, the kernel remembers it and sends larger
# packets in pieces, which would be answered: then what it remembers is the result.
path_mtu() {
  high=$1
  answered_at "$high" && fact path-mtu "$high" && return
  low=576
  answered_at "$low" || return 0
  while [ $((high - low)) -gt 8 ]; do
    learned=$(route_to "$four" | sed -n 's/.* mtu \([0-9]*\).*/\1/p')
    if [ -n "$learned" ] && [ "$learned" -lt "$1" ]; then
      fact path-mtu "$learned"
      return
    fi
    middle=$(((low + high) / 2))
    if answered_at $middle; then low=$middle; else high=$middle; fi
  done
  fact path-mtu "$low"
}

# With 20 bytes of IPv4 and 8 of ICMP before the data.
answered_at() { bounded 6 "${SYS}ping" -4 -c 2 -W 1 -s $(($1 - 28)) -I "$ADDRESS" "$four"; }

# The ports of the tunnel's address that connection tracking holds, each once: those of connections that went out, which
# the answers come to, and those of connections that came in. Nothing is said about who speaks with whom.
ports_in_use() {
  if [ -r "$ROOT/proc/net/nf_conntrack" ]; then
    cp "$ROOT/proc/net/nf_conntrack" "$OUT"
  else
    has conntrack && bounded 20 "${SYS}conntrack" -L -f ipv4 || return 0
  fi
  fact ports-known yes
  awk -v address="$ADDRESS" '
    {
      protocol = $1 ~ /^ipv[46]$/ ? $3 : $1
      split("", to); split("", port); n = 0
      for (i = 3; i <= NF; i++) {
        if ($i ~ /^dst=/) to[++n] = substr($i, 5)
        else if ($i ~ /^(dport|id)=/ && !(n in port)) port[n] = substr($i, index($i, "=") + 1)
      }
      used = to[2] == address ? port[2] : to[1] == address ? port[1] : ""
      if (used != "" && !((protocol, used) in seen)) { seen[protocol, used] = 1; list[protocol] = list[protocol] " " used }
    }
    END { for (protocol in list) print protocol list[protocol] }' "$OUT" | while read -r protocol list; do
    emit ports protocol "$protocol" used "$list"
  done
}
