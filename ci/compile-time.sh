#!/usr/bin/env bash
# How long 1,000 tests take to compile, compared with 1,000 of `#[tokio::test]` that do the same: medians, in one run.
# By hand: ci/compile-time.sh [TESTS [ROUNDS]]
. "$(dirname "$0")/lib.sh"

tests=${1:-1000} rounds=${2:-5}
kinds=(tokio single pair)
mkdir "$scratch/src"
cp Cargo.lock "$scratch"
cat >"$scratch/Cargo.toml" <<EOF
[package]
name = "many"
version = "0.0.0"
edition = "2024"

[dependencies]
nsfixture = { path = "$PWD/nsfixture" }
tokio = { version = "1", features = ["macros", "net", "rt", "time"] }

[workspace]
EOF
export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$scratch/target

# One of the kind "$1" with the number "$2".
write_test() {
    case $1 in
        tokio) echo "#[tokio::test] async fn test_$2() -> io::Result<()> {" ;;
        single) echo "#[ns_test] async fn test_$2() -> io::Result<()> {" ;;
        pair) echo "#[ns_test(link(a, b))] async fn test_$2(_b: Node) -> io::Result<()> {" ;;
    esac
    cat <<EOF
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (accepted, connected) = tokio::join!(listener.accept(), TcpStream::connect(address));
    assert_eq!(accepted?.1, connected?.local_addr()?, "$2");
    Ok(())
}
EOF
}

# Prints the milliseconds that this number of tests of a kind take; their dependencies are compiled before.
measure() {
    {
        echo '#![allow(unused_imports)]'
        echo 'use nsfixture::prelude::*;'
        echo 'use std::io;'
        echo 'use tokio::net::{TcpListener, TcpStream};'
        for ((test = 0; test < $2; test++)); do write_test "$1" "$test"; done
    } >"$scratch/src/lib.rs"
    local begin=${EPOCHREALTIME/./}
    cargo test --quiet --no-run --manifest-path "$scratch/Cargo.toml" >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        die "the tests of $1 do not compile"
    }
    echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}

median() {
    sort -n "$1" | sed -n "$((rounds / 2 + 1))p"
}

measure tokio 1 >/dev/null
for ((round = 0; round < rounds; round++)); do
    for kind in "${kinds[@]}"; do measure "$kind" "$tests" >>"$scratch/$kind"; done
done
base=$(median "$scratch/tokio")
echo "$tests tests, median of $rounds rounds:"
for kind in "${kinds[@]}"; do
    median=$(median "$scratch/$kind")
    printf '%8s %6d ms  %d.%02d\n' "$kind" "$median" $((median / base)) $((median * 100 / base % 100))
done
