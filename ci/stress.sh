#!/usr/bin/env bash
# Long: many kills, first packets and random topologies, and the tests a hundred times on a busy machine.
# By hand and nightly: ci/stress.sh; NSFIXTURE_CHAOS_KILLS, NSFIXTURE_SETUPS, NSFIXTURE_TOPOLOGIES, NSFIXTURE_REPEATS and
# NSFIXTURE_RUNS set the numbers.
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" = 0 ]; then
    require_networks "for root" unshare --net --mount true
else
    require_networks "without root" unshare --user --map-root-user --net --mount true
fi
collect
export NSFIXTURE_CHAOS_KILLS=${NSFIXTURE_CHAOS_KILLS:-1000}
export NSFIXTURE_SETUPS=${NSFIXTURE_SETUPS:-10000}
export NSFIXTURE_TOPOLOGIES=${NSFIXTURE_TOPOLOGIES:-500}
export NSFIXTURE_REPEATS=${NSFIXTURE_REPEATS:-50}
runs=${NSFIXTURE_RUNS:-100}

in_own_home "chaos, kills: $NSFIXTURE_CHAOS_KILLS" "$suite/tests.chaos" --nocapture
grep '^chaos: ' "$scratch/log"
in_own_home "first packets, set-ups: $NSFIXTURE_SETUPS" "$suite/tests.first_packet" --nocapture
grep ' networks, the slowest ' "$scratch/log"

NSFIXTURE_PACKETS=1000000 in_own_home "a recording of 1000000 packets" "$suite/tests.long_recording" --nocapture
grep ' packets: ' "$scratch/log"

in_own_home "random topologies: $NSFIXTURE_TOPOLOGIES" "$suite/tests.random_topologies" --nocapture
grep ' random topologies: ' "$scratch/log"
NSFIXTURE_BUSY=1 in_own_home "random topologies on a busy machine: $NSFIXTURE_TOPOLOGIES" \
    "$suite/tests.random_topologies" --nocapture
grep ' random topologies: ' "$scratch/log"

in_own_home "losses that repeat, runs: $NSFIXTURE_REPEATS" "$suite/tests.wire" repeats --nocapture
grep ' pairs of runs; ' "$scratch/log"
cargo run --release -p nsfixture-examples --example fault_figures -- --full --busy
echo "ok what faults do, measured"

cargo bench -p nsfixture --bench setup -- --quick
echo "ok the benchmark, optimized"

NSFIXTURE_REPETITIONS=${NSFIXTURE_REPETITIONS:-1000} in_own_home "what outlives networks" "$suite/tests.outlived"

# They exit by themselves if this script is killed.
busy=()
for _ in 1 2; do
    timeout 3600 sh -c 'while :; do :; done' &
    busy+=($!)
done
trap 'kill "${busy[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT
for ((run = 1; run <= runs; run++)); do
    in_own_home "api on a busy machine, $run of $runs" "$suite/tests.api"
done
