#!/usr/bin/env bash
# The build for systems without network namespaces: the tests compile against it, and all are skipped.
# By hand: ci/unsupported.sh; the flag nsfixture_unsupported selects that build on Linux.
. "$(dirname "$0")/lib.sh"

export RUSTC_WORKSPACE_WRAPPER=$PWD/ci/unsupported/rustc
collect
reason='this system has no network namespaces'
tests=(--skip without_the_attribute::)
check_skips "$suite/tests.api" "$reason"
tests=(failing::)
check_skips "$suite/tests.failures" "$reason"
run_suite 64
