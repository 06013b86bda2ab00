#!/usr/bin/env bash
# The README's two commands, then the examples, and the tests again with 1 and 64 threads; as root, where CI is.
# By hand: ci/as-root.sh; whoever is not root runs the same as who they are.
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" = 0 ]; then
    require_networks "for root" unshare --net --mount true
else
    require_networks "without root" unshare --user --map-root-user --net --mount true
fi
cargo run --example producer_consumer | tee "$scratch/said"
check_example "$scratch/said"
cargo test --workspace
cargo test -p nsfixture-plan --features serde

collect
# shellcheck disable=SC2119 # below no command
run_examples
run_suite 1
run_suite 64
