#!/usr/bin/env bash
# A suite that outgrows one machine, spread with nextest's partitions: it is built once, and each test runs in one of four.
# By hand: ci/shards.sh; the four run here at once. Without cargo-nextest it does nothing.
. "$(dirname "$0")/lib.sh"

if ! cargo nextest --version >/dev/null 2>&1; then
    not_run "shards: cargo-nextest is not installed"
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    require_networks "for root" unshare --net --mount true
else
    require_networks "without root" unshare --user --map-root-user --net --mount true
fi
shards=4
mark="NSFIXTURE_SHARDS=$$.$RANDOM$RANDOM"

# Other machines are sent an archive, as below. These four share one build: packed and unpacked four
# times it would take minutes.
# The whole workspace is selected, and filtered: a build of some packages would compile their dependencies again, with other
# features.
cargo nextest list --workspace --list-type=binaries-only --message-format=json \
    >"$scratch/binaries.json"
cargo metadata --format-version=1 --locked \
    --filter-platform "$(rustc -vV | sed -n 's/^host: //p')" >"$scratch/cargo.json"
suite=(
    --binaries-metadata "$scratch/binaries.json" --cargo-metadata "$scratch/cargo.json"
    # Those that need the compiler go to no other machine, and those that keep one busy for long
    # have been run by others.
    -E 'package(/^nsfixture-(tests|combinations|examples)$/) and not binary(/^(ui|refused|chaos|faults|cleanup|first_packet|random_topologies|scale)$/)'
)
cargo nextest list "${suite[@]}" --message-format=oneline | sort >"$scratch/listed"
count=$(wc -l <"$scratch/listed")
[ "$count" -gt 100 ] || die "only $count tests are listed"

running=()
for ((shard = 1; shard <= shards; shard++)); do
    env "$mark" cargo nextest run "${suite[@]}" --partition "hash:$shard/$shards" \
        --no-fail-fast --show-progress=none --status-level=all --final-status-level=none \
        --color=never >"$scratch/shard.$shard" 2>&1 &
    running+=($!)
done
failed=()
for ((shard = 1; shard <= shards; shard++)); do
    wait "${running[shard - 1]}" || failed+=("$shard")
    passed "$scratch/shard.$shard" >"$scratch/passed.$shard"
    echo "shard $shard of $shards: $(wc -l <"$scratch/passed.$shard") tests have passed"
done
for shard in "${failed[@]}"; do
    cat "$scratch/shard.$shard"
done
[ ${#failed[@]} = 0 ] || die "of the shards have failed: ${failed[*]}"
# A test that ran in two of them appears two times.
sort "$scratch"/passed.* | diff --label listed --label passed -u "$scratch/listed" - ||
    die "what is listed and what has passed in the shards differ"
no_process_has "$mark"
echo "ok $count tests have passed in $shards shards at once, each in one, and have left nothing"

# A small archive, unpacked for each shard, as other machines would.
of_examples=(--workspace -E 'package(nsfixture-examples)')
cargo nextest archive "${of_examples[@]}" --archive-file "$scratch/examples.tar.zst" >"$scratch/archive" 2>&1 || {
    cat "$scratch/archive"
    die "the examples cannot be archived"
}
cargo nextest list "${of_examples[@]}" --message-format=oneline | sort >"$scratch/listed"
for shard in 1 2; do
    cargo nextest run --archive-file "$scratch/examples.tar.zst" --partition "hash:$shard/2" \
        --show-progress=none --status-level=all --final-status-level=none --color=never >"$scratch/shard" 2>&1 || {
        cat "$scratch/shard"
        die "shard $shard of 2 of the archive fails"
    }
    passed "$scratch/shard"
done | sort | diff --label listed --label passed -u "$scratch/listed" - ||
    die "what is listed and what has passed of the archive differ"
echo "ok the archive's $(wc -l <"$scratch/listed") tests have passed in 2 shards, each in one"
