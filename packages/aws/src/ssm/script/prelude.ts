/**
 * The beginning of both scripts: POSIX sh, for what coreutils and busybox have in common.
 *
 * Systems Manager puts the parameters into the text before a shell sees it. That is safe only because `op` is one of a few
 * words and `args` holds nothing but A-Za-z0-9+/=, (the document says so, and both the service and the agent check it): neither
 * can end the quotes that it stands in. What the arguments mean is decoded into variables, which are always quoted.
 */
export const prelude = `#!/bin/sh
# Made by Gradus (packages/aws/src/ssm). Whatever comes from outside is data here, never text of the shell.
op='{{ op }}'
args='{{ args }}'
set -f
umask 077
LC_ALL=C
export LC_ALL
: "\${PATH:=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}"
export PATH
item=0

# One line for one answer.
say() { printf '%s %s\\n' "$item" "$*"; }
end() { echo end; exit 0; }
refuse() { say invalid "$(printf '%s' "$1" | pack)"; end; }
pack() { gzip -c | base64 | tr -d '\\n'; }

# Each argument ends with a comma: takes the next one off.
next() {
  [ -n "$args" ] || refuse 'an argument is missing'
  word=\${args%%,*}
  args=\${args#*,}
}
number() {
  next
  case $word in '' | *[!0-9]*) refuse 'not a number' ;; esac
  [ "\${#word}" -le 15 ] || refuse 'the number is too large'
}
# The dot keeps line ends at the end of a text, which the shell would take away.
text() {
  next
  text=$(printf '%s' "$word" | base64 -d && printf .) || refuse 'not base64'
  text=\${text%.}
}
path() {
  text
  path=$text
  case $path in /*) ;; *) refuse 'the path is not absolute' ;; esac
}
# Whether the process leads its session.
leads() { # pid
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- "$1" \${stat##*) }
  [ "$1" = "$5" ]
}
exists() { [ -e "$1" ] || [ -h "$1" ]; }

# Units of /proc: ticks per second and page size are 17 and 6 of the auxiliary vector (getauxval(3)).
machine() {
  found=$(od -An -v -t u8 /proc/self/auxv 2>/dev/null |
    awk '{ for (i = 1; i < NF; i += 2) { if ($i == 17) hz = $(i + 1); if ($i == 6) page = $(i + 1) } }
      END { print (hz ? hz : 100), (page ? page : 4096) }')
  hz=\${found% *}
  page=\${found#* }
  boot=$(awk '/^btime /{ print $2 }' /proc/stat)
}`;
