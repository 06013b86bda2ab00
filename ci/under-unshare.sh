#!/usr/bin/env bash
# The tests and the examples under `unshare -rn`, started by root and by a user, with 1 and 64 threads.
# By hand: ci/under-unshare.sh; other users than root run it once.
. "$(dirname "$0")/lib.sh"

unshare=(unshare --map-root-user --net)
require_networks "under unshare" "${as_user[@]}" "${unshare[@]}" unshare --net --mount true
collect
under() {
    run_examples "$@" "${unshare[@]}"
    run_suite 1 "$@" "${unshare[@]}"
    run_suite 64 "$@" "${unshare[@]}"
}
if [ "$(id -u)" = 0 ]; then
    echo "started by root:"
    under
fi
echo "started by a user:"
under "${as_user[@]}"
