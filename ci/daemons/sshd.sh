#!/usr/bin/env bash
# Three ssh servers on port 22, each with its own keys and its own /run/sshd.pid.
. "$(dirname "$0")/lib.sh"
dir=$(mktemp -d)
for host in a b c; do
    ssh-keygen -q -t ed25519 -N '' -f "$dir/$host"
    at "$host" mkdir -p /run/sshd
    at "$host" /usr/sbin/sshd -h "$dir/$host"
done
has_key() {
    ssh-keyscan -t ed25519 "$1" 2>/dev/null | grep -qF "$(cut -d ' ' -f 2 "$dir/$1.pub")"
}
for host in a b c; do
    within 20 has_key "$host" >/dev/null
    at "$host" test -s /run/sshd.pid
done
echo "each answers with its own key"
