#!/usr/bin/env bash
# The files of failed tests in Wireshark: tshark reads those of all real failures, has the hosts' names, and finds no malformed
# packet, no wrong checksum and no retransmission that is none. Once with the first bytes of each packet, once with all.
# By hand: ci/pcapng.sh; without tshark it does nothing.
. "$(dirname "$0")/lib.sh"

export DEBIAN_FRONTEND=noninteractive
install_in_ci tshark
if ! command -v tshark >/dev/null; then
    not_run "pcapng: tshark is not installed"
    exit 0
fi
require_networks "as this user" cargo run -q -p nsfixture-cli -- run true
cargo test -q -p nsfixture-tests --test diagnosis --test reports --no-run

# Prints packets of a file, or fields of them, without names. The settings of tshark are those that it has by default.
packets() {
    local file=$1
    shift
    HOME=$scratch tshark -r "$file" -n -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE "$@" 2>"$scratch/tshark" ||
        die "tshark cannot read $file: $(cat "$scratch/tshark")"
    ! grep -v '^Running as user' "$scratch/tshark" || die "tshark complains of $file"
}

wrong='_ws.malformed || ip.checksum.status == "Bad" || icmp.checksum.status == "Bad" || icmpv6.checksum.status == "Bad"'
# An ICMP error quotes a packet as the kernel had it, whose checksum may have been left to the network card.
wrong+=' || (!icmp && !icmpv6 && (_ws.expert.severity == "Error" || tcp.checksum.status == "Bad" || udp.checksum.status == "Bad"))'

# Three failures have such packets: corrupted ones, one with a wrong checksum, and datagrams for port 53 that are not of DNS.
on_purpose='diagnosis\.subjects\.(cables\.corrupted|raw\.wrong_checksum|ports\.closed_udp_port(_ipv6)?)-1'

check_all() {
    local file found files=0
    for file in "$NSFIXTURE_ARTIFACTS"/*/packets.pcapng "$NSFIXTURE_ARTIFACTS"/*/hosts/*.pcapng; do
        files=$((files + 1))
        found=$(packets "$file" -Y "$wrong")
        if [[ $file =~ $on_purpose ]]; then
            continue
        fi
        [ -z "$found" ] || die "$file has packets that are wrong: $found"
    done
    [ "$files" -ge 100 ] || die "there are only $files files"
    # That they are found where they are.
    found=$(packets "$NSFIXTURE_ARTIFACTS"/diagnosis.subjects.raw.wrong_checksum-1/packets.pcapng -Y "$wrong" | wc -l)
    [ "$found" = 1 ] || die "$found packets have a wrong checksum, not 1"
    echo "ok $files files"
}

check_routed() {
    local directory=$NSFIXTURE_ARTIFACTS/reports.failing.through_a_router-1 file found names
    for file in "$directory"/packets.pcapng "$directory"/hosts/*.pcapng; do
        found=$(packets "$file" -Y 'tcp.analysis.retransmission || tcp.analysis.out_of_order || tcp.analysis.duplicate_ack')
        [ -z "$found" ] || die "$file has retransmissions that are none: $(head -n 3 <<<"$found")"
        found=$(packets "$file" -Y 'udp && !icmp && !icmpv6' | wc -l)
        [ "$found" = 6 ] || die "$file has $found datagrams, not 6"
    done
    names=$(packets "$directory/packets.pcapng" -T fields -e frame.interface_name | sort -u | tr '\n' ' ')
    [ "$names" = "a eth0 b eth0 gw eth0 gw eth1 " ] || [ "$names" = "a eth0 b eth0 " ] || die "interfaces: $names"
    # With names.
    names=$(HOME=$scratch tshark -r "$directory/packets.pcapng" -N n -Y 'udp && ip && !icmp' -T fields -e ip.src_host -e ip.dst_host 2>/dev/null | sort -u)
    [ "$names" = "a	b" ] || die "names: $names"
    echo "ok routed packets are there once"
}

for mode in headers full; do
    export NSFIXTURE_CAPTURE=$mode NSFIXTURE_ARTIFACTS=$scratch/$mode
    for test in "diagnosis subjects::" "reports through_a_router"; do
        # They all fail.
        # shellcheck disable=SC2086 # two words
        set -- $test
        ! cargo test -q -p nsfixture-tests --test "$1" -- --ignored "$2" >"$scratch/said" 2>&1 || die "$test has passed"
    done
    check_all
    check_routed
done
