#!/usr/bin/env bash
# Counts the crates that a crate compiles in addition when it uses nsfixture.
# By hand: ci/deps.sh [MAXIMUM]; it fails above the maximum, 45 unless given.
. "$(dirname "$0")/lib.sh"

maximum=${1:-45}
mkdir -p "$scratch/user/src"
touch "$scratch/user/src/lib.rs"
# The versions that the workspace is tested with.
cp Cargo.lock "$scratch/user"
cat >"$scratch/user/Cargo.toml" <<EOF
[package]
name = "user"
version = "0.0.0"
edition = "2024"

[dependencies]
nsfixture = { path = "$PWD/nsfixture" }

[workspace]
EOF
cargo tree --manifest-path "$scratch/user/Cargo.toml" -e normal,build --prefix none --no-dedupe \
    >"$scratch/tree"
# A line may go on with a kind and a path.
cut -d ' ' -f 1,2 "$scratch/tree" | sort -u | grep -vx 'user v0\.0\.0' >"$scratch/crates"
cat "$scratch/crates"
count=$(wc -l <"$scratch/crates")
grep -q '^nsfixture v' "$scratch/crates" || die "nsfixture itself is not among them"
[ "$count" -le "$maximum" ] || die "$count crates are compiled, more than $maximum"
echo "$count crates are compiled, including nsfixture's own; the maximum is $maximum"
