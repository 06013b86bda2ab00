# shellcheck shell=bash
# Shared by the scripts next to it, which source it first; it enters the root of the workspace.
# Not a script of its own.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One for all scripts, so that nothing is built twice; absolute, so that it holds in every directory.
CARGO_TARGET_DIR=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export CARGO_TARGET_DIR
# Readable for other users: some scripts run its programs as another user.
scratch=$(mktemp -d -t nsfixture-ci.XXXXXX)
chmod 755 "$scratch"
trap 'rm -rf "$scratch"' EXIT
# Where `in_own_home` has its directory and its log.
place=$scratch

# Put in front of a command to run it as nobody; empty for users other than root.
as_user=()
if [ "$(id -u)" = 0 ]; then
    # shellcheck disable=SC2034 # for the scripts that source this
    as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi

die() {
    echo "error: $*" >&2
    exit 1
}

# Prints what was left out; `.ci/run` prints it again at the end.
not_run() {
    echo "not run: $*"
    if [ -n "${NSFIXTURE_CI_NOTES:-}" ]; then
        echo "$*" >>"$NSFIXTURE_CI_NOTES"
    fi
}

# Installs a program that a check uses if it is there: Debian's package of the same name, or of this one. Only in CI.
install_in_ci() {
    if [ -z "${CI:-}" ] || [ "$(id -u)" != 0 ] || command -v "${2:-$1}" >/dev/null; then
        return
    fi
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$1"; } >"$scratch/apt" 2>&1 ||
        echo "$1 cannot be installed: $(tail -n 1 "$scratch/apt")"
}

# If the command succeeds, which shows that this machine allows networks, every skip is a failure from here on. If not, the
# script fails in CI, and ends with a note elsewhere.
require_networks() {
    local what=$1 said
    shift
    if said=$("$@" 2>&1); then
        export NSFIXTURE_REQUIRE=1
        return
    fi
    [ -z "${CI:-}" ] || die "this machine allows no namespaces $what: \`$*\`: $said"
    not_run "$(basename "$0"): this machine allows no namespaces $what: \`$*\`: $said"
    exit 0
}

# Builds all tests and puts those that can run anywhere into the directory "$suite", each named
# after its package's directory and itself: `tests.api`. The examples are put into "$examples".
# Left out are `ui` and `refused`, which need the compiler, the attribute's own tests, which need the compiler's libraries, and
# those that are the same for every user, because they make no system calls.
collect() {
    suite=$scratch/suite examples=$scratch/examples
    mkdir "$suite" "$examples"
    cargo test --workspace --no-run --message-format=json-render-diagnostics >"$scratch/artifacts"
    copy_artifacts '"test":true' "$suite"
    copy_artifacts '"kind":\["example"\]' "$examples"
    rm "$suite/tests.ui" "$suite/combinations.refused"
    rm "$suite"/nsfixture-plan.* "$suite"/nsfixture-cli.* "$suite"/face.* "$suite"/tests.{arrows,fuzz,guide,index,plans,wrong_topologies}
    [ -x "$suite/tests.api" ] || die "there is no binary of tests/tests/api"
    [ -x "$examples/examples.producer_consumer" ] || die "there is no example producer_consumer"
}

# Builds the command and one of its tests, `$1`, into "$suite", as `collect` names them.
collect_command() {
    suite=$scratch/suite
    mkdir "$suite"
    cargo test -p nsfixture-cli --test "$1" --no-run --message-format=json-render-diagnostics >"$scratch/artifacts"
    copy_artifacts "\"name\":\"$1\".*\"test\":true" "$suite"
    copy_artifacts '"kind":\["bin"\].*"test":false' "$suite"
    export NSFIXTURE_COMMAND=$suite/nsfixture-cli.nsfixture
}

