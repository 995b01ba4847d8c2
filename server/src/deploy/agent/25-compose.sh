# --- compose: what a client does with the answer of `plan`, where something else carries a bundle made beforehand -----
#
# Such a bundle has `wanted` in place of `files`: NUMBER SHA MODE PATH, the manifest last, each with its content in
# new/NUMBER. What depends on the router is found out here: what is there now, what the last deploy left, which packages
# somebody else put there. What begins anew each time (id, token, the plan that was looked at) comes as arguments.

WORLD=/etc/apk/world
LAST=/etc/router-spec/manifest

# number_of PATH: its number in `wanted`.
number_of() { awk -v path="$1" '$4 == path { print $1 }' wanted; }

# The manifest that the last deploy left.
left_manifest() { if [ -f "$KEEP/manifest" ]; then echo "$KEEP/manifest"; else echo /dev/null; fi; }

# compose: writes `files` and completes `actions`.
compose() {
  keep_packages
  while read -r n sha mode path; do
    look "$path"
    does='write'
    [ "$CUR_SHA $CUR_MODE" != "$sha $mode" ] || does='same'
    echo "$n $does $sha $mode $CUR_SHA $CUR_MODE $path"
  done <wanted >files
  awk 'FILENAME == "wanted" { wanted[$4]; next } $1 == "file" && !($4 in wanted) { print $4 }' wanted "$(left_manifest)" |
    while read -r path; do
      safe_path "$path" || continue
      look "$path"
      next=$(printf '%04d' $(($(wc -l <files) + 1)))
      kept=$(found_at "$path")
      if [ -f "$kept" ]; then
        give_back "$next" "$path" "$kept"
      elif [ "$CUR_SHA" != absent ] && [ "$path" != $WORLD ]; then
        echo "$next delete - - $CUR_SHA $CUR_MODE $path"
      fi >>files
    done
  drop_services
}

# give_back NUMBER PATH FILE: the line of `files` for what was found at a path that is not asked for any more.
give_back() {
  cp "$3" "new/$1"
  wanted="$(hash_of "$3") $(stat -c %a "$3")"
  does='write'
  [ "$CUR_SHA $CUR_MODE" != "$wanted" ] || does='same'
  echo "$1 $does $wanted $CUR_SHA $CUR_MODE $2"
}

# The list of packages keeps what the router's owner has put there; what an earlier deploy asked for, and this one does
# not, goes. The manifest has the hash of the list.
keep_packages() {
  n=$(number_of $WORLD)
  if [ -z "$n" ] || [ ! -f "$ROOT$WORLD" ]; then return; fi
  awk '
    function name(line) { sub(/[@<>=~].*/, "", line); return line }
    /^$/ { next }
    FILENAME == "actions" { if ($1 == "package") asked[$2]; next }
    FILENAME == ARGV[2] { if ($1 == "package" && !($2 in asked)) gone[$2]; next }
    FILENAME == ARGV[3] { named[name($0)]; print; next }
    !(name($0) in named) && !(name($0) in gone)' actions "$(left_manifest)" "new/$n" "$ROOT$WORLD" | sort >world
  ! has_ssh "$ROOT$WORLD" || has_ssh world || refuse no-ssh-server
  mv world "new/$n"
  sha=$(hash_of "new/$n")
  last=$(number_of $LAST)
  sed "s|^file [0-9a-f]* \([0-7]*\) $WORLD\$|file $sha \1 $WORLD|" "new/$last" >manifest && mv manifest "new/$last"
  awk -v world=$WORLD -v sha="$sha" -v last=$LAST -v lastsha="$(hash_of "new/$last")" '
    $4 == world { $2 = sha }
    $4 == last { $2 = lastsha }
    { print }' wanted >wanted.new && mv wanted.new wanted
}

hash_of() { sha256sum <"$1" | cut -d ' ' -f 1; }

has_ssh() { sed 's/[@<>=~].*//' "$1" | grep -qxE 'openssh|openssh-server|dropbear'; }

# What ran for the last deploy and is not asked for any more, and what would be in the way of what is.
drop_services() {
  {
    awk 'FILENAME == "actions" { if ($1 == "service") asked[$2]; next } $1 == "service" && !($2 in asked) { print $2, $3 }' \
      actions "$(left_manifest)"
    while read -r kind name _; do
      if [ "$kind" = replaced ]; then runlevel_in_use "$name"; fi
    done <actions
  } | awk '!($1 in seen) { seen[$1]; print "disable", $1, $2, "-" }' >dropped
  { grep -v '^replaced ' actions && cat dropped; } >actions.new
  mv actions.new actions
  rm dropped
}

nothing_to_do() {
  [ ! -e "$RUN/unsaved" ] || return 1
  if grep -qv '^[0-9]* same ' files || grep -q '^disable ' actions || [ -n "$(packages_to_add actions)" ]; then return 1; fi
  while read -r kind name level _; do
    [ "$kind" != service ] || [ "$(service_facts "$name" "$level")" = enabled ] || return 1
  done <actions
}

# The hash of all that would be done, and of what it would be done to.
plan_hash() { cat files actions | sha256sum | cut -d ' ' -f 1; }

# compare: what a deploy would change, without any content; the hash at the end is for the deploy to hold the router to.
compare() {
  recover 20
  TXN=$(unfinished)
  [ -z "$TXN" ] || refuse busy "$(want by "$TXN/request")"
  check_bundle
  compose
  check_unchanged
  while read -r _ action _ _ oldsha _ path; do
    case $action:$oldsha in
      write:absent) emit change mark + name "$path" ;;
      write:*) emit change mark '~' name "$path" ;;
      delete:*) emit change mark - name "$path" ;;
    esac
  done <files
  for package in $(packages_to_add actions); do emit change mark + name "package $package"; done
  while read -r kind name _; do
    [ "$kind" != disable ] || emit change mark - name "service $name"
  done <actions
  code=
  ! nothing_to_do || code=nothing-to-do
  emit end state planned code "$code" plan "$(plan_hash)"
}

# compose_deploy ID TOKENHASH PLAN: makes the bundle one like any other, for the router that PLAN was made on.
compose_deploy() {
  case ${1-} in '' | *[!a-z0-9]*) refuse bundle id ;; esac
  compose
  [ "$(plan_hash)" = "${3-}" ] || refuse changed /etc
  echo "${2-}" >token.sha256
  limit=$(number "$(want apply-limit request)" 120)
  [ -z "$(packages_to_add actions)" ] || limit=$((limit + PACKAGE_LIMIT))
  { printf 'id %s\napply-limit %s\n' "$1" "$limit" && cat request; } >request.new && mv request.new request
}

# compose_confirm ID [TOKEN]: for a confirmation or its opposite, which takes no token.
compose_confirm() {
  { echo "id ${1-}" && cat request; } >request.new && mv request.new request
  printf %s "${2-}" >token
}
