#!/usr/bin/env bash
# The tests on other kernels, in a virtual machine with this machine's root: Debian's stable one, and the newest there is.
# By hand and nightly: ci/vm.sh [KERNEL-PACKAGE...]; what it needs is unpacked below the target directory, not installed.
. "$(dirname "$0")/lib.sh"
. ci/vm/lib.sh

for program in apt-get dpkg xz; do
    command -v "$program" >/dev/null && continue
    [ -z "${CI:-}" ] || die "there is no $program"
    not_run "vm.sh: there is no $program, and the kernels are Debian's packages"
    exit 0
done

have_tools
kernels=("$@")
if [ $# = 0 ]; then
    mapfile -t kernels < <(offered_kernels)
fi
collect
# No kernel has a part in these.
rm "$suite"/nsfixture-plan.* "$suite/tests.arrows" "$suite/tests.fuzz" "$suite/tests.plans"
for kernel in "${kernels[@]}"; do
    begin=$SECONDS
    echo "== $kernel"
    in_vm "$kernel" "" 3600 bash ci/vm/guest.sh "$suite" "$examples" features root user refused
    echo "== $kernel with ipv6.disable=1"
    in_vm "$kernel" "ipv6.disable=1" 1200 bash ci/vm/guest.sh "$suite" "$examples" without-ipv6
    echo "== $kernel: $((SECONDS - begin)) s"
done
