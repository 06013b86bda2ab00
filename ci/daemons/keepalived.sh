#!/usr/bin/env bash
# VRRP: one of two routers has the address, and the other one takes it when the first is killed.
. "$(dirname "$0")/lib.sh"
dir=$(mktemp -d)
config() {
    cat >"$dir/$1.conf" <<CONF
vrrp_instance gateway {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority $2
    advert_int 1
    virtual_ipaddress { 10.0.0.100/24 }
}
CONF
}
config a 150
config b 100
for host in a b; do
    at "$host" keepalived --use-file "$dir/$host.conf"
done
has() {
    at "$1" ip -4 addr show dev eth0 | grep -qF 10.0.0.100
}
within 20 has a >/dev/null
if has b; then
    echo "both have the address" >&2
    exit 1
fi
at c ping -c 1 -W 2 10.0.0.100 >/dev/null
# shellcheck disable=SC2016 # for the shell in the host
at a sh -c 'kill -KILL $(cat /run/keepalived.pid) $(pgrep -P $(cat /run/keepalived.pid))'
took=$(within 5 has b)
at c ping -c 1 -W 5 10.0.0.100 >/dev/null
echo "b took the address over after $took ms"
