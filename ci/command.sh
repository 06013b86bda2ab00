#!/usr/bin/env bash
# The command nsfixture: its tests as root and as an unprivileged user, with more users than one, and as a runner
# of cargo's.
# By hand: ci/command.sh; without root, some parts are left out.
. "$(dirname "$0")/lib.sh"

require_networks "without root" "${as_user[@]}" unshare --user --map-root-user --net --mount true
collect_command command
command=$NSFIXTURE_COMMAND

if [ "$(id -u)" = 0 ]; then
    in_own_home "as root" "$suite/nsfixture-cli.command"
else
    not_run "ci/command.sh as root"
fi
in_own_home "without root" "${as_user[@]}" "$suite/nsfixture-cli.command"

# A range of ids for nobody, in a mount namespace that ends with the script.
drop_privileges() {
    echo 'nobody:200000:65536' >"$scratch/ids"
    unshare --mount sh -c "mount --bind $scratch/ids /etc/subuid && mount --bind $scratch/ids /etc/subgid &&
        exec ${as_user[*]} $command run setpriv --reuid=33 --regid=33 --clear-groups id -u"
}
install_in_ci uidmap newuidmap
if [ "$(id -u)" != 0 ] || ! command -v newuidmap >/dev/null || ! [ -e /etc/subuid ] || ! [ -e /etc/subgid ]; then
    not_run "ci/command.sh with a range of ids: it requires root and Debian's package uidmap"
elif [ "$(drop_privileges)" = 33 ]; then
    echo "ok a program changes its user"
else
    die "a program cannot change its user, with a range of ids"
fi

# A crate that does not use the library.
mkdir -p "$scratch/crate/src" "$scratch/crate/tests"
touch "$scratch/crate/src/lib.rs"
printf '[package]\nname = "alone"\nedition = "2024"\n[workspace]\n' >"$scratch/crate/Cargo.toml"
cat >"$scratch/crate/tests/alone.rs" <<'EOF'
#[test]
fn is_alone() {
    let interfaces = std::fs::read_dir("/sys/class/net").unwrap();
    assert_eq!(interfaces.map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>(), ["lo"]);
    std::net::TcpListener::bind("127.0.0.1:80").unwrap();
}
EOF
host=$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
env "CARGO_TARGET_${host}_RUNNER=$command run --" CARGO_TARGET_DIR="$scratch/target" \
    cargo test --quiet --manifest-path "$scratch/crate/Cargo.toml" --test alone >"$scratch/log" 2>&1 ||
    { cat "$scratch/log"; die "a test of another crate is not alone"; }
echo "ok as a runner of cargo's"
