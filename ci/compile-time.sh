#!/usr/bin/env bash
# How long a crate with tests takes to compile, compared with one that has only tokio: from scratch, with its dependencies;
# 1,000 tests; and 200 of which one has changed. Medians, in one run.
# By hand: ci/compile-time.sh [TESTS [ROUNDS]]
. "$(dirname "$0")/lib.sh"

tests=${1:-1000} rounds=${2:-5}
kinds=(tokio single pair)
mkdir "$scratch/src"
cp Cargo.lock "$scratch"
export CARGO_TARGET_DIR=$scratch/target

# Depends on what this kind of tests needs. Tokio has the features that nsfixture uses.
write_manifest() {
    cat <<EOF
[package]
name = "many"
version = "0.0.0"
edition = "2024"

[dev-dependencies]
tokio = { version = "1", features = ["macros", "net", "rt", "rt-multi-thread", "sync", "time"] }
$([ "$1" = tokio ] || echo "nsfixture = { path = \"$PWD/nsfixture\" }")

[workspace]
EOF
}

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

# This number of tests of a kind.
write_tests() {
    write_manifest "$1" >"$scratch/Cargo.toml"
    {
        echo '#![cfg(test)]'
        echo '#![allow(unused_imports)]'
        [ "$1" = tokio ] || echo 'use nsfixture::prelude::*;'
        echo 'use std::io;'
        echo 'use tokio::net::{TcpListener, TcpStream};'
        for ((test = 0; test < $2; test++)); do write_test "$1" "$test"; done
    } >"$scratch/src/lib.rs"
}

# Compiles them, and prints how many milliseconds that took.
compile() {
    local begin=${EPOCHREALTIME/./}
    cargo test --quiet --no-run --lib --manifest-path "$scratch/Cargo.toml" >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        die "the tests do not compile"
    }
    echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}

from_scratch() {
    write_tests "$1" 1
    rm -rf "$CARGO_TARGET_DIR"
    compile
}

many() {
    write_tests "$1" "$tests"
    CARGO_INCREMENTAL=0 compile
}

# One of 200 has changed.
changed() {
    write_tests "$1" 200
    CARGO_INCREMENTAL=1 compile >/dev/null
    sed -i "s/, \"100\")/, \"$RANDOM changed\")/" "$scratch/src/lib.rs"
    CARGO_INCREMENTAL=1 compile
}

median() {
    sort -n "$1" | sed -n "$((rounds / 2 + 1))p"
}

# Measures something of each kind, "$2", the kinds in turn, and prints the medians under the title "$1".
compare() {
    local kind round base median
    rm -f "$scratch"/ms.*
    for ((round = 0; round < rounds; round++)); do
        for kind in "${kinds[@]}"; do "$2" "$kind" >>"$scratch/ms.$kind"; done
    done
    base=$(median "$scratch/ms.tokio")
    echo "$1, median of $rounds rounds:"
    for kind in "${kinds[@]}"; do
        median=$(median "$scratch/ms.$kind")
        printf '%8s %6d ms  %d.%02d\n' "$kind" "$median" $((median / base)) $((median * 100 / base % 100))
    done
}

# Their dependencies are compiled before.
for kind in "${kinds[@]}"; do
    write_tests "$kind" 1
    compile >/dev/null
done
compare "$tests tests" many
compare "one of 200 tests changed" changed
kinds=(tokio pair)
compare "from scratch" from_scratch
