#!/usr/bin/env bash
# The test suites of crates from crates.io, unmodified, under `nsfixture run --nic`, as an unprivileged user: twice
# at the same time, and all must pass; and for comparison under `unshare --net`. The machine must not change.
# By hand: ci/real-crates.sh [CRATE@VERSION ...]; it compiles for some minutes, and is not part of .ci/run.
. "$(dirname "$0")/lib.sh"

crates=("$@")
if [ $# = 0 ]; then
    crates=(rtnetlink@0.24.0 mdns-sd@0.21.7 local-ip-address@0.6.13 if-addrs@0.15.0)
fi
bare=("${as_user[@]}" unshare --user --map-root-user --net)
require_networks "without root" "${bare[@]}" --mount true

# The tests of a crate that need a kind of link which this kernel does not make, as arguments of libtest.
without_kernel() {
    case $1 in
    rtnetlink)
        lacks test_new_qdisc dummy
        lacks create_delete_vrf vrf table 7
        lacks create_get_delete_wg wireguard
        ;;
    esac
}

lacks() {
    local test=$1
    shift
    "${bare[@]}" ip link add name nsf0 type "$@" >/dev/null 2>&1 || printf '%s\n' --skip "$test"
}

state() {
    ls /sys/class/net
    if [ -d /run/netns ]; then ls -A /run/netns; fi
    cat /proc/net/route /proc/net/ipv6_route /proc/net/if_inet6
    grep -rs . /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf || true
}

# What libtest counts: "3 passed; 0 failed".
count() {
    sed -n 's/^test result: [^ ]* \([0-9]* passed; [0-9]* failed\);.*/\1/p' "$1"
}

# Runs one test binary in all three ways.
try() {
    local binary=$1 pid pids=() failed='' nth
    shift
    for nth in 1 2; do
        "${as_user[@]}" "$command" run --quiet --nic -- "$binary" "$@" >"$scratch/out$nth" 2>&1 </dev/null &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || failed=yes
    done
    "${bare[@]}" "$binary" "$@" >"$scratch/bare" 2>&1 </dev/null || true
    printf '%-44s %-24s %-24s unshare: %s\n' "${binary##*/}" "$(count "$scratch/out1")" \
        "$(count "$scratch/out2")" "$(count "$scratch/bare")"
    if [ -n "$failed" ]; then
        cat "$scratch/out1" "$scratch/out2"
        die "${binary##*/} fails"
    fi
}

cargo build -p nsfixture-cli
command=$scratch/nsfixture
install -m 755 "$CARGO_TARGET_DIR/debug/nsfixture" "$command"
# Their builds are of no use to anybody else.
export CARGO_TARGET_DIR=$scratch/target CARGO_PROFILE_DEV_DEBUG=0
state >"$scratch/before"
for crate in "${crates[@]}"; do
    name=${crate%@*}
    mkdir "$scratch/tests"
    unpack_crate "$crate"
    cd "$scratch/$name"
    cargo test --quiet --lib --tests --no-run --message-format=json-render-diagnostics >"$scratch/artifacts"
    copy_artifacts '"test":true' "$scratch/tests"
    mapfile -t skips < <(without_kernel "$name")
    [ "${#skips[@]}" = 0 ] || echo "$name: this kernel cannot run: ${skips[*]//--skip/}"
    for binary in "$scratch"/tests/*; do
        try "$binary" "${skips[@]}"
    done
    rm -r "$scratch/tests"
done
state >"$scratch/after"
diff -u "$scratch/before" "$scratch/after" || die "the machine has changed"
echo "the machine is as before"
