#!/usr/bin/env bash
# The public face, item by item, is that of face/linux.txt, and of face/unsupported.txt where there are no namespaces; what
# the two do not share is in face/differences.txt, each with a reason. By hand: ci/face.sh; NSFIXTURE_BLESS=1 rewrites the lists.
. "$(dirname "$0")/lib.sh"

export LC_ALL=C
export RUSTDOC=$PWD/ci/face/rustdoc
cargo build --quiet -p nsfixture-face
list=$CARGO_TARGET_DIR/debug/nsfixture-face

# Writes the list of a build to "$scratch/$1.txt".
list_face() {
    local crate
    for crate in nsfixture-plan nsfixture; do
        cargo rustdoc --quiet -p "$crate" --lib --all-features -- -Zunstable-options --output-format json
    done
    "$list" "$CARGO_TARGET_DIR/doc/nsfixture.json" "$CARGO_TARGET_DIR/doc/nsfixture_plan.json" >"$scratch/$1.txt"
}
list_face linux
(
    export RUSTC_WORKSPACE_WRAPPER=$PWD/ci/unsupported/rustc RUSTDOCFLAGS="--cfg nsfixture_unsupported"
    list_face unsupported
)

for face in linux unsupported; do
    [ "$(wc -l <"$scratch/$face.txt")" -gt 200 ] || die "the face has only $(wc -l <"$scratch/$face.txt") items"
    if [ -n "${NSFIXTURE_BLESS:-}" ]; then
        cp "$scratch/$face.txt" "face/$face.txt"
    fi
    diff -u "face/$face.txt" "$scratch/$face.txt" ||
        die "the public face has changed: if it is meant to, run NSFIXTURE_BLESS=1 ci/face.sh"
done

sort "$scratch/linux.txt" >"$scratch/linux.sorted"
sort "$scratch/unsupported.txt" >"$scratch/unsupported.sorted"
{
    comm -23 "$scratch/linux.sorted" "$scratch/unsupported.sorted" | sed 's/^/- /'
    comm -13 "$scratch/linux.sorted" "$scratch/unsupported.sorted" | sed 's/^/+ /'
} | sort >"$scratch/differences"
sed -n '/^[-+] /p' face/differences.txt | sort | diff --label documented --label found -u - "$scratch/differences" ||
    die "face/differences.txt does not have what differs between Linux (-) and other systems (+)"
# A block of items follows its reason.
awk '/^#/ { reason = 1; next } /^$/ { reason = 0; next } !reason { print FILENAME ":" FNR ": " $0; bad = 1 } END { exit bad }' \
    face/differences.txt || die "these differences have no reason"
if grep -n 'nsfixture_[a-z]*::' face/linux.txt face/unsupported.txt; then
    die "these items name types that nsfixture does not export"
fi
echo "ok $(wc -l <face/linux.txt) items, of which $(grep -c '^[-+] ' face/differences.txt || true) differ on other systems"
