# --- history: what was deployed, and what was there before where no deploy had written it -----------------------------

# Revisions lie in /etc, which the archive holds; each has the files, their list and the actions.
remember() {
  mkdir -p "$KEEP/history"
  id=${TXN##*/}
  for made in "$KEEP"/history/*-"$id".tar.gz; do
    [ ! -f "$made" ] || return 0
  done
  [ "$(kept_last)" != "$id" ] || return 0
  # Of a guard that died here.
  rm -f "$KEEP"/history/*-before"$id".tar.gz
  keep_found
  stamp
  if [ "$STAMPED" = no ]; then
    revision old 0-before && point remembered
  elif unremembered; then
    revision old "$STAMP-before$id" && STAMP=$((STAMP + 1)) && point remembered
  fi
  revision new "$STAMP-$id"
  # What a deploy found goes with it.
  for made in "$KEEP"/history/[1-9]*.tar.gz; do echo "${made##*/}"; done | grep -v -e -before | sort -t- -k1,1nr |
    tail -n +$((BACKUPS + 1)) | while IFS= read -r made; do
    rm -f "$KEEP/history/$made" "$KEEP"/history/*-before"${made#*-}"
  done
  put "$KEEP/last" "$id"
}

# The deploy that was kept last, also where no history is wanted.
kept_last() { cat "$KEEP/last" 2>/dev/null; }

# The time, in STAMP; later than that of every revision, since "the one before" goes by it and a router may have no
# clock that runs on while it is off. STAMPED says whether there is any revision of a deploy.
stamp() {
  STAMP=$(date +%s)
  STAMPED=no
  for made in "$KEEP"/history/[1-9]*-*.tar.gz; do
    [ -f "$made" ] || continue
    STAMPED=yes
    made=${made##*/}
    made=${made%%-*}
    [ "$made" -lt "$STAMP" ] || STAMP=$((made + 1))
  done
}

# The manifest that the last deploy left, in LEFT: this one has replaced it, if it differs.
last_manifest() {
  LEFT=$(awk '$7 == "/etc/router-spec/manifest" && $2 == "write" { print $1 }' "$TXN/files")
  if [ -n "$LEFT" ]; then LEFT=$TXN/old/$LEFT; else LEFT=$KEEP/manifest; fi
}

# What lay where a deploy wrote for the first time, until no deploy has that path any more: then it comes back, as the
# client has planned it, and is somebody else's file again. Without it lbu, for one, would not know where to save.
found_at() { echo "$KEEP/found/$(printf %s "${1#/}" | tr / %)"; }

# Keeps what this deploy has found, forgets what it has given back; the paths of that in given-back.
keep_found() {
  last_manifest
  mkdir -p "$KEEP/found"
  awk -v left="$LEFT" -v now="$KEEP/manifest" -v world="$WORLD" '
    BEGIN {
      while ((getline < left) > 0) if ($1 == "file") had[$4]
      close(left) # it may be the same file
      while ((getline < now) > 0) if ($1 == "file") has[$4]
      # In the list of packages nobody loses a line, and the manifest is ours.
      has[world]; had[world]
      has["/etc/router-spec/manifest"]; had["/etc/router-spec/manifest"]
    }
    !($7 in has) { print "gone", $1, $2, $7; next }
    !($7 in had) && $5 != "absent" { print "found", $1, $2, $7 }' "$TXN/files" >"$TXN/found"
  : >"$TXN/given-back"
  while read -r what n action path; do
    kept=$(found_at "$path")
    if [ "$what" = gone ]; then
      echo "$path" >>"$TXN/given-back"
      rm -f "$kept"
      continue
    elif [ "$action" = same ]; then
      cp -p "$ROOT$path" "$kept"
    else
      cp -p "$TXN/old/$n" "$kept"
    fi
    chmod "$(mode_near "$(stat -c %a "$kept")")" "$kept"
    durable "$kept"
  done <"$TXN/found"
}

# mode_near MODE: that of ours, which a deploy may write, that comes next to it without giving anybody more.
mode_near() {
  if [ $((0$1 & 0100)) = 0 ]; then
    if [ $((0$1 & 0044)) = $((0044)) ]; then echo 644; else echo 600; fi
  elif [ $((0$1 & 0055)) = $((0055)) ]; then
    echo 755
  else
    echo 700
  fi
}

# Did this deploy replace or delete something that is in no revision: a file of somebody else, or a change by hand?
unremembered() {
  last_manifest
  awk -v manifest="$LEFT" '
    BEGIN { while ((getline < manifest) > 0) if ($1 == "file") left[$4] = $2 " " $3 }
    $7 == "/etc/router-spec/manifest" || $2 == "same" || $5 == "absent" { next }
    left[$7] != $5 " " $6 { found = 1 }
    END { exit !found }' "$TXN/files"
}

# revision new|old NAME
revision() {
  made=$TXN/persist.revision
  rm -rf "$made"
  mkdir -p "$made/files"
  : >"$made/list"
  while read -r n action sha mode oldsha oldmode path; do
    if [ "$1" = old ]; then
      sha=$oldsha mode=$oldmode
    elif grep -qxF "$path" "$TXN/given-back"; then
      continue
    fi
    case $sha in absent | -) continue ;; esac
    if [ "$1" = old ] && [ "$action" != same ]; then
      cp "$TXN/old/$n" "$made/files/$n"
    else
      cp "$ROOT$path" "$made/files/$n"
    fi || continue
    echo "$n $sha $mode $path" >>"$made/list"
  done <"$TXN/files"
  if [ "$1" = new ]; then
    grep -v '^disable ' "$TXN/actions" >"$made/actions"
  else
    last_manifest
    # What a service reads is the same whoever wrote it.
    awk -v manifest="$LEFT" '
      BEGIN { while ((getline < manifest) > 0) if ($1 == "package") print "package", $2 }
      FNR == NR { reads[$2] = $4; next }
      $3 == "enabled" { print "service", $1, $2, reads[$1] }' "$TXN/actions" "$TXN/live/services" >"$made/actions"
  fi
  cp "$TXN/request" "$made/request"
  tar -czf "$made.tar.gz" -C "$made" . && mv -f "$made.tar.gz" "$KEEP/history/$2.tar.gz"
  durable "$KEEP/history/$2.tar.gz"
  rm -rf "$made"
}

history() {
  for revision in "$KEEP"/history/*.tar.gz; do
    [ -f "$revision" ] || continue
    name=${revision##*/}
    name=${name%.tar.gz}
    emit revision id "${name#*-}" time "${name%%-*}" by "$(tar -xzOf "$revision" ./request 2>/dev/null | sed -n 's/^by //p')" \
      files "$(tar -xzOf "$revision" ./list 2>/dev/null | wc -l | tr -d ' ')"
  done
  emit end state listed
}

# revision content, to be deployed like anything else: there is one way to change a router, with its safety net.
restore() {
  wanted=$(want revision request)
  for revision in "$KEEP"/history/*-"$wanted".tar.gz; do
    [ -f "$revision" ] || refuse no-revision "$wanted"
    if ! { mkdir look && tar -xzf "$revision" -C look; }; then refuse no-revision "$wanted"; fi
    while read -r n _ mode path; do
      chmod "$(mode_near "$mode")" "look/files/$n"
      show_content file "$path" "look/files/$n"
    done <look/list
    while read -r kind name rest; do emit action kind "$kind" name "$name" rest "$rest"; done <look/actions
    emit end state listed
    return
  done
}
