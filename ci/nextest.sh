#!/usr/bin/env bash
# The tests under cargo-nextest, in a process each; and the tests that must fail do so there, too.
# By hand: ci/nextest.sh; without cargo-nextest it does nothing.
. "$(dirname "$0")/lib.sh"

if ! cargo nextest --version >/dev/null 2>&1; then
    not_run "nextest: cargo-nextest is not installed"
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    require_networks "for root" unshare --net --mount true
else
    require_networks "without root" unshare --user --map-root-user --net --mount true
fi
# The tests that run the compiler are run by `cargo test` only.
cargo nextest run --workspace -E 'not binary(/^(ui|refused)$/)' --show-progress=none

failing=(
    --workspace --run-ignored only
    -E 'binary(failures) and test(failing::)'
)
cargo nextest list "${failing[@]}" --message-format=oneline | sed 's/.* //' | sort \
    >"$scratch/listed"
count=$(wc -l <"$scratch/listed")
[ "$count" -gt 10 ] || die "only $count tests that must fail are listed"
status=0
# One of them fails by this timeout, and none by nextest's.
NSFIXTURE_TIMEOUT=30s cargo nextest run "${failing[@]}" --no-fail-fast --show-progress=none --status-level=all \
    --final-status-level=none --failure-output=never --success-output=never --color=never \
    >"$scratch/said" 2>&1 || status=$?
# A test that was killed by a signal has another word than FAIL.
sed -n 's/^ *FAIL \[.*\] .* \([^ ]*\)$/\1/p' "$scratch/said" | sort |
    diff --label 'must fail' --label 'FAIL' -u "$scratch/listed" - || {
    cat "$scratch/said"
    die "what must fail and what does differ"
}
[ "$status" = 100 ] || die "nextest ends with $status, not with the 100 of failed tests"
grep -q " $count tests run: 0 passed, $count failed," "$scratch/said" || {
    cat "$scratch/said"
    die "nextest counts not $count failed"
}
echo "ok all $count tests that must fail do"

# A test that is retried has a report for each attempt.
status=0
NSFIXTURE_ARTIFACTS=$scratch/reports cargo nextest run -p nsfixture-tests --run-ignored only --retries 2 --no-fail-fast \
    -E 'binary(reports) and test(/^failing::by_(a_panic|its_timeout)$/)' --show-progress=none >"$scratch/said" 2>&1 || status=$?
[ "$status" = 100 ] || { cat "$scratch/said"; die "nextest ends with $status, not with the 100 of failed tests"; }
for test in by_a_panic by_its_timeout; do
    for attempt in 1 2 3; do
        report=$scratch/reports/reports.failing.$test-$attempt
        grep -q "\"attempt\":$attempt," "$report/report.json" || die "$report has no report of attempt $attempt"
        grep -q '</html>' "$report/report.html" || die "$report has no whole page"
        grep -qF "nsfixture: report: $report/report.html" "$scratch/said" || die "nextest does not show where $report is"
    done
done
echo "ok each attempt has its report"
