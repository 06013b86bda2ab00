#!/usr/bin/env bash
# The README's commands, and the tests again with 64 threads; as root, where CI is. With 1 thread they run under `unshare`.
# By hand: ci/as-root.sh; other users run the same without root.
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" = 0 ]; then
    require_networks "for root" unshare --net --mount true
else
    require_networks "without root" unshare --user --map-root-user --net --mount true
fi
# `cargo run` would compile the dependencies with the features of one package; `run_examples` runs the same program below.
grep -q '^\$ cargo run --example producer_consumer ' README.md || die "the README does not run the example producer_consumer"
cargo test --workspace
cargo test -p nsfixture-plan --features serde

collect
# shellcheck disable=SC2119 # under no command
run_examples
run_suite 64
