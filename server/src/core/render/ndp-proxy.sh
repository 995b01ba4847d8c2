# How long an answer of a LAN host is waited for, and how often known hosts are looked at again, in seconds.
PATIENCE=1
REVIEW=600

# Whether a LAN host has this address: the kernel asks the LAN for it, and its answer is in the neighbour table.
is_in_lan() {
  ping -6 -c 1 -W "$PATIENCE" -I "$LAN" "$1" >/dev/null 2>&1 || :
  case $(ip -6 neigh show to "$1" dev "$LAN") in
  *REACHABLE* | *STALE* | *DELAY* | *PROBE*) return 0 ;;
  esac
  return 1
}

# From now on the kernel answers the line for this address by itself.
take() {
  if is_in_lan "$1"; then ip -6 neigh replace proxy "$1" dev "$WAN"; fi
}

# Addresses that are gone (temporary ones change daily) are answered for no longer.
review() {
  trap 'kill "$pause"; exit 0' TERM
  while :; do
    sleep "$REVIEW" &
    pause=$!
    wait "$pause"
    ip -6 neigh show proxy dev "$WAN" | while read -r address _; do
      [ "$address" = "$OWN" ] || is_in_lan "$address" || ip -6 neigh del proxy "$address" dev "$WAN"
    done
  done
}

# Several at once, so that an address that nobody has keeps nobody waiting; not any number, so that a scan from the
# internet cannot fill the process table.
answer() {
  running=0
  while read -r line; do
    address=${line#* who has }
    address=${address%%,*}
    case $address in '' | *[!0-9a-f:]*) continue ;; esac
    if [ "$running" -ge 32 ]; then
      wait
      running=0
    fi
    take "$address" &
    running=$((running + 1))
  done
}

mkdir -p "$RUN"
questions=$RUN/ndp-proxy.$$
mkfifo "$questions" || exit 1
answer <"$questions" &
answering=$!
# Solicitations for any address of the prefix, whichever group they are sent to: the filter looks at the target.
tcpdump -i "$WAN" -l -n -t -s 128 "icmp6 and ip6[40] == 135 and ip6[48:4] == $HIGH and ip6[52:4] == $LOW" \
  >"$questions" 2>/dev/null &
listening=$!
review &
reviewing=$!
trap 'kill "$listening" "$answering" "$reviewing" 2>/dev/null; rm -f "$questions"' EXIT
trap 'exit 0' HUP INT TERM
ip -6 neigh replace proxy "$OWN" dev "$WAN"
# Ends when the interface goes away; whoever supervises this starts it anew.
wait "$listening"
exit 1
