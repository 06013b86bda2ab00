#!/usr/bin/env bash
# Daemons of Debian, unmodified, two or more of each in one network, each with what its package gives it in /run and /etc:
# keepalived, FRR, BIRD, chrony, avahi, sshd and unbound; as root and as a plain user with a range of ids.
# By hand and nightly, as root: ci/daemons.sh; it installs their packages, and starts none of them outside of its networks.
. "$(dirname "$0")/lib.sh"

[ "$(id -u)" = 0 ] || {
    not_run "daemons: only root can install packages"
    exit 0
}
require_networks "for root" unshare --net --mount true

# Installs without starting what is installed (policy-rc.d, invoke-rc.d(8)).
policy=/usr/sbin/policy-rc.d
if ! [ -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -rf "$policy" "$scratch"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    keepalived frr bird2 chrony avahi-daemon avahi-utils dbus openssh-server unbound bind9-dnsutils iproute2 iputils-ping procps uidmap; } \
    >"$scratch/apt" 2>&1 || { cat "$scratch/apt"; die "the packages cannot be installed"; }

cargo build -p nsfixture-cli
command=$scratch/nsfixture
install -m 755 "$CARGO_TARGET_DIR/debug/nsfixture" "$command"
mkdir "$scratch/daemons"
install -m 755 ci/daemons/*.sh "$scratch/daemons"
cat >"$scratch/lan.toml" <<'TOML'
[[lan]]
hosts = ["a", "b", "c"]
TOML
# OSPF finds the ways; nothing is routed without it.
cat >"$scratch/chain.toml" <<'TOML'
family = "ipv4"
hosts = ["a", "b", "c"]
[[link]]
hosts = ["a", "b"]
[[link]]
hosts = ["b", "c"]
[[link]]
hosts = { a = "192.0.2.1/24", left = "192.0.2.2/24" }
[[link]]
hosts = { c = "198.51.100.1/24", right = "198.51.100.2/24" }
TOML
chmod -R go+rX "$scratch"

try() {
    local name=$1 topology=$2 who=$3
    shift 3
    env NSFIXTURE="$command" timeout --kill-after=10s 120s "$@" "$command" run --quiet \
        --topology "$scratch/$topology.toml" -- bash "$scratch/daemons/$name.sh" >"$scratch/log" 2>&1 </dev/null ||
        { cat "$scratch/log"; die "$name fails $who"; }
    echo "ok $name $who: $(tail -n 1 "$scratch/log")"
}

# A range of ids for nobody, in a mount namespace that ends with the command.
printf 'nobody:200000:65536\n' >"$scratch/ids"
with_ids=(unshare --mount sh -c
    "mount --bind $scratch/ids /etc/subuid && mount --bind $scratch/ids /etc/subgid && exec ${as_user[*]} \"\$@\"" sh)

for name in keepalived avahi sshd unbound chrony; do
    try "$name" lan "as root"
    try "$name" lan "as a user with a range of ids" "${with_ids[@]}"
done
for name in frr bird; do
    try "$name" chain "as root"
    try "$name" chain "as a user with a range of ids" "${with_ids[@]}"
done
