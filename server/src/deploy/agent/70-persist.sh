# --- keep: the new configuration outlives a power cut from here on ---------------------------------------------------

RESAVING=no

keep() {
  state persisting
  emit step step persist state start
  remember
  UNSAVED=
  if persist; then
    emit step step persist state ok
    rm -f "$RUN/unsaved"
    finished kept
  else
    close_media
    emit step step persist state failed detail "$UNSAVED"
    : >"$RUN/unsaved" # what a deploy of the same once more has to do
    # shellcheck disable=SC2086 # a code and its detail
    finished kept-not-saved $UNSAVED
  fi
}

# unsaved CODE [DETAIL]
unsaved() {
  UNSAVED="$*"
  return 1
}

# Where lbu keeps its archives. The file is read as data, not run.
saved_place() {
  conf=$ROOT/etc/lbu/lbu.conf
  MEDIA=$(sed -n 's/^LBU_BACKUPDIR=//p' "$conf" 2>/dev/null | tail -n 1 | tr -d "\"'")
  MOUNTPOINT=
  if [ -z "$MEDIA" ]; then
    MEDIA=$(sed -n 's/^LBU_MEDIA=//p' "$conf" 2>/dev/null | tail -n 1 | tr -d "\"'")
    [ -z "$MEDIA" ] || MOUNTPOINT=/media/$MEDIA MEDIA=/media/$MEDIA
  fi
  [ -z "$MEDIA" ] || MEDIA=$ROOT$MEDIA
  ENCRYPTED=$(sed -n 's/^ENCRYPTION=//p' "$conf" 2>/dev/null | tail -n 1 | tr -d "\"'")
}

# The archive as it is now, name and hash; encrypted ones have one more suffix.
saved_archive() {
  if [ -z "$MEDIA" ] || ! see_media; then return 0; fi
  for archive in "$MEDIA"/*.apkovl.tar.gz*; do
    [ ! -f "$archive" ] || sha256sum "$archive"
  done
  close_media
}

# Somebody saved during the window: what they saved is the configuration that was just taken back. Save again. False, with
# the reason in UNSAVED, where that fails.
resave() {
  [ "$DISKLESS" = yes ] || return 0
  saved_place
  [ "$(saved_archive)" != "$(cat "$TXN/live/archive")" ] || return 0
  UNSAVED=
  RESAVING=yes # what stands on the medium now is no measure
  emit step step resave state start
  if persist; then emit step step resave state ok; else
    close_media
    emit step step resave state failed detail "$UNSAVED"
    return 1
  fi
}

# Replaces `lbu commit`, which moves the old archive away before it writes the new one: a power cut in between leaves
# none. Here a valid archive has the right name at every instant.
persist() {
  if [ "$DISKLESS" != yes ]; then
    sync
    return 0
  fi
  saved_place
  [ -z "$ENCRYPTED" ] || { unsaved encrypted || return; }
  [ -n "$MEDIA" ] || { unsaved no-media || return; }
  work=$TXN/persist
  rm -rf "$work"
  mkdir -p "$work/look" || { unsaved space /run || return; }
  candidate=$work/candidate.apkovl.tar.gz
  bounded $SAVE_LIMIT "${SYS}lbu" package "$candidate" || { unsaved package "$(said)" || return; }
  point packaged
  open_media || { unsaved media "$MEDIA" || return; }
  find_archive || return
  check_archive "$candidate" "$current" || return
  write_archive || return
  close_media
}

# The archive on the medium, in current; empty if there is none. Of two, one may be what a power cut left of a save under
# another name: there is a copy of it.
find_archive() {
  current=
  left=
  for archive in "$MEDIA"/*.apkovl.tar.gz*; do
    [ -f "$archive" ] || continue
    if [ -z "$current" ]; then
      current=$archive
    elif [ -z "$left" ] && copied "$archive"; then
      left=$archive
    elif [ -z "$left" ] && copied "$current"; then
      left=$current
      current=$archive
    else
      unsaved archives "${archive##*/}" || return
    fi
  done
}

