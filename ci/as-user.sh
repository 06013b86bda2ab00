#!/usr/bin/env bash
# The tests and the examples as a user without any rights, with 1 and 64 threads.
# By hand: ci/as-user.sh; root becomes the user 65534 for it, anybody else stays who they are.
. "$(dirname "$0")/lib.sh"

require_networks "without root" "${as_user[@]}" unshare --user --map-root-user --net --mount true
collect
# As a login has it.
ulimit -Sn 1024
run_examples "${as_user[@]}"
run_suite 1 "${as_user[@]}"
run_suite 64 "${as_user[@]}"
