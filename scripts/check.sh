#!/bin/sh
# One command from nothing to a checked house: set up everything, the browser included, and run `just check`.
set -eu
. "$(dirname "$0")/environment.sh"
prepare requirements-dev.lock
if ! command -v chromium >/dev/null 2>&1 && ! command -v chromium-browser >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests" >&2
    as_root apt-get update -q >&2
    as_root apt-get install -q -y chromium >&2
fi
cd "$here"
PATH="$bin:$PATH" exec "$bin/just" "${1:-check}"
