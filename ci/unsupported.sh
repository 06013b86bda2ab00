#!/usr/bin/env bash
# The face for systems without network namespaces: the tests compile against it, and all are skipped.
# By hand: ci/unsupported.sh; the flag nsfixture_unsupported makes that face on Linux.
. "$(dirname "$0")/lib.sh"

export CARGO_TARGET_DIR=$unsupported_target RUSTFLAGS="--cfg nsfixture_unsupported"
collect
reason='this system has no network namespaces'
tests=(--skip without_the_attribute::)
check_skips "$suite/tests.api" "$reason"
tests=(failing::)
check_skips "$suite/tests.failures" "$reason"
run_suite 64
