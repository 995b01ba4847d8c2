# The far end: the address that is given, or that of the AFTR's name. The name is asked over IPv6, since there is no IPv4
# yet, and first of the servers that the line itself announced: some names are known to them alone.
far_end() {
  if [ -n "$REMOTE" ]; then
    echo "$REMOTE"
    return
  fi
  for server in $(sed -n 's/^nameserver //p' "$LINE_SERVERS" 2>/dev/null) $SERVERS; do
    case $server in *:*) ;; *) continue ;; esac
    answer=$(timeout 5 nslookup -type=aaaa "$AFTR" "$server" 2>/dev/null | awk '
      /^Name:/ { answer = 1 }
      answer && /^Address/ && $NF ~ /^[0-9a-fA-F:]+$/ { print $NF; exit }')
    if [ -n "$answer" ]; then
      echo "$answer"
      return
    fi
  done
  return 1
}

say() {
  echo "$1" >&2
  logger -t router-spec "$1" 2>/dev/null || :
}

# Kernel parameters that exist by now.
settings() {
  printf '%s\n' "$SETTINGS" | while IFS='=' read -r key value; do
    if [ -n "$key" ] && [ -e "/proc/sys/$key" ]; then
      echo "$value" >"/proc/sys/$key" || say "$key could not be set to $value"
    fi
  done
}

# A process of ours that still waits for something, by the file that holds its number.
stop_waiting() {
  for file in "$RUN"/*.pid; do
    [ -s "$file" ] || continue
    read -r pid <"$file"
    rm -f "$file"
    case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) in
    *router-spec/tunnel*) kill "$pid" 2>/dev/null || : ;;
    esac
  done
}

# What an earlier prefix or setting has left behind.
forget_old() {
  if [ -s "$STATE" ] && read -r tun wan near address <"$STATE"; then
    if [ "$tun $wan $near $address" != "$TUN $WAN $LOCAL $ADDRESS" ]; then
      ip link del dev "$tun" 2>/dev/null || :
      ip -6 addr del "$near/128" dev "$wan" 2>/dev/null || :
    fi
  fi
}

no_rules() {
  for priority in $RULES $((RULES + 1)) $((RULES + 2)) $((RULES + 3)); do
    while ip -4 rule del priority "$priority" 2>/dev/null; do :; done
  done
}

# Everything into the tunnel; or, beside another uplink, what carries the mark or comes from certain subnets. What lies
# nearer than the default route of the main table stays there, so that the LAN is still reached.
route() {
  no_rules
  if [ -z "$MARK$FROM" ]; then
    ip -4 route replace default dev "$TUN"
    return
  fi
  ip -4 route replace default dev "$TUN" table "$TABLE"
  ip -4 rule add priority "$RULES" table main suppress_prefixlength 0
  ip -4 rule add priority $((RULES + 1)) from "$ADDRESS" table "$TABLE"
  [ -z "$MARK" ] || ip -4 rule add priority $((RULES + 2)) fwmark "$MARK" table "$TABLE"
  for subnet in $FROM; do
    ip -4 rule add priority $((RULES + 3)) from "$subnet" table "$TABLE"
  done
}

# connect REMOTE: the tunnel is changed in place where it is there, so that nothing is interrupted without need.
connect() {
  ends="remote $1 local $LOCAL dev $WAN encaplimit $LIMIT"
  # shellcheck disable=SC2086 # words, none of which can hold a blank
  if [ ! -d "/sys/class/net/$TUN" ] || ! ip -6 tunnel change "$TUN" mode ip4ip6 $ends 2>/dev/null; then
    ip link del dev "$TUN" 2>/dev/null || :
    ip -6 tunnel add "$TUN" mode ip4ip6 $ends
  fi
  settings
  ip link set dev "$TUN" mtu "$MTU" up
  ip -4 addr replace "$ADDRESS/32" dev "$TUN"
  route
}

# The provider of a fixed address is told where the near end is, until it has heard it.
update() {
  [ -n "$UPDATE" ] || return 0
  (
    pause=5
    until curl -6 -fsS --max-time 20 --interface "$LOCAL" -o /dev/null -K "$UPDATE"; do
      say "the provider was not told of $LOCAL; another try in $pause seconds"
      sleep "$pause"
      [ "$pause" -ge 600 ] || pause=$((pause * 2))
    done
    say "the provider was told of $LOCAL"
  ) </dev/null >/dev/null 2>&1 &
  echo $! >"$RUN/update.pid"
}

up() {
  mkdir -p "$RUN"
  stop_waiting
  modprobe -q ip6_tunnel 2>/dev/null || :
  forget_old
  settings
  # /128: no route for the prefix; preferred_lft 0: never chosen as a source by itself; nodad: usable at once.
  ip -6 addr replace "$LOCAL/128" dev "$WAN" preferred_lft 0 nodad
  echo "$TUN $WAN $LOCAL $ADDRESS" >"$STATE"
  if remote=$(far_end); then
    connect "$remote"
  else
    say "no address for $AFTR yet"
    (
      until remote=$(far_end); do sleep 2; done
      connect "$remote"
      say "$AFTR is $remote"
    ) </dev/null >/dev/null 2>&1 &
    echo $! >"$RUN/connect.pid"
  fi
  update
}

down() {
  stop_waiting
  no_rules
  ip link del dev "$TUN" 2>/dev/null || :
  ip -6 addr del "$LOCAL/128" dev "$WAN" 2>/dev/null || :
  rm -f "$STATE"
}

case ${1-} in
up | down | settings) "$1" ;;
*)
  echo "usage: $0 up | down | settings" >&2
  exit 2
  ;;
esac
