#!/usr/bin/env bash
# Builds Cutpoint with two compilers and runs its tests. See --help.
set -euo pipefail
cd "$(dirname "$0")"
source cmake/setup.sh

presets=(dev release)

help="Usage: ./test.sh [--no-install] [PRESET…]
Installs the Debian packages that are missing (as root), then configures, builds and tests each
preset of CMakePresets.json that is named, by default: ${presets[*]}.
The last line counts the tests that passed and failed; the exit code is 0 only if all passed.

  --no-install  do not look at the installed packages
  --help        print this text"

install=yes
named=()
for argument in "$@"; do
  case $argument in
    --no-install) install=no ;;
    --help) echo "$help"; exit 0 ;;
    -*) fail "unknown argument '$argument'; try --help" ;;
    *) named+=("$argument") ;;
  esac
done
if ((${#named[@]} > 0)); then
  presets=("${named[@]}")
fi

passed=0
failed=0

# count LOG: adds ctest's summary line, "97% tests passed, 3 tests failed out of 100".
count() {
  local summary='tests passed, ([0-9]+) tests failed out of ([0-9]+)'
  [[ $(<"$1") =~ $summary ]] || fail "ctest gave no summary; see $1"
  failed=$((failed + BASH_REMATCH[1]))
  passed=$((passed + BASH_REMATCH[2] - BASH_REMATCH[1]))
}

# The totals stay the last line, whatever happened before.
trap 'on_exit; echo "$passed passed, $failed failed"' EXIT

if [[ $install == yes ]]; then
  install_packages use test
fi

for preset in "${presets[@]}"; do
  step "building $preset"
  cmake --preset "$preset" -DCUTPOINT_WERROR=ON
  cmake --build --preset "$preset"

  step "testing $preset"
  log=build/$preset/ctest.log
  ctest --preset "$preset" 2>&1 | tee "$log" || true
  count "$log"
done

step "all tests of: ${presets[*]}"
((failed == 0)) || fail "$failed tests failed; ctest named them above"