# Unpacks a crate from crates.io, `NAME@VERSION`, into "$scratch/NAME".
unpack_crate() {
    local name=${1%@*} version=${1#*@}
    mkdir -p "$scratch/user/src"
    touch "$scratch/user/src/lib.rs"
    printf '[package]\nname = "user"\nedition = "2021"\n[workspace]\n[dependencies]\n%s = "=%s"\n' \
        "$name" "$version" >"$scratch/user/Cargo.toml"
    cargo metadata --format-version 1 --manifest-path "$scratch/user/Cargo.toml" >"$scratch/metadata"
    cp -r "$(grep -o "\"manifest_path\":\"[^\"]*/$name-$version/Cargo.toml\"" "$scratch/metadata" |
        head -n 1 | sed 's|.*":"\(.*\)/Cargo.toml"|\1|')" "$scratch/$name"
    rm -rf "$scratch/user" "$scratch/$name/Cargo.lock"
}

copy_artifacts() {
    local fields='s|.*"manifest_path":"[^"]*/\([^"/]*\)/Cargo.toml".*"target":{[^}]*"name":"\([^"]*\)".*"executable":"\([^"]*\)".*|\1.\2 \3|p'
    local name path
    { grep "$1" "$scratch/artifacts" || true; } | { grep -v '"kind":\["proc-macro"\]' || true; } |
        sed -n "$fields" | while read -r name path; do
        cp "$path" "$2/$name"
        chmod 755 "$2/$name"
    done
}

# Runs a command in an empty directory, which is also its HOME and its TMPDIR, and must be empty afterwards. Its output is
# printed if it fails.
in_own_home() {
    local label=$1 begin=$SECONDS status=0 home=$place/home log=$place/log left
    shift
    mkdir -p "$home"
    chmod 1777 "$home"
    (cd "$home" && HOME=$home TMPDIR=$home exec "$@") </dev/null >"$log" 2>&1 || status=$?
    if [ "$status" != 0 ]; then
        cat "$log"
        die "$label: exit status $status"
    fi
    left=$(ls -A "$home")
    [ -z "$left" ] || die "$label: it has left files: $left"
    echo "ok $label ($((SECONDS - begin)) s)"
}

# Runs the collected test binaries with this number of threads, under the command that follows, if any; two at a time, because
# many of their tests wait, and the longest first. The tests of the pure engine are left out: they make no system calls.
run_suite() {
    local threads=$1 longest=$suite/tests.wire binary failed=0 running=0 skip
    local binaries=("$longest")
    shift
    for binary in "$suite"/*; do
        [ "$binary" = "$longest" ] || binaries+=("$binary")
    done
    for binary in "${binaries[@]}"; do
        skip=()
        if [ "${binary##*/}" = nsfixture.nsfixture ]; then
            skip=(--skip wire::)
        fi
        if [ "$running" = 2 ]; then
            wait -n || failed=1
            running=1
        fi
        (
            place=$scratch/place.${binary##*/}
            mkdir -p "$place"
            chmod 755 "$place"
            in_own_home "${binary##*/}, threads: $threads" "$@" "$binary" --test-threads="$threads" "${skip[@]}"
        ) &
        running=$((running + 1))
    done
    while [ "$running" -gt 0 ]; do
        wait -n || failed=1
        running=$((running - 1))
    done
    [ "$failed" = 0 ] || die "of the suite, some have failed"
}

# Runs the collected examples, under the command that follows, if any.
run_examples() {
    local program name
    for program in "$examples"/*; do
        name=${program##*/examples.}
        in_own_home "example $name" "$@" "$program"
        if [ "$name" = producer_consumer ]; then
            check_example "$scratch/log"
        fi
    done
}

# Checks that producer_consumer has printed that each host reaches the other.
check_example() {
    local line
    for line in 'consumer reaches producer (10.0.0.1)' 'producer reaches consumer (10.0.0.2)'; do
        grep -qF "$line and back in " "$1" || die "the example does not print '$line': $(cat "$1")"
    done
}

# Prints the tests that nextest reports as passed, as in its list: binary and name.
passed() {
    sed -n 's/^ *PASS \[[^]]*\] *\(([^)]*)\)\{0,1\} *\([^ ]* [^ ]*\)$/\2/p' "$1"
}

