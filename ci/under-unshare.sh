#!/usr/bin/env bash
# The tests and the examples under `unshare -rn`, started by a user with 1 thread; nightly, with NSFIXTURE_NIGHTLY=1, by root with
# 64 as well. By hand: ci/under-unshare.sh
. "$(dirname "$0")/lib.sh"

unshare=(unshare --map-root-user --net)
require_networks "under unshare" "${as_user[@]}" "${unshare[@]}" unshare --net --mount true
collect
# It measures what faults do, which does not depend on who starts it.
rm "$examples/examples.fault_figures"
if [ "$(id -u)" = 0 ] && [ -n "${NSFIXTURE_NIGHTLY:-}" ]; then
    echo "started by root:"
    run_examples "${unshare[@]}"
    run_suite 64 "${unshare[@]}"
fi
echo "started by a user:"
run_examples "${as_user[@]}" "${unshare[@]}"
run_suite 1 "${as_user[@]}" "${unshare[@]}"
