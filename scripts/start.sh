#!/bin/sh
# One command from nothing to the first page: set up, invent hospitals, load, measure, show, serve.
# Options go to the demo: scripts/start.sh --no-serve
set -eu
. "$(dirname "$0")/environment.sh"
prepare requirements.lock
exec "$bin/openefficiency" demo "$@"
