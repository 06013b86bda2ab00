#!/usr/bin/env bash
# The tests and the examples as an unprivileged user, with 64 threads; nightly, with NSFIXTURE_NIGHTLY=1, with 1 thread as well.
# By hand: ci/as-user.sh; root runs them as the user 65534.
. "$(dirname "$0")/lib.sh"

require_networks "without root" "${as_user[@]}" unshare --user --map-root-user --net --mount true
collect
# As in a login session.
ulimit -Sn 1024
run_examples "${as_user[@]}"
if [ -n "${NSFIXTURE_NIGHTLY:-}" ]; then
    run_suite 1 "${as_user[@]}"
fi
run_suite 64 "${as_user[@]}"
