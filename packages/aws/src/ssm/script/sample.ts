/**
 * Load, listening sockets with their owners, and processes, in one go. Each line begins with a letter that says what it is.
 * Programs choose their names and arguments, so nothing that they wrote may look like a line about another process: their
 * texts stand at the end of lines that carry the pid, as the kernel's file names give it.
 */
export const sample = `
pids() {
  set +f
  for entry in /proc/[0-9]*; do printf '%s\\n' "\${entry#/proc/}"; done | sort -n
  set -f
}

load() {
  awk '/^cpu /{ print "C", $0 } /^cpu[0-9]/{ cores++ } END { print "N", cores }' /proc/stat
  awk '/^(MemTotal|MemAvailable):/{ print "M", $1, $2 }' /proc/meminfo
  awk '/^some /{ print "W", $2 }' /proc/pressure/cpu 2>/dev/null
}

# Which process holds which socket. Where find cannot print links, each process is listed by itself.
holders() {
  set +f
  if find /proc/self/fd -prune -printf '' 2>/dev/null; then
    find /proc/[0-9]*/fd -lname 'socket:*' -printf 'O %h %l\\n' 2>/dev/null
  else
    for entry in /proc/[0-9]*/fd; do
      ls -l "$entry" 2>/dev/null | sed -n "s|.* -> \\\\(socket:\\\\[[0-9]*\\\\]\\\\)\\$|O $entry \\\\1|p"
    done
  fi
  set -f
}

sockets() {
  {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { print "L", $2, $10 }'
    holders
  } | awk '$1 == "L" { wanted["socket:[" $3 "]"] = $3; print; next }
    ($3 in wanted) && split($2, at, "/") == 4 && !seen[$3 at[3]]++ { print "S", at[3], wanted[$3] }'
}

# pid, ppid, state, ticks used, nice, threads, ticks at start, pages, name. A name may hold anything, a line end too.
states() {
  awk -v OFMT=%.0f '{
    file = "/proc/" $1 "/stat"; text = ""; first = 1
    while ((getline line < file) > 0) { text = text (first ? "" : "?") line; first = 0 }
    close(file)
    if (!match(text, /.*\\)/)) next
    name = substr(text, 1, RLENGTH - 1); sub(/^[0-9]+ \\(/, "", name)
    split(substr(text, RLENGTH + 2), f, " ")
    print "P", $1, f[2], f[1], f[12] + f[13], f[17], f[18], f[20], f[22], name
  }'
}

# A: pid and words. Some greps stop at a zero byte: then each process is read by itself.
words() {
  if [ "$(printf 'a\\0b\\n' | grep -a '' | tr '\\0' _)" = a_b ]; then
    sed 's|.*|/proc/&/cmdline|' | xargs grep -aH '' /dev/null 2>/dev/null
  else
    while read -r pid; do
      tr '\\0' '\\001' <"/proc/$pid/cmdline" 2>/dev/null | awk -v at="/proc/$pid/cmdline:" '{ print at $0 }'
    done
  fi | tr '\\0' '\\001' | cut -b 1-2048 | sed 's|^/proc/\\([0-9]*\\)/cmdline:|A \\1 |'
}

# As many processes as fit, from the one that follows the given pid on. R: there are more.
sample() { # after, most
  most=$2
  while :; do
    chosen=$(pids | awk -v after="$1" -v most="$most" '$1 + 0 > after + 0 { if (n++ < most) print; else { print "R"; exit } }')
    found=$({
      [ "$1" != 0 ] || { load; sockets; }
      case $chosen in *R) echo R; chosen=\${chosen%R} ;; esac
      printf '%s\\n' "$chosen" | sed '/^$/d' | states
      printf '%s\\n' "$chosen" | sed '/^$/d' | words
    } | pack)
    [ "\${#found}" -gt 22000 ] && [ "$most" -gt 1 ] || break
    most=$((most / 2))
  done
  answer="ok $found"
}`;
