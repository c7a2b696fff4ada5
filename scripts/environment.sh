# Sourced by the other scripts: a virtual environment of this checkout's own, from the lock, whatever the
# machine has. Sets $here and $bin.
here=$(cd "$(dirname "$0")/.." && pwd)
bin="$here/.venv/bin"

# The first Python that is new enough; 3.11 is the oldest we run on.
find_python() {
    for name in python3 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# prepare LOCK: install what the lock names, and this checkout, unless that was done for this very lock.
prepare() {
    python=$(find_python)
    if [ -z "$python" ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Python" >&2
        as_root apt-get update -q >&2 && as_root apt-get install -q -y python3 python3-venv >&2
        python=$(find_python)
    fi
    if [ -z "$python" ]; then
        echo "No Python 3.11 or newer was found." >&2
        echo "  possible: install one from python.org or your package manager, and run this again." >&2
        exit 1
    fi
    wanted=$(cat "$here/$1" "$here/pyproject.toml" | cksum)
    if [ "$(cat "$here/.venv/installed-$1" 2>/dev/null)" = "$wanted" ]; then return; fi
    echo "Installing from $1 into .venv" >&2
    [ -x "$bin/python" ] || "$python" -m venv "$here/.venv"
    "$bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$here/$1" >&2
    # The build tool is not locked: it only writes a path file for this checkout.
    "$bin/python" -m pip install -q --disable-pip-version-check --no-deps -e "$here" >&2
    echo "$wanted" >"$here/.venv/installed-$1"
}
