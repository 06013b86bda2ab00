#!/usr/bin/env bash
# The shapes of a failed assertion, each many times on a busy machine, as root and as a plain user: none may pass. Prints
# the table. By hand and nightly: ci/shapes.sh; NSFIXTURE_SHAPES_RUNS sets the number of runs, 200 unless set.
. "$(dirname "$0")/lib.sh"

export NSFIXTURE_SHAPES_RUNS=${NSFIXTURE_SHAPES_RUNS:-200}
require_networks "without root" "${as_user[@]}" unshare --user --map-root-user --net --mount true
suite=$scratch/suite
mkdir "$suite"
cargo test -p nsfixture-shapes --no-run --message-format=json-render-diagnostics >"$scratch/artifacts"
copy_artifacts '"name":"shapes".*"test":true' "$suite"
if [ "$(id -u)" = 0 ]; then
    in_own_home "as root" "$suite/shapes.shapes" --nocapture
    sed -n '/ failed /p' "$scratch/log"
fi
in_own_home "without root" "${as_user[@]}" "$suite/shapes.shapes" --nocapture
sed -n '/ failed /p' "$scratch/log"
