#!/usr/bin/env bash
# What `nsfixture doctor` says where namespaces are refused, as root and as a user, is what skipped tests say.
# By hand: ci/doctor.sh; what takes root is left out for anybody else.
. "$(dirname "$0")/lib.sh"

require_networks "without root" "${as_user[@]}" unshare --user --map-root-user --net --mount true
cargo test -p nsfixture --features cli --lib --bins
collect_command doctor

# A module that the kernel loads for what is tried may bring interfaces to the machine.
interfaces() {
    find /sys/class/net -mindepth 1 -maxdepth 1 | sort
}
interfaces >"$scratch/before"
if [ "$(id -u)" = 0 ]; then
    in_own_home "as root" "$suite/nsfixture.doctor" --nocapture
else
    not_run "ci/doctor.sh as root"
fi
in_own_home "without root" "${as_user[@]}" "$suite/nsfixture.doctor" --nocapture

in_own_home "the doctor" "${as_user[@]}" "$NSFIXTURE_COMMAND" doctor
cat "$scratch/log"
interfaces | diff "$scratch/before" - || die "the doctor has brought interfaces"
