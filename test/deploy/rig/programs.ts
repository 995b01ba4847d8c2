/**
 * Stand-ins for the programs that change a router, in a world that is a few files: `$LIVE` holds the addresses, the
 * rules and the running services, `$FAULTS` what is to go wrong. They answer in the form of the real ones as far as the
 * agent looks at it, and note every call in `$CALLS`.
 */
export function programs(directory: string): Readonly<Record<string, string>> {
  const head = `#!/bin/sh
LIVE=${directory}/live FAULTS=${directory}/faults CALLS=${directory}/calls ROOT=${directory}/root
echo "\${0##*/} $*" >>"$CALLS"
hang() {
  [ -e "$FAULTS/$1" ] || return
  [ "$(cat "$FAULTS/$1")" != once ] || rm "$FAULTS/$1"
  exec sleep 3600
}
fails() { [ -e "$FAULTS/$1" ]; }
`;
  const scripts: Record<string, string> = {
    nft: `
hang nft-hangs
case "$*" in
  '-c -f '*)
    ! grep -n syntax-error "$3" || { echo "$3:1:1-5: Error: syntax error"; exit 1; }
    ;;
  '-f '*)
    if fails nft-fails; then echo 'Error: Could not process rule'; exit 1; fi
    grep -v 'flush ruleset' "$2" >"$LIVE/ruleset.new"; mv "$LIVE/ruleset.new" "$LIVE/ruleset"
    ! grep -q 'drop ssh' "$2" || : >"$LIVE/ssh-dropped"
    grep -q 'drop ssh' "$2" || rm -f "$LIVE/ssh-dropped"
    ;;
  'flush ruleset') : >"$LIVE/ruleset" ;;
  *'list ruleset') cat "$LIVE/ruleset" ;;
esac`,
    // An interface has the addresses of its stanza.
    ip: `
case "$*" in
  '-o addr show') n=0; for f in "$LIVE"/interfaces/*; do [ ! -f "$f" ] || while read -r a; do n=$((n+1)); echo "$n: \${f##*/}    inet $a scope global \${f##*/}"; done <"$f"; done ;;
  '-6 -o addr show scope global') cat "$LIVE/addresses6" ;;
  '-4 -o addr show scope global') cat "$LIVE/addresses4" ;;
  '-6 route show') cat "$LIVE/routes6" ;;
  *'route show') cat "$LIVE/routes" ;;
  *'rule show') echo '0: from all lookup local' ;;
  '-6 -o addr show dev '*) cat "$LIVE/addresses6" ;;
  '-6 route show default') cat "$LIVE/route6" ;;
  '-6 tunnel show '*) cat "$LIVE/tunnel" ;;
  '-4 route get '*) cat "$LIVE/route4" ;;
esac`,
    ifup: `
hang "ifup-hangs"
file=$ROOT/etc/network/interfaces
case $1 in
  -n) ! grep -n syntax-error "$3"; exit ;;
esac
for name; do :; done
hang "ifup-$name-hangs"
if fails "ifup-$name-fails"; then echo "ifup: $name: no such device"; exit 1; fi
[ ! -e "$LIVE/interfaces/$name" ] || { echo "$name is up already"; exit 1; }
awk -v n="$name" '$1 == "iface" { on = $2 == n } on && $1 == "address" { print $2 }' "$file" >"$LIVE/interfaces/$name"
awk -v n="$name" '$1 == "iface" { on = $2 == n } on && $1 == "up" { print $2 }' "$file" | while read -r script; do sh "$ROOT$script" "$name"; done`,
    ifdown: `
for name; do :; done
hang "ifdown-$name-hangs"
rm -f "$LIVE/interfaces/$name"`,
    'rc-service': `
name=$1
case $2 in
  status)
    [ -e "$LIVE/services/$name" ] || exit 3
    # A service that a supervisor restarts for ever is another process each time one looks.
    if fails "$name-flaps"; then echo $$ >"$ROOT/run/$name.pid"; fi
    if fails "$name-dies"; then rm -f "$LIVE/services/$name"; exit 32; fi
    ;;
  start | restart)
    hang "$name-hangs"
    # OpenRC is starting it at this moment, with another one that it needs.
    if fails "$name-starting"; then rm "$FAULTS/$name-starting"; echo " * WARNING: $name is already starting"; exit 1; fi
    # The line has a new prefix, which the DHCP client learns when it is restarted.
    if fails "$name-renumbers"; then sed -i '/ proto dhcp/s/^[^ ]*/240b:10:5678:5601::\\/64/' "$LIVE/routes"; fi
    [ -e "$ROOT/etc/init.d/$name" ] || { echo "rc-service: service \\\`$name' does not exist"; exit 1; }
    if fails "$name-fails"; then echo "$name: failed to start"; exit 1; fi
    [ "$name" != dnsmasq ] || ! grep -q 'port=taken' "$ROOT/etc/dnsmasq.conf" || { echo 'dnsmasq: failed to create listening socket: Address in use'; exit 1; }
    cat "$ROOT/etc/$name.conf" >"$LIVE/services/$name" 2>/dev/null || : >"$LIVE/services/$name"
    echo $$ >"$ROOT/run/$name.pid"
    # A daemon that lives on, and holds on to whatever it was given.
    if fails "$name-lingers"; then sleep 3600 & echo $! >"$LIVE/daemon"; fi
    ;;
  stop) rm -f "$LIVE/services/$name" "$ROOT/run/$name.pid" ;;
esac`,
    'rc-update': `
! fails rc-update-fails || exit 1
case $1 in
  add) mkdir -p "$ROOT/etc/runlevels/$3"; ln -sf "/etc/init.d/$2" "$ROOT/etc/runlevels/$3/$2" ;;
  del) rm -f "$ROOT/etc/runlevels/$3/$2" ;;
esac`,
    sysctl: `
for file; do :; done
sed -n 's/^\\([a-z0-9_./]*\\) *= */\\1 /p' "$file" | while read -r key value; do
  path=$ROOT/proc/sys/$(echo "$key" | tr . /)
  if [ -e "$path" ]; then echo "$value" >"$path"; else case "$*" in *-e*) ;; *) echo "sysctl: $key: No such file or directory"; exit 1 ;; esac; fi
done`,
    hostname: `
case $1 in -F) cat "$2" >"$ROOT/proc/sys/kernel/hostname" ;; *) echo "$1" >"$ROOT/proc/sys/kernel/hostname" ;; esac`,
    modprobe: `if fails "modprobe-$1"; then echo "modprobe: module $1 not found"; exit 1; fi`,
    apk: `
case $1 in
  info) grep -qx "$3" "$LIVE/packages" ;;
  audit) cd "$ROOT" && find etc -type f | while read -r p; do grep -qxF "$p" "$LIVE/pristine" 2>/dev/null || echo "A $p"; done ;;
  del) for p; do grep -vx "$p" "$LIVE/packages" >"$LIVE/packages.new"; mv "$LIVE/packages.new" "$LIVE/packages"; done ;;
  *)
    if fails apk-fails; then echo 'ERROR: unable to select packages'; exit 1; fi
    on=; for p; do case $p in add) on=1 ;; -*) ;; *) [ -z "$on" ] || { echo "$p" >>"$LIVE/packages"; echo "$p" >>"$ROOT/etc/apk/world"; } ;; esac; done
    ;;
esac`,
    // As Alpine's: /etc but for regular files in init.d, and what the lists name.
    lbu: `
hang lbu-hangs
case $1 in
  status) cat "$LIVE/uncommitted" 2>/dev/null ;;
  package)
    if fails lbu-fails; then echo 'lbu: Problems creating archive'; exit 1; fi
    cd "$ROOT" || exit 1
    { find etc -type f ! -path 'etc/init.d/*' | while read -r p; do grep -qxF "$p" "$LIVE/pristine" 2>/dev/null || echo "$p"; done; find etc -type l
      [ ! -d etc/apk/protected_paths.d ] || sed -n 's/^+//p' etc/apk/protected_paths.d/*.list | while read -r p; do find "$p" -type f 2>/dev/null; done
    } | sort -u | /usr/bin/tar -czf "$2" -T -
    ;;
esac`,
    reboot: `: >"$LIVE/rebooted"`,
    // What is on a medium that is not mounted lies elsewhere.
    mount: `
if fails mount-fails; then echo 'mount: read-only medium'; exit 1; fi
if [ -d "$ROOT.medium" ]; then
  rmdir "$ROOT/media/sda1"; mv "$ROOT.medium" "$ROOT/media/sda1"
  echo '/dev/sda1 /media/sda1 vfat ro,relatime 0 0' >>"$ROOT/proc/mounts"
fi
sed -i "s|\\(/media/sda1 [a-z0-9]*\\) r[ow]|\\1 rw|" "$ROOT/proc/mounts"
case "$*" in *,ro*) sed -i "s|\\(/media/sda1 [a-z0-9]*\\) rw|\\1 ro|" "$ROOT/proc/mounts" ;; esac`,
    umount: `
mv "$ROOT/media/sda1" "$ROOT.medium"; mkdir "$ROOT/media/sda1"
sed -i '/ .media.sda1 /d' "$ROOT/proc/mounts"`,
    dnsmasq: `
for file; do :; done
id -un >"$LIVE/dnsmasq-tested-as" 2>/dev/null
! grep -q unknown-option "$file" || { echo "dnsmasq: bad option at line 1 of $file" >&2; exit 1; }
echo 'dnsmasq: syntax check OK.' >&2`,
    hostapd: `
! grep -q bad-option "$1" || echo "Line 3: unknown configuration item 'bad-option with a secret'"
! grep -q bad-option "$1" || echo "1 errors found in configuration file '$1'"
echo 'Failed to initialize interface'; exit 1`,
    iw: `
case "$*" in 'reg get') cat "$LIVE/iw-reg" ;; phy) cat "$LIVE/iw-phy" ;; esac`,
    ping: `
for address; do :; done
! fails "ping-$address" || exit 1
# Only packets of up to so many bytes are answered. Whoever sends larger ones is told, or is not.
size=56
while [ $# -gt 1 ]; do [ "$1" != -s ] || size=$2; shift; done
if [ -e "$LIVE/answered" ] && [ $((size + 28)) -gt "$(cat "$LIVE/answered")" ]; then
  ! fails told || echo "$address dev ip6tnl1 src 106.72.18.52 cache expires 599sec mtu $(cat "$LIVE/answered")" >"$LIVE/route4"
  exit 1
fi
! grep -q "breaks $address" "$LIVE/ruleset"`,
    nslookup: `
case $1 in
  -type=a) printf 'Server:\\t127.0.0.1\\nAddress:\\t127.0.0.1:53\\n\\nName:\\t%s\\nAddress: 198.51.100.10\\n' "$2" ;;
  *) ! fails "resolve-$1" ;;
esac`,
  };
  return Object.fromEntries(Object.entries(scripts).map(([name, body]) => [name, head + body + '\n']));
}
