#!/usr/bin/env bash
# mDNS: each of two hosts resolves the other's name, with a message bus and a daemon of its own.
. "$(dirname "$0")/lib.sh"
for host in a b; do
    at "$host" mkdir -p /run/dbus /run/avahi-daemon
    at "$host" dbus-daemon --system --fork
    at "$host" avahi-daemon --daemonize
done
resolves() {
    at "$1" avahi-resolve -4 -n "$2.local" | grep -qF "$3"
}
a=$(within 20 resolves a b 10.0.0.2)
b=$(within 20 resolves b a 10.0.0.1)
echo "each resolves the other, after $a and $b ms"
