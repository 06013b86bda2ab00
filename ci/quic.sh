#!/usr/bin/env bash
# QUIC over networks with faults: the tests of examples/quic, as an unprivileged user and, where CI is, as root. They are not
# among those of `cargo test --workspace`, because QUIC takes a minute to compile.
# By hand: ci/quic.sh; NSFIXTURE_REPEATS=50 repeats its downloads more often.
. "$(dirname "$0")/lib.sh"

require_networks "without root" "${as_user[@]}" unshare --user --map-root-user --net --mount true
suite=$scratch/suite
mkdir "$suite"
cargo test --locked --manifest-path examples/quic/Cargo.toml --no-run --message-format=json-render-diagnostics >"$scratch/artifacts"
copy_artifacts '"test":true' "$suite"
for user in "${as_user[*]}" ""; do
    # shellcheck disable=SC2086 # it is a command
    in_own_home "quic, ${user:-as this user}" $user "$suite/quic.quic" --show-output
    # What they print, each up to an empty line.
    sed -n '/^---- /,/^$/p' "$scratch/log"
    [ "$(id -u)" = 0 ] || break
done
