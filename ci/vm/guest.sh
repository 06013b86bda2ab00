#!/usr/bin/env bash
# What ci/vm.sh runs in the virtual machine: the tests as root and as nobody, and where namespaces are refused.
# Not by hand: it changes the machine's sysctls. `guest.sh SUITE EXAMPLES features|root|user|refused|without-ipv6...`
. "$(dirname "$0")/../lib.sh"

# shellcheck disable=SC2034 # for lib.sh
suite=$1 examples=$2
shift 2
export NSFIXTURE_REQUIRE=1
# Programs start some forty times more slowly there, and what is made ten times.
export NSFIXTURE_CHAOS_KILLS=${NSFIXTURE_CHAOS_KILLS:-10}
export NSFIXTURE_SETUPS=${NSFIXTURE_SETUPS:-60}
export NSFIXTURE_TOPOLOGIES=${NSFIXTURE_TOPOLOGIES:-10}

# Shows that the kernel has features that a small one lacks. It loads a module for each, also for a user in new namespaces. The
# modules stay loaded while the tests run.
# shellcheck disable=SC2016 # the inner shell's arguments
show_features() {
    local kind
    for kind in dummy bond vrf\ table\ 7 vlan\ id\ 7 ipvlan macvlan vxlan\ id\ 7 wireguard; do
        # shellcheck disable=SC2086 # several words
        "$@" unshare --map-root-user --net sh -ec 'ip link add below type veth peer name other
            case $1 in
                vlan | ipvlan | macvlan) ip link add link below name it type "$@" ;;
                vxlan) ip link add it type "$@" dev below dstport 4789 ;;
                *) ip link add it type "$@" ;;
            esac' sh $kind || die "the kernel has no $kind"
    done
    for kind in netem\ delay\ 1ms fq tbf\ rate\ 1mbit\ burst\ 10k\ latency\ 1ms; do
        # shellcheck disable=SC2086 # several words
        "$@" unshare --map-root-user --net sh -ec 'tc qdisc add dev lo root "$@"' sh $kind ||
            die "the kernel has no $kind"
    done
    echo "ok netem, fq, tbf, dummy, bond, vrf, vlan, ipvlan, macvlan, vxlan and wireguard are there, ${*:-as root}"
}

features() {
    show_features
    show_features "${as_user[@]}"
}

# With more threads than processors each test waits for the others.
root() {
    echo "as root:"
    # shellcheck disable=SC2119 # below no command
    run_examples
    run_suite 2
}

user() {
    echo "as a user:"
    run_examples "${as_user[@]}"
    run_suite 2 "${as_user[@]}"
}

refused() {
    echo "kernel.unprivileged_userns_clone is 0:"
    echo 0 >/proc/sys/kernel/unprivileged_userns_clone
    local reason='kernel\.unprivileged_userns_clone is 0'
    tests=(--skip without_the_attribute::)
    check_skips "$suite/tests.api" "$reason" "${as_user[@]}"
    # shellcheck disable=SC2034 # for check_skips
    tests=(failing::)
    check_skips "$suite/tests.failures" "$reason" "${as_user[@]}"
    unset NSFIXTURE_REQUIRE
    run_suite 2 "${as_user[@]}"
}

# Networks with IPv4 alone work, for root and for a user; others are refused, and say why.
without-ipv6() {
    [ ! -e /proc/sys/net/ipv6 ] || die "the kernel has IPv6"
    local who binary status=0 said=$scratch/said
    for who in root user; do
        if [ "$who" = root ]; then set --; else set -- "${as_user[@]}"; fi
        in_own_home "example producer_consumer, as $who" "$@" "$examples/examples.producer_consumer"
        check_example "$scratch/log"
        for binary in examples.two_sites tests.skips; do
            in_own_home "$binary, as $who" "$@" "$suite/$binary" --test-threads=2
        done
    done
    (cd "$scratch" && exec "$suite/examples.echo") >"$said" 2>&1 || status=$?
    if [ "$status" != 101 ] || ! grep -q 'could not set up the network for .*ipv6\.disable=1' "$said"; then
        die "a link with both families ends with $status: $(cat "$said")"
    fi
    echo "ok what needs IPv6 says that the kernel has none"
}

uname --kernel-release
for part in "$@"; do
    begin=$SECONDS
    "$part"
    echo "ok, all of $part ($((SECONDS - begin)) s)"
done
