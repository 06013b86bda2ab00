# shellcheck shell=bash
# Shared by the scripts next to it, which run in the first host of a network.
set -euo pipefail

# Runs a command in a host.
at() {
    local host=$1
    shift
    "$NSFIXTURE" exec "$host" "$@"
}

# Waits until a command succeeds, for at most this many seconds, and prints how many milliseconds that took.
within() {
    local limit=$1 begin=${EPOCHREALTIME/./}
    shift
    until "$@" >/dev/null 2>&1; do
        if [ $((${EPOCHREALTIME/./} - begin)) -gt $((limit * 1000000)) ]; then
            echo "timed out after $limit s waiting for: $*" >&2
            "$@" >&2 || true
            return 1
        fi
    done
    echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}
