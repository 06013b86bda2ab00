#!/usr/bin/env bash
# Which container settings allow networks, with podman and runc: the table of the guide's page on CI.
# By hand, as root: ci/container.sh; podman and runc are Debian's packages. Not in `.ci/run`: CI's machine may have neither.
. "$(dirname "$0")/lib.sh"

for program in podman runc; do
    if ! command -v "$program" >/dev/null; then
        not_run "container: $program is not installed"
        exit 0
    fi
done
collect
root=$scratch/root
mkdir -p "$root"/{proc,sys,dev,tmp,run,etc,usr,lib,lib64,bin,suite,examples}
chmod 1777 "$root/tmp"
echo 'root:x:0:0::/:/bin/sh' >"$root/etc/passwd"
# Without it a name has one address (host.conf(5)).
echo 'multi on' >"$root/etc/host.conf"
touch "$root/etc/hosts"
# As Docker's does: no user namespace without CAP_SYS_ADMIN.
cat >"$scratch/seccomp.json" <<'EOF'
{
  "defaultAction": "SCMP_ACT_ALLOW",
  "syscalls": [{ "names": ["unshare", "setns"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1 }]
}
EOF

# Runs a command in a container with the settings before the `--`; its output is in "$scratch/said".
inside() {
    local settings=()
    while [ "$1" != -- ]; do
        settings+=("$1")
        shift
    done
    shift
    timeout 120 podman --runtime runc --cgroup-manager cgroupfs --root "$scratch/storage" \
        --runroot "$scratch/runroot" --storage-driver vfs run --rm --network none --log-driver none \
        --ulimit nofile=1024:4096 --ulimit nproc=4096:4096 \
        -v /usr:/usr:ro -v /lib:/lib:ro -v /lib64:/lib64:ro -v /bin:/bin:ro \
        -v "$suite:/suite:ro" -v "$examples:/examples:ro" \
        "${settings[@]}" --rootfs "$root" "$@" >"$scratch/said" 2>&1
}

wrong() {
    cat "$scratch/said"
    die "$what: $*"
}

# With these settings all tests pass, and this many parts of the view are missing.
passes() {
    what="$*"
    # Both binaries that a user could have written.
    for binary in api topologies; do
        inside --env NSFIXTURE_REQUIRE=1 "$@" -- "/suite/tests.$binary" || wrong "$binary fails"
        grep -q '^nsfixture: skipped' "$scratch/said" && wrong "$binary skips"
    done
    echo "ok $what: all passes; $(grep -c '^nsfixture: note: ' "$scratch/said") notes"
}

# With these settings two hosts reach each other, and notes say what is missing.
does_without() {
    local expected=$1
    shift
    what=${*:-nothing}
    inside "$@" -- /examples/examples.producer_consumer || wrong "the example fails"
    check_example "$scratch/said"
    local notes
    notes=$(grep -c '^nsfixture: note: ' "$scratch/said") || true
    [ "$notes" = "$expected" ] || wrong "$notes notes, not $expected"
    echo "ok $what: two hosts reach each other; $notes notes"
}

# With these settings every test is skipped, for this reason.
skips() {
    local reason=$1
    shift
    what=$*
    inside "$@" -- /suite/tests.api bodies:: || wrong "the tests fail"
    grep -q "^nsfixture: skipped .*$reason" "$scratch/said" || wrong "nothing is skipped for: $reason"
    echo "ok $what: skipped: $reason"
}

unconfined=(--security-opt seccomp=unconfined)
unmasked=(--security-opt unmask=ALL)
does_without 3
does_without 2 "${unconfined[@]}"
passes "${unmasked[@]}"
passes "${unconfined[@]}" "${unmasked[@]}"
passes --user 1000:1000 "${unconfined[@]}" "${unmasked[@]}"
passes --cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add NET_RAW --cap-add SYS_PTRACE "${unconfined[@]}" "${unmasked[@]}"
passes --privileged
skips 'seccomp filter' --security-opt "seccomp=$scratch/seccomp.json"