# copied ARCHIVE: whether write_archive has made a copy of it.
copied() {
  for copy in "${1%.apkovl.tar.gz}".[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].tar.gz; do
    cmp -s "$1" "$copy" && return
  done
  return 1
}

# The archive holds every managed file as it is now, what makes the router reachable, and about as much as before.
check_archive() {
  gzip -t "$1" 2>/dev/null || { unsaved package 'not a gzip file' || return; }
  tar -xzpf "$1" -C "$work/look" 2>/dev/null || { unsaved package 'not a tar file' || return; }
  while read -r _ action _ _ _ _ path; do
    look "$path"
    [ "$CUR_SHA" != absent ] || continue
    was="$CUR_SHA $CUR_MODE"
    in_archive "$path"
    [ "$CUR_SHA $CUR_MODE" = "$was" ] || { [ "$CUR_SHA" = absent ] && pristine "$path"; } ||
      { unsaved incomplete "$path" || return; }
  done <"$TXN/files"
  for path in /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_rsa_key /root/.ssh/authorized_keys; do
    [ ! -f "$ROOT$path" ] || [ -f "$work/look$path" ] || { unsaved incomplete "$path" || return; }
  done
  if [ -n "$2" ]; then
    tar -tzf "$2" >"$work/before" 2>/dev/null
    tar -tzf "$1" >"$work/after"
    # How one gets in, if it was saved before.
    grep -E '^(\./)?(etc/shadow|etc/passwd|root/\.ssh/.*|home/.*/\.ssh/.*)$' "$work/before" >"$work/access"
    while IFS= read -r path; do
      grep -qxF "$path" "$work/after" || [ ! -e "$ROOT/$path" ] || { unsaved incomplete "$path" || return; }
    done <"$work/access"
    # What this deploy deletes or gives back may be missing, with the directories it was in.
    deleted=$(awk '$2 == "delete"' "$TXN/files" | cat - "$TXN/given-back" 2>/dev/null | wc -l)
    before=$(wc -l <"$work/before")
    after=$(wc -l <"$work/after")
    [ "$RESAVING" = yes ] || [ $(((after + deleted * 2 + 5) * 10)) -ge $((before * 9)) ] || { unsaved incomplete "$after of $before files" || return; }
  fi
  rm -rf "$work/look"
}

