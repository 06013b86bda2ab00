#!/usr/bin/env bash
# Two name servers, and hosts that ask different ones, by a resolv.conf of their own.
. "$(dirname "$0")/lib.sh"
dir=$(mktemp -d)
chmod 755 "$dir"
for host in a b; do
    [ "$host" = a ] && number=1 || number=2
    cat >"$dir/$host.conf" <<CONF
server:
    interface: 0.0.0.0
    access-control: 10.0.0.0/24 allow
    chroot: ""
    pidfile: /run/unbound.pid
    local-zone: "test." static
    local-data: "service.test. A 192.0.2.$number"
CONF
    at "$host" unbound -c "$dir/$host.conf"
    at "$host" sh -c "echo nameserver 10.0.0.$number >/etc/resolv.conf"
done
at c sh -c 'echo nameserver 10.0.0.2 >/etc/resolv.conf'
finds() {
    at "$1" getent ahostsv4 service.test | grep -qF "$2"
}
within 20 finds a 192.0.2.1 >/dev/null
within 20 finds b 192.0.2.2 >/dev/null
within 20 finds c 192.0.2.2 >/dev/null
echo "each host asks its own resolver"
