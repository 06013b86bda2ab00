#!/usr/bin/env bash
# None of the phrases of ci/words.txt is in a file that people read; each comes with its replacement.
# By hand: ci/words.sh [FILE...]
. "$(dirname "$0")/lib.sh"

files=("$@")
if [ $# = 0 ]; then
    # Not the list itself, nor what others have written, nor what is random on purpose.
    mapfile -t files < <(git ls-files -- . ':!ci/words.txt' ':!*Cargo.lock' ':!LICENSE-*' ':!*.svg' ':!tests/fuzz')
fi
count=$(grep -c ' -> ' ci/words.txt)
[ "$count" -ge 60 ] || die "ci/words.txt has only $count phrases"

status=0
LC_ALL=C awk '
    function has(text, number) {
        return (folds[number] ? tolower(text) : text) ~ patterns[number]
    }
    # Without the sign of a comment, and with one space between words.
    function plain(line) {
        sub(/^[ \t]*(\/\/[\/!]?|#+!?|\*+|>|<!--)?[ \t]*/, "", line)
        gsub(/[ \t]+/, " ", line)
        return line
    }
    FILENAME == "ci/words.txt" {
        at = index($0, " -> ")
        if (/^#/ || !at) next
        phrases[++count] = substr($0, 1, at - 1)
        replacements[count] = substr($0, at + 4)
        folds[count] = phrases[count] !~ /[A-Z]/
        patterns[count] = "(^|[^A-Za-z0-9_])(" phrases[count] ")([^A-Za-z0-9_]|$)"
        any = any (count > 1 ? "|" : "") tolower(phrases[count])
        next
    }
    FNR == 1 { before = "" }
    {
        line = plain($0)
        both = before " " line
        if (tolower(both) ~ any) {
            for (number = 1; number <= count; number++) {
                across = !has(before, number) && !has(line, number) && has(both, number)
                if (across || has(line, number)) {
                    printf "%s:%d: `%s` -> %s\n", FILENAME, FNR - across, phrases[number], replacements[number]
                    found = 1
                }
            }
        }
        before = line
    }
    END { exit found }
' ci/words.txt "${files[@]}" || status=$?
[ "$status" = 0 ] || die "these phrases have better ones"
echo "ok none of $count phrases is in ${#files[@]} files"
