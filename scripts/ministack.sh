#!/usr/bin/env bash
# Puts MiniStack, the emulator that test/deployed runs against, into a virtual environment of its own, and prints its Python.
# Prints nothing, and says why on stderr, where there is no Python or no network.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
venv="${GRADUS_MINISTACK_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/gradus-ministack}"
requirements="$here/test/deployed/requirements.txt"
command -v python3 >/dev/null 2>&1 || { echo "ministack: there is no python3" >&2; exit 1; }
if ! cmp -s "$requirements" "$venv/requirements.txt" 2>/dev/null; then
  python3 -m venv --clear "$venv" >&2 && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" >&2 ||
    { echo "ministack: it could not be installed" >&2; exit 1; }
  cp "$requirements" "$venv/requirements.txt"
fi
echo "$venv/bin/python"
