#!/usr/bin/env bash
# The tests on other kernels, in a virtual machine with this machine's root: Debian's stable one, and the newest one.
# By hand and nightly: ci/vm.sh [KERNEL-PACKAGE...]; its tools are unpacked in the target directory, not installed.
. "$(dirname "$0")/lib.sh"
. ci/vm/lib.sh

missing=
if [ "$(id -u)" != 0 ]; then
    missing="only root can share the machine's files"
elif [ "$(uname -m)" != x86_64 ]; then
    missing="only kernels for x86_64 are booted"
fi
for program in apt-get dpkg xz ip tc; do
    command -v "$program" >/dev/null || missing="there is no $program"
done
if [ -n "$missing" ]; then
    [ -z "${CI:-}" ] || die "$missing"
    not_run "vm.sh: $missing"
    exit 0
fi
if [ -n "${CI:-}" ]; then
    apt-get update -qq >"$scratch/apt" 2>&1 || echo "\`apt-get update\` fails: $(tail -n 1 "$scratch/apt")"
fi

have_tools
kernels=("$@")
if [ $# = 0 ]; then
    mapfile -t kernels < <(offered_kernels)
    [ ${#kernels[@]} != 1 ] || not_run "vm.sh: a newer kernel than ${kernels[0]}: no package list has one"
fi
[ ${#kernels[@]} -gt 0 ] || die "no kernel is offered"
collect
for kernel in "${kernels[@]}"; do
    begin=$SECONDS
    echo "== $kernel"
    in_vm "$kernel" "" 3600 bash ci/vm/guest.sh "$suite" "$examples" features root user refused
    echo "== $kernel with ipv6.disable=1"
    in_vm "$kernel" "ipv6.disable=1" 600 bash ci/vm/guest.sh "$suite" "$examples" without-ipv6
    echo "== $kernel: $((SECONDS - begin)) s"
done
