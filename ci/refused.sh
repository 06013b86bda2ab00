#!/usr/bin/env bash
# Where namespaces are refused, every test is skipped, prints the reason, and is counted; with NSFIXTURE_REQUIRE=1 it fails.
# By hand: ci/refused.sh; the refusals are set up in a user namespace, not on the machine.
. "$(dirname "$0")/lib.sh"

# Before a command: it has no capabilities, and can make no user namespace.
# shellcheck disable=SC2016 # the inner shell's arguments
refused=(
    unshare --user --map-root-user sh -c
    'echo 0 >/proc/sys/user/max_user_namespaces &&
        exec setpriv --bounding-set=-all --inh-caps=-all "$@"' sh
)
require_networks "to refuse others in" "${refused[@]}" true
unset NSFIXTURE_REQUIRE
for namespace in --user --net; do
    ! "${refused[@]}" unshare "$namespace" true 2>/dev/null ||
        die "nothing is refused: unshare $namespace"
done
collect

echo "user.max_user_namespaces is 0:"
reason='user\.max_user_namespaces is 0'
tests=(--skip without_the_attribute::)
check_skips "$suite/tests.api" "$reason" "${refused[@]}"
tests=(failing::)
check_skips "$suite/tests.failures" "$reason" "${refused[@]}"
run_suite 64 "${refused[@]}"
if "${refused[@]}" "$examples/examples.producer_consumer" >"$scratch/said" 2>&1; then
    die "the example ends well without networks: $(cat "$scratch/said")"
fi
grep -q "$reason" "$scratch/said" || die "the example prints no reason: $(cat "$scratch/said")"
echo "ok producer_consumer prints the reason"

echo "NSFIXTURE_USERNS is never:"
never=("${as_user[@]}" env NSFIXTURE_USERNS=never)
tests=(--skip without_the_attribute::)
check_skips "$suite/tests.api" 'NSFIXTURE_USERNS=never' "${never[@]}"
