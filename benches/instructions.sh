#!/bin/sh
# Instructions per event on the benchmark models, counted by valgrind: the same on a busy machine.
# Fails if a model differs by more than 2 % from benches/instructions.txt; --write writes that file.
# Start-up is taken out: two lengths are run and their difference counts.
set -eu
cd "$(dirname "$0")/.."
cargo build --locked --quiet --release --example bench_model
write=${1:-}
counted=$(mktemp)
trap 'rm -f "$counted"' EXIT

# Prints the instructions and the events of a run of $1, $2 times as long as the model says.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        target/release/examples/bench_model "$1" 1 "$2" 2>&1 |
        sed -n 's/.*"events":\([0-9]*\).*/\1/p; s/.*Collected : \([0-9]*\).*/\1/p' | tr '\n' ' '
}

for model in m1 m1b m1c m1v m2 m2l m3 m4; do
    # shellcheck disable=SC2046 # four numbers, one word each
    set -- $(count $model 0.02) $(count $model 0.12)
    echo "$model $((($4 - $2) / ($3 - $1)))"
done >"$counted"

if [ "$write" = --write ]; then
    cp "$counted" benches/instructions.txt
    cat "$counted"
    exit
fi
join benches/instructions.txt "$counted" | awk '
    { change = 100 * ($3 / $2 - 1); printf "%-4s %5d -> %5d  %+.1f %%\n", $1, $2, $3, change }
    change > 2 || change < -2 { wrong = 1 }
    END { exit wrong }'
