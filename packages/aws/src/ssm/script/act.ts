/** What changes something. Failures come back in the system's own words, which have one language here (LC_ALL=C). */
export const act = `
# Does it, or says why not and ends.
must() {
  why=$("$@" 2>&1 >/dev/null) || fail "$why"
}
fail() {
  [ -z "$fresh" ] || rm -f -- "$fresh" "$fresh.part"
  say failed "$(printf '%s' "$1" | pack)"
  end
}
fresh=

mode() { next; case $word in *[!0-7]*) refuse 'not a mode' ;; esac; mode=$word; }
owner() {
  next; uid=$word; next; gid=$word
  case $uid$gid in *[!0-9]*) refuse 'not an owner' ;; esac
  owner=$uid
  [ -z "$gid" ] || owner=$uid:$gid
}

# Beside the file, so that moving it is one step.
beside() {
  next
  case $word in '' | *[!0-9a-f]*) refuse 'not a name' ;; esac
  fresh=\${1%/*}/.gradus-$word
}

set_mode() {
  path; mode; owner
  exists "$path" || fail 'No such file or directory'
  # The owner first: a change of it takes the set-user and set-group bits away.
  [ -z "$owner" ] || must chown -- "$owner" "$path"
  must chmod -- "$mode" "$path"
  say ok
}

remove() {
  path
  if [ -d "$path" ] && ! [ -h "$path" ]; then fail 'Is a directory'; fi
  must rm -f -- "$path"
  say ok
}

empty() { : >"$1"; }
truncate_file() {
  path
  exists "$path" || fail 'No such file or directory'
  [ -f "$path" ] || fail 'Invalid argument'
  why=$( (empty "$path") 2>&1) || fail "$why"
  say ok
}

link() {
  path; text; to=$text
  beside "$path"
  if exists "$path" && ! [ -h "$path" ]; then fail 'File exists, and is no symbolic link'; fi
  must ln -s -- "$to" "$fresh"
  must mv -fT -- "$fresh" "$path"
  say ok
}

# Whether the process lives, and is the one that started then (milliseconds; 0: any).
lives() { # pid, started
  [ "$1" -gt 1 ] && [ "$1" != "$$" ] || refuse 'the pid is out of bounds'
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  [ -n "$stat" ] || return 1
  started=$2
  set -- \${stat##*) }
  case $1 in Z | X | x) return 1 ;; esac
  [ "$started" = 0 ] && return 0
  machine
  off=$((boot * 1000 + \${20} * 1000 / hz - started))
  [ "$off" -ge -100 ] && [ "$off" -le 100 ]
}

signal() {
  number; pid=$word
  next; name=$word
  case $name in TERM | KILL | CONT | HUP | STOP) ;; *) refuse 'an unknown signal' ;; esac
  number
  lives "$pid" "$word" || { say none; end; }
  why=$(kill -s "$name" "$pid" 2>&1) || { [ -d "/proc/$pid" ] && fail "$why"; say none; end; }
  say ok
}

# Which process, and the nice value, which is sent with 20 added, so that it has no sign.
whom_and_how() {
  number; pid=$word
  number; nice=$((word - 20))
  number
  lives "$pid" "$word" || { say none; end; }
}

# Of every thread: the system keeps the value for each.
renice_all() {
  whom_and_how
  set +f
  set -- "/proc/$pid/task"/*
  set -f
  for task in "$@"; do
    why=$(renice "$nice" -p "\${task##*/}" 2>&1 >/dev/null) || { [ -d "$task" ] && fail "$why"; }
  done
  say ok
}

# The session that the process leads, where the system weighs sessions against each other.
renice_session() {
  whom_and_how
  leads "$pid" && [ -e "/proc/$pid/autogroup" ] || fail 'it leads no session that is weighed: Invalid argument'
  why=$( (printf %s "$nice" >"/proc/$pid/autogroup") 2>&1) || fail "$why"
  say ok
}`;