# Fails if a process has this in its environment, after each has had five seconds to exit. A namespace exists no longer than the
# processes that are in it or have a file descriptor of it.
no_process_has() {
    local environ pid left=""
    for environ in /proc/[0-9]*/environ; do
        if grep -qzFx "$1" "$environ" 2>/dev/null; then
            pid=${environ//[!0-9]/}
            timeout 5 tail --pid="$pid" -f /dev/null || left+=$(ps -o pid,ppid,args -p "$pid")
        fi
    done
    [ -z "$left" ] || die "there are processes left:"$'\n'"$left"
}

# Checks a test binary where networks are not allowed: each of its tests is skipped with this reason, prints one line, and
# passes; the last line has their number; and with NSFIXTURE_REQUIRE each fails. The tests are those that `--list` has with the
# arguments in "${tests[@]}": only tests of the attribute, the ignored ones included, some of which fail if their body runs. The
# binary runs under the command that follows.
# shellcheck disable=SC2154 # the callers set `tests`
check_skips() {
    local binary=$1 reason=$2 status=0 count
    local names=$scratch/names out=$scratch/out err=$scratch/err
    shift 2
    env -u NSFIXTURE_REQUIRE "$binary" --list --include-ignored "${tests[@]}" >"$scratch/list"
    sed -n 's/: test$//p' "$scratch/list" | sort >"$names"
    count=$(wc -l <"$names")
    [ "$count" -gt 10 ] || die "$binary: only $count tests are listed"

    (cd "$scratch" && exec env -u NSFIXTURE_REQUIRE "$@" "$binary" --include-ignored \
        "${tests[@]}") </dev/null >"$out" 2>"$err" || status=$?
    [ "$status" = 0 ] || wrong "the exit status is $status, not 0"
    grep -q "^test result: ok\. $count passed; 0 failed; 0 ignored;" "$out" ||
        wrong "libtest counts not $count passed"
    same_names 's/^nsfixture: skipped \([^ ]*\): .*$/\1/p' "$err" "skipped"
    [ "$(grep -c "^nsfixture: skipped [^ ]*: .*$reason.*; fix: [^ ]" "$err")" = "$count" ] ||
        wrong "not every line has the reason '$reason' and a fix"
    [ "$(grep -c '^nsfixture: ' "$err")" = $((count + 1)) ] ||
        wrong "there are other lines than one for each test and the last"
    [ "$(tail -n 1 "$err")" = "nsfixture: $count tests skipped in this process; \
set NSFIXTURE_REQUIRE=1 to fail instead" ] || wrong "the last line does not count $count"

    status=0
    (cd "$scratch" && exec env NSFIXTURE_REQUIRE=1 "$@" "$binary" --include-ignored \
        "${tests[@]}") </dev/null >"$out" 2>"$err" || status=$?
    [ "$status" = 101 ] || wrong "with NSFIXTURE_REQUIRE=1 the exit status is $status, not 101"
    same_names 's/^test \([^ ]*\)\( - should panic\)\? \.\.\. FAILED$/\1/p' "$out" "failed"
    grep -q "^test result: FAILED\. 0 passed; $count failed; 0 ignored;" "$out" ||
        wrong "with NSFIXTURE_REQUIRE=1 libtest counts not $count failed"
    [ "$(grep -c "$reason.*(NSFIXTURE_REQUIRE is set, so this is an error)" "$out")" -ge "$count" ] ||
        wrong "with NSFIXTURE_REQUIRE=1 not every failure has the reason '$reason'"
    ! grep -q '^nsfixture: skipped ' "$err" || wrong "with NSFIXTURE_REQUIRE=1 one is skipped"
    echo "ok ${binary##*/}: $count tests are skipped, and fail where they are required"
}

# The names that a sed script finds in a file must be those of the list, each once.
same_names() {
    sed -n "$1" "$2" | sort | diff --label listed --label "$3" -u "$names" - >&2 ||
        wrong "what is listed and what is $3 differ"
}

# Only for `check_skips`: what the binary has said, and what is wrong with it.
wrong() {
    sed 's/^/  stdout: /' "$out" >&2
    sed 's/^/  stderr: /' "$err" >&2
    die "${binary##*/}: $*"
}
