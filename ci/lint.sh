#!/usr/bin/env bash
# Checks the sources: format, lints, documentation, the build for other systems, dependencies.
# By hand: ci/lint.sh; cargo-deny and shellcheck are used where they are installed. CI installs the latter.
. "$(dirname "$0")/lib.sh"

# A workspace of its own.
quic=examples/quic/Cargo.toml

for manifest in Cargo.toml "$quic"; do
    cargo metadata --locked --format-version 1 --manifest-path "$manifest" >"$scratch/metadata" ||
        die "the Cargo.lock of $manifest does not fit the manifests"
done
cargo fmt --all --check
cargo fmt --manifest-path "$quic" --check
cargo clippy --workspace --all-targets -- -D warnings
cargo clippy --manifest-path "$quic" --all-targets -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps
# The flag is passed on to the compiler, for the workspace's crates alone.
cargo clippy --workspace -- -D warnings --cfg nsfixture_unsupported

if cargo deny --version >/dev/null 2>&1; then
    cargo deny check
    cargo deny --manifest-path "$quic" check
else
    not_run "cargo deny: cargo-deny is not installed"
fi
install_in_ci shellcheck
if command -v shellcheck >/dev/null; then
    shellcheck --external-sources --source-path=SCRIPTDIR .ci/run ci/*.sh ci/daemons/*.sh ci/*/rust* ci/vm/*
else
    not_run "shellcheck: it is not installed"
fi
