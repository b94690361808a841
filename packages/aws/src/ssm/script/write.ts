/**
 * A new content arrives packed and in parts. The last part replaces the file: written beside it, synced, moved over it in one
 * step. Each part says where it begins, so that one which is delivered twice changes nothing.
 */
export const write = `
write() {
  path; mode; owner
  # A link is followed, so that it stays a link.
  real=$path
  if [ -e "$path" ]; then real=$(readlink -f -- "$path" && printf .) || fail 'Too many levels of symbolic links'; real=\${real%?.}; fi
  if [ -e "$real" ] && ! [ -f "$real" ]; then fail 'Is a directory, or no regular file'; fi
  beside "$real"
  part=$fresh.part
  number; at=$word
  number; packed=$word
  number; size=$word
  next
  [ -d "\${real%/*}/" ] || fail 'No such file or directory'
  if [ "$at" = 0 ]; then
    rm -f -- "$part"
    why=$( (set -C; empty "$part") 2>&1) || fail "$why"
  fi
  have=$(stat -c %s -- "$part" 2>/dev/null) || fail 'the parts before this one are not there'
  if [ "$have" = "$at" ]; then
    why=$(printf '%s' "$word" | { base64 -d >>"$part"; } 2>&1) || fail "$why"
  fi
  have=$(stat -c %s -- "$part")
  if [ "$have" -lt "$packed" ]; then say ok "$have"; end; fi
  why=$(gzip -dc <"$part" 2>&1 >"$fresh") || fail "$why"
  rm -f -- "$part"
  [ "$(stat -c %s -- "$fresh")" = "$size" ] || fail 'No space left on device, or a part is missing'
  if [ -e "$real" ]; then
    [ -n "$mode" ] || mode=$(stat -c %a -- "$real")
    owner=\${uid:-$(stat -c %u -- "$real")}:\${gid:-$(stat -c %g -- "$real")}
  fi
  if [ -n "$owner" ] && [ "$(stat -c %u:%g -- "$fresh")" != "$owner" ]; then must chown -- "$owner" "$fresh"; fi
  must chmod -- "\${mode:-644}" "$fresh"
  must dd if=/dev/null of="$fresh" conv=notrunc,fsync
  must mv -fT -- "$fresh" "$real"
  say ok "$have"
}`;
