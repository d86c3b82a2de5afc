#!/usr/bin/env bash
# Pastes the tour of README.md line by line, against a server that runs at the base URL, and looks whether it says what the README says.
#   docs/tour.sh [base-url]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v curl >/dev/null || { echo 'tour: there is no curl; install it (Debian: curl)' >&2; exit 3; }
said=$(mktemp)
trap 'rm -f "$said"' EXIT
tour=$(sed -n '/^<!-- tour -->$/,/^```$/p' README.md | sed '1,2d;$d')
[ -n "$tour" ] || { echo 'tour: there is none in README.md' >&2; exit 1; }
[ "$#" = 0 ] || tour=${tour/base=http:\/\/127.0.0.1:8080/base=$1}

wrong=0
while IFS= read -r line <&3; do
  case $line in
    '#> '*)
      if grep -qF -- "${line#'#> '}" "$said"; then
        printf 'ok    %s\n' "$line"
      else
        printf 'WRONG %s\n      it said: %s\n' "$line" "$(cat "$said")"
        wrong=1
      fi
      ;;
    '#'* | '') ;;
    *) eval "$line" >"$said" 2>&1 </dev/null ;;
  esac
done 3<<<"$tour"
exit "$wrong"
