#!/usr/bin/env bash
# OSPF on three routers, each with the sockets of its daemons in /run/frr, and configured by vtysh.
. "$(dirname "$0")/lib.sh"
export PATH=$PATH:/usr/lib/frr
for host in a b c; do
    at "$host" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; mkdir -p /run/frr && chown frr:frr /run/frr && chmod 755 /run/frr'
    at "$host" zebra -d
    at "$host" ospfd -d
    at "$host" vtysh -c 'configure terminal' -c 'router ospf' -c 'timers throttle spf 0 50 100' \
        -c 'network 0.0.0.0/0 area 0'
    for interface in $(at "$host" ls /sys/class/net | grep eth); do
        at "$host" vtysh -c 'configure terminal' -c "interface $interface" -c 'ip ospf network point-to-point' \
            -c 'ip ospf hello-interval 1' -c 'ip ospf dead-interval 4'
    done
done
at left ip route add default via 192.0.2.1
at right ip route add default via 198.51.100.1
took=$(within 40 at left ping -c 1 -W 1 198.51.100.2)
echo "the ways are found after $took ms"
