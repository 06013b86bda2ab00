#!/usr/bin/env bash
# The benchmarks run and print their tables; in so few rounds that the figures mean little.
# By hand: ci/bench-smoke.sh; for figures: cargo bench -p nsfixture --bench setup, and --bench wire
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" = 0 ]; then
    require_networks "for root" unshare --net --mount true
else
    require_networks "without root" unshare --user --map-root-user --net --mount true
fi
# As the tests are built, which have compiled everything already: an optimized build takes a minute. ci/stress.sh has one.
cargo bench --workspace --bench setup --profile dev -- --quick | tee "$scratch/said"
row() {
    grep -Eq "^ +$1( +[0-9.]+){$2}\$" "$scratch/said" || die "there is no row of $1 with $2 figures"
}
for part in 'a single host, set-up' 'a pair, set-up' 'a pair, set-up to first byte' \
    'a star of 10, set-up' 'a star of 50, teardown until all is gone'; do
    grep -qx "$part" "$scratch/said" || die "there is no table of '$part'"
done
row raw 5
row nsfixture 5
row nsfixture 2
[ "$(grep -c '^first bytes that took more than ' "$scratch/said")" = 3 ] ||
    die "the late bytes are not counted for pairs and both stars"

cargo bench --workspace --bench wire --profile dev -- --quick | tee "$scratch/said"
for part in 'set-up of a pair, us' 'round trip of 64 bytes, us' 'TCP bulk, Gbit/s' 'CPU time of 1 GB, ms' \
    'small packets, 1000/s' 'set-up of 5 links, us'; do
    grep -qx "$part" "$scratch/said" || die "there is no table of '$part'"
done
row plain 4
row 'plain, recorded' 4
row 'faults, none set' 4
row 'loss 1 %' 4
