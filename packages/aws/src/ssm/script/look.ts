/** Answers one question after the other, until there is no room left: what has no answer is asked again. */
export const look = `
# Answers beyond this would be cut off.
room=22500

# Why $path is not there: because it is not, or because its folder may not be searched.
absent() {
  above=$path
  while above=\${above%/*} && [ -n "$above" ] && ! [ -d "$above" ]; do :; done
  if [ -x "\${above:-/}" ]; then answer=none; else answer=forbidden; fi
}

describe() {
  exists "$path" || { absent; return; }
  # Milliseconds where the stat of this machine has them.
  found=$(stat -c '%s %f %u %g %i %.3Y %.3Z' -- "$path" 2>/dev/null) || { absent; return; }
  to=
  [ -h "$path" ] && to=$(readlink -n -- "$path" | base64 | tr -d '\\n')
  answer="ok $found $to"
}

list() {
  exists "$path" || { absent; return; }
  [ -d "$path" ] || { answer=none; return; }
  { [ -r "$path" ] && [ -x "$path" ]; } || { answer=forbidden; return; }
  set +f
  found=$(for name in "$path"/* "$path"/.*; do
    if exists "$name"; then printf '%s\\0' "\${name##*/}"; fi
  done | pack)
  set -f
  answer="ok $found"
}

# As many bytes at once as fit when they are packed. The number tells the reader how many were tried.
read_part() { # offset, most
  exists "$path" || { absent; return; }
  [ -e "$path" ] || { answer=none; return; }
  [ -f "$path" ] || { answer=invalid; return; }
  [ -r "$path" ] || { answer=forbidden; return; }
  for tried in 131072 49152 16000; do
    [ "$2" -gt "$tried" ] || tried=$2
    found=$(tail -c "+$(($1 + 1))" -- "$path" 2>/dev/null | head -c "$tried" | pack)
    [ "\${#found}" -gt 22000 ] || break
  done
  answer="ok $tried $found"
}

disk() {
  exists "$path" || { absent; return; }
  found=$(stat -f -c '%S %b %f %a %c %d' -- "$path" 2>/dev/null) || { absent; return; }
  answer="ok $found"
}

environment() { # pid
  [ -r "/proc/$1/environ" ] || { answer=none; return; }
  answer="ok $(cat "/proc/$1/environ" 2>/dev/null | pack)"
}

session_nice() { # pid
  if [ "$(cat /proc/sys/kernel/sched_autogroup_enabled 2>/dev/null)" = 1 ] && leads "$1"; then
    awk 'NF == 3 && $2 == "nice" { print $3; found = 1 } END { if (!found) print "-" }' "/proc/$1/autogroup" 2>/dev/null
  else
    echo -
  fi
}

# The last line of /proc/<pid>/stat and the words of the command, as they are; descriptors, their limit, waiting
# time, and of a process that leads its session the nice value of that, where sessions are weighed.
process() { # pid
  [ -r "/proc/$1/stat" ] || { answer=none; return; }
  found=$(cat "/proc/$1/stat" 2>/dev/null | pack)
  words=$(head -c 16384 "/proc/$1/cmdline" 2>/dev/null | pack)
  set +f
  set -- "$1" "/proc/$1/fd"/*
  set -f
  fds=$(($# - 1))
  [ -r "/proc/$1/fd" ] && [ -x "/proc/$1/fd" ] || fds=-
  [ "$fds" != 1 ] || [ -h "$2" ] || fds=0
  limit=$(awk '/^Max open files/{ print $4 }' "/proc/$1/limits" 2>/dev/null)
  waited=$(awk '{ print $2 }' "/proc/$1/schedstat" 2>/dev/null)
  answer="ok $found $words $fds \${limit:--} \${waited:--} $(session_nice "$1")"
}

look() {
  machine
  printf 'machine %s %s %s\\n' "$boot" "$hz" "$page"
  while [ -n "$args" ] && [ "$room" -gt 300 ]; do
    next
    answer=invalid
    case $word in
      sample) number; after=$word; number; sample "$after" "$word" ;;
      process) number; process "$word" ;;
      environment) number; environment "$word" ;;
      stat) path; describe ;;
      list) path; list ;;
      read) path; number; from=$word; number; read_part "$from" "$word" ;;
      disk) path; disk ;;
      *) refuse 'an unknown question' ;;
    esac
    if [ "\${#answer}" -gt "$room" ]; then
      [ "$item" = 0 ] && say limit
      break
    fi
    say "$answer"
    room=$((room - \${#answer} - 8))
    item=$((item + 1))
  done
}`;
