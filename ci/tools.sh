#!/usr/bin/env bash
# What users do with tests, tried with those of tests/tests/tools.rs: lists, filters, backtraces, nextest's retries,
# time limits and partitions, a debugger, coverage. By hand: ci/tools.sh; tools that are not installed are left out.
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" = 0 ]; then
    require_networks "for root" unshare --net --mount true
else
    require_networks "without root" unshare --user --map-root-user --net --mount true
fi
mark="NSFIXTURE_TOOLS=$$.$RANDOM$RANDOM"
source=tests/tests/tools.rs
cargo test --workspace --test tools --no-run --message-format=json-render-diagnostics \
    >"$scratch/artifacts"
binary=$(sed -n 's/.*"name":"tools".*"executable":"\([^"]*\)".*/\1/p' "$scratch/artifacts")
[ -x "$binary" ] || die "there is no binary of $source"

# Prints the number of the line of the source that ends with this.
line_of() {
    grep -n "$1\$" "$source" | cut -d: -f1
}

# Runs a command, and fails unless it exits with this status, and prints a match of this extended regular expression.
ends_with() {
    local expected=$1 pattern=$2 status=0
    shift 2
    env "$mark" timeout --kill-after=5s 120s "$@" </dev/null >"$scratch/said" 2>&1 || status=$?
    if [ "$status" != "$expected" ] || ! grep -qE "$pattern" "$scratch/said"; then
        cat "$scratch/said"
        die "\`$*\` ends with $status, not with $expected, or does not print '$pattern'"
    fi
    no_process_has "$mark"
}

# libtest
"$binary" --list >"$scratch/list"
sed -n 's/^ *\(async \)\{0,1\}fn \([a-z_]*\)(.*/shown::\2: test/p' "$source" | sort |
    diff --label source --label listed -u - <(grep ': test$' "$scratch/list" | sort) ||
    die "the list does not have each test once, under its own name"
ends_with 0 '^running 1 test$' "$binary" --exact shown::passes
ends_with 0 '^running 2 tests$' "$binary" shown::passes
ends_with 0 ' 1 passed; 0 failed; 0 ignored;.* 5 filtered out' "$binary" passes --skip async
ends_with 0 '^running 0 tests$' "$binary" --exact passes
echo "ok lists and filters"

for test in fails:'a backtrace has this line' fails_in_a_node:'a backtrace has this line, too'; do
    line=$(line_of "${test#*:}")
    RUST_BACKTRACE=1 ends_with 101 "^ +at .*/tests/tools\.rs:$line:" \
        "$binary" --exact "shown::${test%%:*}" --ignored
    ends_with 101 "panicked at .*tests/tools\.rs:$line:" \
        "$binary" --exact "shown::${test%%:*}" --ignored
done
echo "ok a backtrace names the line of the body"

# gdb
install_in_ci gdb
if command -v gdb >/dev/null; then
    for test in passes:'stops here' passes_async:'stops here, too'; do
        line=$(line_of "${test#*:}")
        ends_with 0 "^#0 .* at .*tests/tools\.rs:$line\$" gdb --batch --nx \
            -ex 'set debuginfod enabled off' -ex 'set breakpoint pending on' \
            -ex "break tools.rs:$line" -ex run -ex 'backtrace 1' -ex 'info locals' -ex kill \
            --args "$binary" --exact "shown::${test%%:*}" --test-threads=1
    done
    echo "ok a debugger stops in the body"
else
    not_run "a breakpoint: gdb is not installed"
fi

# nextest
if cargo nextest --version >/dev/null 2>&1; then
    nextest=(cargo nextest run --workspace --test tools --show-progress=none --color=never)
    ends_with 0 '1 test run: 1 passed \(1 flaky\)' "${nextest[@]}" --run-ignored=only \
        --retries 2 -E 'test(=shown::fails_the_first_time)'
    ends_with 100 'TRY 3 FAIL' "${nextest[@]}" --run-ignored=only --retries 2 \
        -E 'test(=shown::fails)'
    echo "ok nextest tries again, in a new network"

    cat >"$scratch/nextest.toml" <<END
[profile.default]
slow-timeout = { period = "1s", terminate-after = 1, grace-period = "1s" }
END
    ends_with 100 '1 test run: 0 passed, 1 timed out' "${nextest[@]}" --run-ignored=only \
        --config-file "$scratch/nextest.toml" -E 'test(=shown::hangs)'
    grep -q 'tail has the number ' "$scratch/said" || die "it has not come to hang"
    echo "ok nextest ends what hangs, and what it has started"

    for part in 1 2; do
        cargo nextest list --workspace --test tools --run-ignored=all \
            --partition "hash:$part/2" --message-format=oneline
    done 2>"$scratch/said" | sed 's/.* //' | sort |
        diff --label listed --label parts -u <(sed -n 's/: test$//p' "$scratch/list" | sort) - ||
        die "the partitions have not each test once"
    echo "ok nextest has each test in one partition"
else
    not_run "retries, time limits, partitions: cargo-nextest is not installed"
fi

# Coverage
if cargo llvm-cov --version >/dev/null 2>&1; then
    ends_with 0 '^TOTAL ' cargo llvm-cov -p nsfixture-tests --test tools --summary-only
    echo "ok coverage: $(grep -E '(^| |/)run\.rs ' "$scratch/said")"
else
    not_run "coverage: cargo-llvm-cov is not installed"
fi
