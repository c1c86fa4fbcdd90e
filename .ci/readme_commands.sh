#!/usr/bin/env bash
# Runs the commands of README.md as they stand, in one shell, one after the other, and says how many
# seconds each took: those behind a "$" in its console blocks (but ./test.sh, which is continuous
# integration's first step), and every line of its sh blocks.
# Usage: readme_commands.sh CHECKOUT. The last line counts the commands that passed and failed.
set -uo pipefail
cd "$1" || exit 1

# A run whose budget ends before its precision is reached is no failure (docs/tutorial.md).
not_converged=4

passed=0
failed=0
log=$(mktemp)

complain() {
  printf 'readme_commands.sh: %s\n' "$1" >&2
  failed=$((failed + 1))
}

# follow COMMAND: runs it in this shell, where later commands find what it set.
follow() {
  local began=$SECONDS status=0
  printf '\n$ %s\n' "$1"
  eval "$1" >"$log" 2>&1 || status=$?
  tail -n 12 "$log"
  printf -- '-- exit code %d, %d s\n' "$status" "$((SECONDS - began))"
  if ((status == 0)) || [[ $status == "$not_converged" && $1 == "cutpoint run "* ]]; then
    passed=$((passed + 1))
  else
    complain "failed: $1"
    tail -n 60 "$log"
  fi
}

mapfile -t commands < <(awk '
  /^```/ { block = block == "" ? substr($0, 4) : ""; next }
  block == "console" && /^\$ / && $2 != "./test.sh" { print substr($0, 3) }
  block == "sh" && /[^ ]/ { print }' README.md)
((${#commands[@]} > 10)) || complain "README.md has only ${#commands[@]} commands"
[[ ${commands[0]} == ./quickstart.sh ]] || complain "README.md does not begin with ./quickstart.sh"

for command in "${commands[@]}"; do
  follow "$command"
  if [[ $command == ./quickstart.sh ]]; then
    fingerprint=$(grep -om1 '^fingerprint [0-9a-f]*' README.md)
    grep -q "^$fingerprint," "$log" || complain "quickstart.sh did not print README's $fingerprint"
    for file in results/runs/fig16.h5 results/runs/fig16.png; do
      [[ -s $file ]] || complain "quickstart.sh wrote no $file"
    done
  fi
done

printf '\n%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
