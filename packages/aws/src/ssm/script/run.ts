/**
 * Runs a command of the table, and nothing else. Like the local host: without a shell, in a process group of its own which is
 * killed when the time is up, with no more than PATH, HOME and LANG; a daemon that it leaves behind is not waited for.
 */
export const run = `
# Keeps the beginning of a stream and reads on, so that a talkative command is never blocked.
keep() { # name, blocks of 512 bytes
  {
    (ulimit -c 0; ulimit -f "$2"; exec cat >"$den/$1.kept")
    cat >/dev/null
    : >"$den/$1.end"
  } <"$den/$1" >/dev/null 2>&1 &
}

# Where a command of that name is, or why it cannot be run.
startable() {
  case $1 in
    */*) places=$1 ;;
    *) places=$(printf '%s\\n' "$PATH" | tr ':' '\\n' | while IFS= read -r folder; do
        if [ -f "$folder/$1" ] && [ -x "$folder/$1" ]; then printf '%s' "$folder/$1"; break; fi
      done) ;;
  esac
  [ -n "$places" ] && exists "$places" || { say none; end; }
  [ -f "$places" ] && [ -x "$places" ] || { say forbidden; end; }
}

run() {
  number; limit=$word
  number; most=$word
  known "$args" || { say forbidden "$(printf 'the command is not in the table' | pack)"; end; }
  text; cwd=$text
  [ -z "$cwd" ] || cd -- "$cwd" 2>/dev/null || { say none; end; }
  set --
  while [ -n "$args" ]; do text; set -- "$@" "$text"; done
  startable "$1"
  den=
  for base in /run /dev/shm /tmp; do
    [ -n "$den" ] || den=$(mktemp -d "$base/gradus.XXXXXXXX" 2>/dev/null) || den=
  done
  [ -n "$den" ] || { say limit "$(printf 'no place for a pipe' | pack)"; end; }
  trap 'rm -rf -- "$den"' EXIT
  mkfifo "$den/1" "$den/2"
  keep 1 "$((most / 512 + 1))"
  keep 2 "$((most / 512 + 1))"
  apart=
  command -v setsid >/dev/null && apart=setsid
  (
    umask 022
    exec $apart env -i PATH="$PATH" HOME="\${HOME:-/}" LANG=C.UTF-8 "$@"
  ) </dev/null >"$den/1" 2>"$den/2" &
  pid=$!
  (
    trap 'kill "$sleeper"; exit 0' TERM
    sleep "$limit" &
    sleeper=$!
    wait "$sleeper"
    : >"$den/late"
    # The group: some want the two dashes before it, and some will not have them.
    kill -s KILL -- "-$pid" || kill -s KILL "-$pid" || kill -s KILL "$pid"
  ) >/dev/null 2>&1 &
  timer=$!
  wait "$pid" 2>/dev/null
  code=$?
  kill "$timer" 2>/dev/null
  # What it wrote last may still be on its way, on a busy machine for long; a daemon that holds the pipe costs this second.
  waited=0
  until { [ -e "$den/1.end" ] && [ -e "$den/2.end" ]; } || [ "$waited" -ge 20 ]; do
    if sleep 0.05 2>/dev/null; then waited=$((waited + 1)); else sleep 1; waited=$((waited + 20)); fi
  done
  late=0
  [ -e "$den/late" ] && late=1
  out=$(head -c "$most" "$den/1.kept" 2>/dev/null | pack)
  err=$(head -c "$most" "$den/2.kept" 2>/dev/null | pack)
  [ "\${#out}" -le 16000 ] || out=$(head -c 11500 "$den/1.kept" | pack)
  [ "\${#err}" -le 6000 ] || err=$(head -c 4200 "$den/2.kept" | pack)
  say ok "$code" "$late" "$out" "$err"
}`;
