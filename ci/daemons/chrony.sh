#!/usr/bin/env bash
# A time server and two clients, which do not set the clock (-x), because it is the machine's.
. "$(dirname "$0")/lib.sh"
dir=$(mktemp -d)
printf 'local stratum 8\nallow 10.0.0.0/24\n' >"$dir/a.conf"
printf 'server 10.0.0.1 iburst minpoll 0\n' | tee "$dir/b.conf" >"$dir/c.conf"
for host in a b c; do
    at "$host" mkdir -p /run/chrony
    at "$host" chronyd -x -u root -f "$dir/$host.conf"
done
follows() {
    at "$1" chronyc -n sources | grep -qF '^* 10.0.0.1'
}
b=$(within 40 follows b)
c=$(within 40 follows c)
echo "both follow the server, after $b and $c ms"
