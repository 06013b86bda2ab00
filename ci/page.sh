#!/usr/bin/env bash
# The page of a failed test in a browser, Debian's chromium: at two widths, dark and light, nothing covers anything else or is
# wider than its place, text has contrast, all parts are there, and a large page opens in a second.
# By hand: ci/page.sh [DIRECTORY]; without chromium it does nothing. DIRECTORY gets the pictures: look at them.
. "$(dirname "$0")/lib.sh"

pictures=$(realpath -m "${1:-$scratch/pictures}")
install_in_ci chromium
install_in_ci fonts-dejavu-core fc-list
if ! command -v chromium >/dev/null; then
    not_run "page: chromium is not installed"
    exit 0
fi
require_networks "as this user" cargo run -q -p nsfixture-cli -- run true
mkdir -p "$pictures"

# The pages: of a fault, of a service and routes, of a timeout, and a large one.
export NSFIXTURE_ARTIFACTS=$scratch/reports
for test in by_a_panic with_a_service by_its_timeout with_many_packets; do
    cargo test -q -p nsfixture-tests --test reports "failing::$test" -- --ignored --exact >"$scratch/said" 2>&1 || true
    [ -f "$NSFIXTURE_ARTIFACTS/reports.failing.$test-1/report.html" ] || {
        cat "$scratch/said"
        die "there is no page of $test"
    }
done

# Debian's chromium starts without its sandbox for root only with this.
browser=(chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --user-data-dir="$scratch/profile")

check() {
    local page=$1 width=$2 colors=$3 scheme=1 said
    [ "$colors" = light ] || scheme=0
    local looks=(--window-size="$width,1600" "--blink-settings=preferredColorScheme=$scheme")
    local name picture
    name=$(basename "$page" .html)
    picture=$pictures/$name-$width-$colors.png
    "${browser[@]}" "${looks[@]}" --screenshot="$picture" "file://$page" >"$scratch/chromium" 2>&1 ||
        die "chromium fails: $(tail -n 3 "$scratch/chromium")"
    # Everything open, and checked.
    {
        sed 's|<details>|<details open>|g' "$page"
        echo '<script>document.querySelectorAll("details").forEach((part) => { part.open = true; });'
        cat ci/page/check.js
        echo '</script>'
    } >"$scratch/checked.html"
    said=$("${browser[@]}" "${looks[@]}" --virtual-time-budget=10000 --dump-dom "file://$scratch/checked.html" 2>/dev/null |
        sed -n 's|.*<title>\(.*\)</title>.*|\1|p' | head -n 1)
    echo "$(basename "$page"), $width, $colors: $said"
    [[ $said == "{\"wrong\":[],"* ]] || die "$page does not fit at a width of $width, $colors"
    [[ $said == *"\"dark\":$([ "$colors" = dark ] && echo true || echo false),\"width\":$width}" ]] ||
        die "it was not shown so"
    local section
    for section in network-section packets hosts run; do
        [[ $page == *timeout* && $section == packets || $said == *"\"$section\""* ]] || die "$page has no part $section"
    done
    local ms=${said##*\"ms\":}
    [ "${ms%%,*}" -le 1000 ] || die "$page took $ms"
}

for page in "$NSFIXTURE_ARTIFACTS"/*/report.html; do
    name=$scratch/$(basename "$(dirname "$page")" | sed 's/reports\.failing\.\(.*\)-1/\1/').html
    cp "$page" "$name"
    for width in 1280 500; do
        for colors in light dark; do
            check "$name" "$width" "$colors"
        done
    done
done
echo "ok the page fits${1:+; the pictures are in $pictures}"
