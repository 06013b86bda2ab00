#!/usr/bin/env bash
# OSPF on three routers, each with its control socket in /run/bird.
. "$(dirname "$0")/lib.sh"
dir=$(mktemp -d)
cat >"$dir/bird.conf" <<'CONF'
protocol device { }
protocol kernel { ipv4 { export all; }; }
protocol ospf v2 { ipv4 { import all; }; area 0 { interface "eth*" { type pointopoint; hello 1; dead 4; }; }; }
CONF
number=1
for host in a b c; do
    at "$host" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; mkdir -p /run/bird'
    { echo "router id 10.255.0.$number;"; cat "$dir/bird.conf"; } >"$dir/$host.conf"
    number=$((number + 1))
    at "$host" bird -c "$dir/$host.conf"
done
at left ip route add default via 192.0.2.1
at right ip route add default via 198.51.100.1
took=$(within 40 at left ping -c 1 -W 1 198.51.100.2)
for host in a b c; do
    at "$host" birdc show status | grep -qF 'Daemon is up and running'
done
echo "the ways are found after $took ms"
