#!/usr/bin/env bash
# Where namespaces are refused, `nsfixture doctor` prints the same reasons as skipped tests, as root and as a user.
# By hand: ci/doctor.sh; without root, some parts are left out.
. "$(dirname "$0")/lib.sh"

require_networks "without root" "${as_user[@]}" unshare --user --map-root-user --net --mount true
cargo test -p nsfixture-cli --bins
collect_command doctor

# A module that the kernel loads for a probe may create interfaces.
interfaces() {
    find /sys/class/net -mindepth 1 -maxdepth 1 | sort
}
interfaces >"$scratch/before"
if [ "$(id -u)" = 0 ]; then
    in_own_home "as root" "$suite/nsfixture-cli.doctor" --nocapture
else
    not_run "ci/doctor.sh as root"
fi
in_own_home "without root" "${as_user[@]}" "$suite/nsfixture-cli.doctor" --nocapture

in_own_home "the doctor" "${as_user[@]}" "$NSFIXTURE_COMMAND" doctor
cat "$scratch/log"
interfaces | diff "$scratch/before" - || die "the doctor has created interfaces"
