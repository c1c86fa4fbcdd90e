# shellcheck shell=bash
# Functions that quickstart.sh and test.sh share; sourced, not run. The sourcing script has already
# changed to the root of the project.

export LC_ALL=C.UTF-8

script=$(basename "$0")
current_step="reading the arguments"

# step TEXT: says what is done next, and after how many seconds; if it fails, on_exit names it.
step() {
  current_step=$1
  printf '\n== [%d s] %s\n' "$SECONDS" "$current_step"
}

fail() {
  printf '%s: %s\n' "$script" "$1" >&2
  exit 1
}

on_exit() {
  local status=$?
  if ((status != 0)); then
    printf '%s: failed (exit code %d) while: %s\n' "$script" "$status" "$current_step" >&2
  fi
}
trap on_exit EXIT

# packages GROUP…: the Debian packages of these groups of cmake/packages.txt.
packages() {
  local group package _
  while read -r group package _; do
    [[ " $* " == *" $group "* ]] && printf '%s\n' "$package"
  done <cmake/packages.txt
  return 0
}

# install_packages GROUP…: installs those that are missing. Asks nothing; touches nothing if all are there.
install_packages() {
  step "checking the Debian packages"
  command -v dpkg-query >/dev/null ||
    fail "this is not Debian: install what cmake/packages.txt lists by other means, then use --no-install"

  local package missing=()
  for package in $(packages "$@"); do
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
      missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    echo "All are installed."
    return
  fi
  echo "Missing: ${missing[*]}"
  if ((EUID != 0)); then
    fail "only root can install packages; run this as root, then start again:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  fi

  step "installing ${#missing[@]} Debian packages (log: build/install.log)"
  mkdir -p build
  : >build/install.log
  apt update
  apt install --no-install-recommends "${missing[@]}"
}

# How long another program may keep the package database locked, and how often to look again, in seconds.
lock_patience=${lock_patience:-300}
lock_interval=${lock_interval:-5}

# apt WORDS…: apt-get without questions, its output in build/install.log. While another program holds the
# package database it waits, and says so.
apt() {
  local deadline=$((SECONDS + lock_patience)) said=no
  until env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$@" >build/apt.log 2>&1; do
    if ! grep -qE 'Could not get lock|Unable to (lock|acquire)' build/apt.log; then
      tail -n 20 build/apt.log >&2
      fail "apt-get $1 failed"
    fi
    if ((SECONDS >= deadline)); then
      fail "another program has kept the package database locked for $lock_patience s; try again when it has ended"
    fi
    if [[ $said == no ]]; then
      echo "Another program is using the package database; waiting for it, for up to $lock_patience s."
      said=yes
    fi
    sleep "$lock_interval"
  done
  cat build/apt.log >>build/install.log
}
