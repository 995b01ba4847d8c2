# --- survey: what a router that has no spec yet is made of; only reads -------------------------------------------------

survey() {
  fact host "$(cat "$ROOT/proc/sys/kernel/hostname" 2>/dev/null)"
  fact alpine "$(cat "$ROOT/etc/alpine-release" 2>/dev/null)"
  [ "$DISKLESS" = no ] || fact media "$(sed -n 's/^LBU_MEDIA=//p' "$ROOT/etc/lbu/lbu.conf" 2>/dev/null | tr -d "\"'" | head -n 1)"
  for link in "$ROOT"/sys/class/net/*; do
    # Ethernet and what looks like it (linux/if_arp.h); tunnels and the loopback are not.
    [ "$(cat "$link/type" 2>/dev/null)" = 1 ] || continue
    # The kernel names the type of all but plain ports; those of a switch chip are ports like others.
    case $(sed -n 's/^DEVTYPE=//p' "$link/uevent" 2>/dev/null) in
      '' | dsa) kind=wired ;;
      wlan) kind=radio ;;
      bridge) kind=bridge ;;
      *) kind=other ;;
    esac
    bridge=$(readlink "$link/master" 2>/dev/null)
    emit link name "${link##*/}" kind "$kind" mac "$(cat "$link/address" 2>/dev/null)" \
      carrier "$(cat "$link/carrier" 2>/dev/null)" bridge "${bridge##*/}" phy "$(cat "$link/phy80211/name" 2>/dev/null)"
  done
  # Those that can be used, and will be for a while.
  {
    "${SYS}ip" -6 -o addr show scope global
    "${SYS}ip" -4 -o addr show scope global
  } 2>/dev/null | awk '!/ (tentative|dadfailed|deprecated|temporary)/ { print $2, $4 }' | while read -r name address; do
    emit address interface "$name" address "$address"
  done
  # A DHCPv6 client keeps what was delegated and is used nowhere from going back to the provider (RFC 7084, WPD-5).
  "${SYS}ip" -6 route show 2>/dev/null | awk '
    $1 == "default" { for (i = 2; i < NF; i++) if ($i == "dev") print "default", $(i + 1) }
    $1 ~ /^(unreachable|blackhole|prohibit)$/ && $2 != "default" { print "delegated", $2 }' | while read -r kind value; do
    emit route kind "$kind" value "$value"
  done
  has iw || { emit end state listed && return; }
  if bounded 15 "${SYS}iw" reg get; then
    fact country "$(awk '$1 == "country" { print substr($2, 1, 2); exit }' "$OUT")"
  fi
  if bounded 15 "${SYS}iw" phy; then radio_bands <"$OUT"; fi
  emit end state listed
}

# What `iw phy` says of each band of each radio: whether it can be an access point, the generations, the widest channel
# in MHz, and the frequencies that are not disabled.
radio_bands() {
  awk '
    function flush() {
      if (open && frequencies != "") print phy, (ap ? "yes" : "no"), (wide ? wide : 20), standards "-", frequencies
      open = 0; wide = 0; standards = frequencies = ""
    }
    /^Wiphy / { flush(); phy = $2; ap = 0 }
    /^\t[^ \t]/ { flush(); modes = /Supported interface modes:/; open = /^\tBand / }
    modes && $1 == "*" && $2 == "AP" { ap = 1 }
    !open { next }
    /HT20/ && standards !~ /n/ { standards = standards "n" }
    /HT20\/HT40/ && wide < 40 { wide = 40 }
    /VHT Capabilities/ { standards = standards "c"; wide = 80 }
    /HE Iftypes:.*AP/ && standards !~ /x/ { standards = standards "x" }
    /HE40\/HE80/ && wide < 80 { wide = 80 }
    $1 == "*" && $3 == "MHz" && !/disabled/ { frequencies = frequencies " " int($2) }
    END { flush() }' | while read -r phy ap wide standards frequencies; do
    emit band phy "$phy" ap "$ap" width "$wide" standards "${standards%-}" frequencies "$frequencies"
  done
}

