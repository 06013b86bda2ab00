#!/usr/bin/env bash
# What ci/vm.sh runs in the virtual machine: the tests as root and as nobody, and where namespaces are refused.
# Not by hand: it changes the machine's sysctls. `whole SUITE EXAMPLES` or `without-ipv6 SUITE EXAMPLES`.
. "$(dirname "$0")/../lib.sh"

# shellcheck disable=SC2034 # for lib.sh
case=$1 suite=$2 examples=$3
export NSFIXTURE_REQUIRE=1

# What the machine lacks that this is developed on. The kernel loads a module for each, for a user
# in namespaces of his own as well.
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
    echo "ok netem, fq, tbf, dummy, bond, vrf, vlan, ipvlan, macvlan, vxlan and wireguard are there: $*"
}

whole() {
    show_features
    show_features "${as_user[@]}"

    echo "as root:"
    # shellcheck disable=SC2119 # below no command
    run_examples
    run_suite 2
    echo "as a user:"
    run_examples "${as_user[@]}"
    run_suite 2 "${as_user[@]}"

    echo "kernel.unprivileged_userns_clone is 0:"
    echo 0 >/proc/sys/kernel/unprivileged_userns_clone
    reason='kernel\.unprivileged_userns_clone is 0'
    tests=(--skip without_the_attribute::)
    check_skips "$suite/tests.downstream" "$reason" "${as_user[@]}"
    # shellcheck disable=SC2034 # for check_skips
    tests=(failing::)
    check_skips "$suite/tests.verdicts" "$reason" "${as_user[@]}"
    unset NSFIXTURE_REQUIRE
    run_suite 2 "${as_user[@]}"
}

# Tests of both families have nothing to say there; networks with IPv4 alone are what they were.
without-ipv6() {
    [ ! -e /proc/sys/net/ipv6 ] || die "the kernel has IPv6"
    local under
    # shellcheck disable=SC2043
    in_own_home "example producer_consumer" "$examples/examples.producer_consumer"
    check_example "$scratch/log"
    in_own_home "example producer_consumer, as a user" "${as_user[@]}" "$examples/examples.producer_consumer"
    check_example "$scratch/log"
}

uname --kernel-release
"$case"
