#!/usr/bin/env bash
# On a kernel that has all kinds of links: rtnetlink's own tests, whole and unmodified, under `nsfixture run --nic`, as a
# user, twice at the same time; and what the doctor finds there. By hand, as root: ci/vm-crates.sh [KERNEL-PACKAGE]
. "$(dirname "$0")/lib.sh"
. ci/vm/lib.sh

crate=rtnetlink version=0.24.0
have_tools
kernel=${1:-$(offered_kernels | tail -n 1)}
cargo build -p nsfixture-cli
install -m 755 "$CARGO_TARGET_DIR/debug/nsfixture" "$scratch/nsfixture"
mkdir "$scratch/tests"
unpack_crate "$crate@$version"
(
    cd "$scratch/$crate"
    CARGO_TARGET_DIR=$scratch/target CARGO_PROFILE_DEV_DEBUG=0 cargo test --quiet --lib --no-run \
        --message-format=json-render-diagnostics
) >"$scratch/artifacts"
copy_artifacts '"test":true' "$scratch/tests"
cat >"$scratch/guest.sh" <<'EOF'
set -euo pipefail
cd "$(dirname "$0")"
as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
"${as_user[@]}" ./nsfixture doctor | grep -E 'works|missing|refused|failed|not tried' || true
state() {
    ls /sys/class/net
    cat /proc/net/route /proc/net/ipv6_route /proc/net/if_inet6
}
# Some modules bring an interface to every network when they are loaded.
"${as_user[@]}" ./nsfixture run --quiet --nic -- ./tests/* >/tmp/first 2>&1 || true
state >/tmp/before
pids=()
for nth in 1 2; do
    "${as_user[@]}" ./nsfixture run --quiet --nic -- ./tests/* --include-ignored >/tmp/out$nth 2>&1 </dev/null &
    pids+=($!)
done
failed=
for pid in "${pids[@]}"; do wait "$pid" || failed=yes; done
grep -h '^test ' /tmp/out1 /tmp/out2
state | diff -u /tmp/before -
[ -z "$failed" ] || { cat /tmp/out1 /tmp/out2; exit 1; }
EOF
in_vm "$kernel" "" 900 bash "$scratch/guest.sh"
