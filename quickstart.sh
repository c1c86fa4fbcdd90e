#!/usr/bin/env bash
# From a fresh Debian 12 to the first figure. See --help.
set -euo pipefail
cd "$(dirname "$0")"
source cmake/setup.sh

scenario=experiments/figures/fig16_throughput/scenario.toml
data=results/runs/fig16.h5
plot=results/runs/fig16.png

help="Usage: ./quickstart.sh [--no-install]
Installs the Debian packages that are missing (as root), builds Cutpoint in build/release, runs
$scenario and plots it.
Writes $data and $plot, anew each time.

  --no-install  do not look at the installed packages
  --help        print this text"

install=yes
for argument in "$@"; do
  case $argument in
    --no-install) install=no ;;
    --help) echo "$help"; exit 0 ;;
    *) fail "unknown argument '$argument'; try --help" ;;
  esac
done

if [[ $install == yes ]]; then
  install_packages use
fi

step "building Cutpoint (release)"
cmake --preset release -DBUILD_TESTING=OFF
cmake --build --preset release

step "simulating $scenario"
mkdir -p results/runs
build/release/cutpoint run "$scenario" -o "$data" --force --progress plain

step "plotting"
build/release/cutpoint plot "$data" -o "$plot"

step "done; the data and the plot are in"
for file in "$data" "$plot"; do
  [[ -s $file ]] || fail "$file was not written"
  echo "$PWD/$file"
done
