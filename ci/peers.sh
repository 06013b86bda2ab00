#!/usr/bin/env bash
# How long two hosts take with other crates that make networks of namespaces, compared with nsfixture, in one run.
# By hand, as root: ci/peers.sh [ROUNDS]
. "$(dirname "$0")/lib.sh"

require_networks "for root" unshare --net --mount true
# In a copy, so that Cargo writes nothing into this directory.
cp -r ci/peers "$scratch"
sed -i "s|\.\./\.\.|$PWD|" "$scratch/peers/Cargo.toml"
export CARGO_TARGET_DIR=$scratch/target
cargo build --quiet --release --manifest-path "$scratch/peers/Cargo.toml"
# The names that one of them gives to namespaces, and what another changes, stay in here.
unshare --net --mount "$CARGO_TARGET_DIR/release/peers" "${1:-5}"