# A file that is as its package brings it is in no archive: the next boot has it by itself. Asked without the lists that
# leave files out, which would make every file look like one (apk-audit(8)).
pristine() {
  case $1 in /etc/*) ;; *) return 1 ;; esac
  echo '+etc' >"$work/everything"
  bounded 60 "${SYS}apk" audit --backup --recursive --check-permissions --protected-paths "$work/everything" /etc ||
    return 1
  ! grep -q "^[A-Za-z] ${1#/}\$" "$OUT"
}

in_archive() {
  ROOT_BEFORE=$ROOT
  ROOT=$work/look
  look "$1"
  ROOT=$ROOT_BEFORE
}

write_archive() {
  size=$(($(wc -c <"$candidate") / 1024 + 1))
  [ -z "$current" ] || size=$((size + $(wc -c <"$current") / 1024 + 1))
  [ "$(free_kb "$MEDIA")" -gt $((size + 64)) ] || { unsaved full "$MEDIA" || return; }
  if [ -n "$current" ]; then
    backup=${current%.apkovl.tar.gz}.$(date +%Y%m%d%H%M%S).tar.gz
    if ! { cp "$current" "$backup.part" && to_disk "$backup.part" && mv -f "$backup.part" "$backup"; }; then
      rm -f "$backup.part"
      unsaved full "$MEDIA" || return
    fi
    point backed-up
  fi
  # A name that the initramfs does not take for an archive.
  part=$MEDIA/router-spec.part
  set_apart
  if ! { cp "$candidate" "$part" && to_disk "$part"; }; then
    rm -f "$part"
    unsaved full "$MEDIA" || return
  fi
  point flushed
  # What a worn medium has lost must not take the place of what it still has.
  read_back "$part" || { rm -f "$part" && unsaved media "$MEDIA" || return; }
  point written
  # The archive is named after the host.
  target=$MEDIA/$(cat "$ROOT/proc/sys/kernel/hostname").apkovl.tar.gz
  # On FAT a file that is replaced leaves its clusters, and its name may lead there for a while yet. While it is open
  # they stay its own (fat_evict_inode in fs/fat/inode.c).
  [ ! -f "$target" ] || exec 6<"$target"
  mv -f "$part" "$target" && flush "$target"
  moved=$?
  exec 6<&-
  if [ $moved != 0 ] || ! read_back "$target"; then
    unsaved damaged "$target" || return
  fi
  point switched
  # One under the host's former name goes only now: renamed, on FAT, it might lose the one name before it has the other.
  for archive in "$current" "$left"; do
    [ -z "$archive" ] || [ "$archive" = "$target" ] || drop "$archive"
  done
  point renamed
  point saved
  prune
}

# read_back FILE: whether the medium, and not only the cache, has what was written.
read_back() {
  echo 1 >"$ROOT/proc/sys/vm/drop_caches" 2>/dev/null
  cmp -s "$candidate" "$1"
}

# flush FILE: all that was written to the medium, of which FILE is one; the name of a file, too. On FAT only the fsync of
# a file empties the cache of the disk itself (fat_file_fsync in fs/fat/file.c).
flush() {
  sync -f "$MEDIA" 2>/dev/null || sync
  to_disk "$1"
}

# drop FILE: removes it from the medium; its clusters are free only when its name is gone, as above.
drop() {
  [ -f "$1" ] || return 0
  # shellcheck disable=SC2094 # held open, not read
  { rm -f "$1" && flush "$target"; } 6<"$1"
}

# What a power cut left of an earlier save. On FAT it may be a second name of the clusters of the archive: to remove it
# would free them, now or when they have become another file's, so then it stays, under a name that nobody uses.
set_apart() {
  if [ -n "$current" ] && cmp -s "$part" "$current"; then
    mv -f "$part" "$MEDIA/router-spec.$(date +%Y%m%d%H%M%S).lost"
  else
    rm -f "$part"
  fi
}

# Keeps the newest BACKUPS copies; the one just made is never the one to go.
prune() {
  for old in "$MEDIA"/*.[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].tar.gz; do
    [ ! -f "$old" ] || [ "$old" = "${backup-}" ] || echo "$old"
  done | sort -r | tail -n +"$BACKUPS" | while IFS= read -r old; do drop "$old"; done
}

# A medium that is not mounted, or read-only, is so again after close_media.
open_media() {
  see_media || return 1
  case $(mount_options) in
    ro | ro,*) WAS_MOUNTED=${WAS_MOUNTED:-ro} ;;
    *) return 0 ;;
  esac
  bounded 30 "${SYS}mount" -o remount,rw "$MOUNTPOINT"
}

# see_media: mounts the medium as it is mounted by itself, if it is not.
see_media() {
  WAS_MOUNTED=
  if [ -z "$MOUNTPOINT" ]; then
    [ -d "$MEDIA" ]
    return
  fi
  [ -z "$(mount_options)" ] || return 0
  bounded 30 "${SYS}mount" "$MOUNTPOINT" || return 1
  WAS_MOUNTED=no
}

mount_options() { awk -v m="$MOUNTPOINT" '$2 == m { o = $4 } END { print o }' "$ROOT/proc/mounts"; }

close_media() {
  case ${WAS_MOUNTED-} in
    no) bounded 30 "${SYS}umount" "$MOUNTPOINT" ;;
    ro) bounded 30 "${SYS}mount" -o remount,ro "$MOUNTPOINT" ;;
  esac
  WAS_MOUNTED=
}
