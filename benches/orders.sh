#!/bin/sh
# Time and memory of big order books: 10^5 dated orders from a sheet, 10^7 operations a replication.
# Prints seconds and peak memory in MiB of `gemba check` and of `gemba run --out` for a tenth of a book and the whole,
# so that it is seen what grows with the orders. No gate: the times depend on the machine.
# Needs awk with strftime (mawk, gawk) and GNU time.
set -eu
cd "$(dirname "$0")/.."
cargo build --locked --quiet --release
gemba=$PWD/target/release/gemba
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Dates begin in 2001, so that a book of twenty years ends before 2038, where the time of some awks does.
# A line of $3 stations with one minute a part each, and a book of $1 orders of $2 parts, in $4.
write() {
    mkdir "$4"
    awk -v orders="$1" -v parts="$2" '
        function at(minute) { return strftime("%Y-%m-%d %H:%M", 978307200 + 60 * minute, 1) }
        BEGIN {
            print "order,product,quantity,release,due"
            for (i = 1; i <= orders; i++) {
                minute = int(1.15 * i * parts)
                due = minute + 20 * parts + 600
                printf "A%d,pump,%d,%s,%s\n", i, parts, at(minute), at(due)
            }
        }' >"$4/orders.csv"
    awk -v stations="$3" 'BEGIN {
        print "[plant]\nstart = 2001-01-01\n[run]\nlength = \"orders_done\"\nreplications = 4"
        print "[table.order]\nfile = \"orders.csv\""
        for (i = 1; i <= stations; i++) {
            print "[station.s" i "]\ncycle = { dist = \"exponential\", mean = \"1 min\" }"
            route = route "\"s" i "\", "
        }
        print "[product.pump]\nroute = [" route "]"
    }' >"$4/plant.toml"
}

# Runs the command behind a name, and prints the name, seconds and MiB.
measure() {
    name=$1
    shift
    /usr/bin/time -f '%e %M' -o "$folder/spent" "$@" >"$folder/told" 2>&1 || { cat "$folder/told" && exit 1; }
    awk -v name="$name" '{ printf "%-40s %8.1f s %8.0f MiB\n", name, $1, $2 / 1024 }' "$folder/spent"
}

for shape in '10000 10 10' '100000 10 10' '10000 100 1' '100000 100 1'; do
    # shellcheck disable=SC2086 # three numbers, one word each
    set -- $shape
    book="$folder/$1-$2-$3"
    write "$1" "$2" "$3" "$book"
    told="$1 orders of $2 parts, stations: $3"
    measure "check, $told" "$gemba" check "$book/plant.toml"
    measure "run, $told" "$gemba" run "$book/plant.toml" --quiet --out "$book/out"
done
