#!/usr/bin/env bash
# Root and two users run the tests on one machine at the same time, then one of them 32 tests at once; nothing is shared.
# By hand: ci/several-users.sh; who is not root cannot be several users, and runs nothing.
set -euo pipefail
# What is mounted below is for this script alone.
if [ "$(id -u)" = 0 ] && [ -z "${NSFIXTURE_CI_MOUNTS:-}" ] && unshare --mount true 2>/dev/null; then
    NSFIXTURE_CI_MOUNTS=own exec unshare --mount bash "$0"
fi
. "$(dirname "$0")/lib.sh"

if [ -z "${NSFIXTURE_CI_MOUNTS:-}" ]; then
    not_run "several-users: only root can be several users"
    exit 0
fi
users=(0 65534 65533)
for user in "${users[@]}"; do
    require_networks "for the user $user" \
        setpriv --reuid="$user" --regid="$user" --clear-groups \
        unshare --user --map-root-user --net --mount true
done
collect
# On a machine that is this busy it takes seconds to make one.
export RUST_BACKTRACE=0

# The directories in which programs leave what others are to find, empty and nobody else's: to the
# tests they are the machine's.
shared=(/tmp /var/tmp /run /dev/shm)
mount -n -t tmpfs none /mnt
mkdir /mnt/ci
mount -n --bind "$scratch" /mnt/ci
for directory in "${shared[@]}"; do
    mount -n -t tmpfs -o mode=1777 none "$directory"
done
trap 'umount -n /tmp && rm -rf "$scratch"' EXIT
suite=/mnt/ci/suite

# When something was last created or removed in them, and what is there.
shared_state() {
    stat --format='%n %y' "${shared[@]}"
    ls -A "${shared[@]}"
}

# The file locks that test binaries hold now; whichever process reads them, the others are running.
look_at_locks() {
    local pid
    while read -r pid; do
        case "$(readlink "/proc/$pid/exe" || true)" in
        */suite/*) echo "process $pid: $(tr '\0' ' ' <"/proc/$pid/cmdline")" >>/mnt/ci/locks ;;
        esac
    done < <(awk '{ print $5 }' /proc/locks)
}

# Runs a command as a user, with a directory of theirs that must be empty when it has ended.
as() {
    local user=$1 label=$2 home=/mnt/ci/home.$1.$2 status=0
    shift 2
    install -d -m 700 -o "$user" -g "$user" "$home"
    (
        cd "$home"
        HOME=$home TMPDIR=$home exec setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
    ) </dev/null >"/mnt/ci/log.$user.$label" 2>&1 || status=$?
    if [ "$status" != 0 ]; then
        cat "/mnt/ci/log.$user.$label"
        die "user $user: $label: exit status $status"
    fi
    rmdir "$home" || die "user $user: $label: it has left files: $(ls -A "$home")"
}

run_all() {
    local user=$1 name begin=$SECONDS
    for name in tests.{api,link_control,topologies,cleanup,chaos}; do
        look_at_locks
        as "$user" "$name" "$suite/$name" --test-threads=16
    done
    echo "ok user $user ($((SECONDS - begin)) s)"
}

before=$(shared_state)
begun=()
for user in "${users[@]}"; do
    run_all "$user" &
    begun+=($!)
done
failed=0
for run in "${begun[@]}"; do
    wait "$run" || failed=1
done
[ "$failed" = 0 ] || die "the tests of one user fail while those of others run"

begin=$SECONDS
export -f as die
for name in tests.{api,link_control,topologies}; do
    "$suite/$name" --list | sed -n "s/: test\$//p" | sed "s/^/$name /"
done >/mnt/ci/tests
count=$(wc -l </mnt/ci/tests)
[ "$count" -gt 32 ] || die "only $count tests are listed"
# shellcheck disable=SC2016 # the inner shell's arguments
xargs -P 32 -L 1 bash -c 'as 65534 "$1.$2" "$0/$1" --exact "$2"' "$suite" </mnt/ci/tests
echo "ok $count tests, 32 processes at once ($((SECONDS - begin)) s)"

diff -u <(echo "$before") <(shared_state) || die "something was made where all can see it"
[ ! -e /mnt/ci/locks ] || die "locks are held: $(cat /mnt/ci/locks)"
echo "ok nothing is shared"
