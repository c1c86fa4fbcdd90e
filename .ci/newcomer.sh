#!/usr/bin/env bash
# Does what README.md says in a bare Debian 12, as somebody does who has just heard of Cutpoint. See --help.
set -euo pipefail
cd "$(dirname "$0")/.."
source cmake/setup.sh

help="Usage: .ci/newcomer.sh [COMMIT]
Makes a minimal Debian 12 with nothing but git and certificates in a temporary folder, clones the commit
(by default: HEAD) into it, at a path with a space, and runs README.md's commands there as they stand
(.ci/readme_commands.sh). Needs root, and a mirror that the machine's own apt knows.
The exit code is 0 only if all passed."
if [[ ${1:-} == --help ]]; then
  echo "$help"
  exit 0
fi
commit=$(git rev-parse --verify "${1:-HEAD}^{commit}")
((EUID == 0)) || fail "only root can make a Debian of its own"

install_packages newcomer

# What the machine's apt says of Debian 12's packages, as lines of sources.list.
sources() {
  # shellcheck disable=SC2016 # These are apt's own variables.
  apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $3 ~ /^bookworm/ && $4 == "main" { print "deb", $2, $3, $4 }' | sort -u
}
# How it reaches them: proxies, and whether old lists are accepted.
options() {
  apt-config dump | grep -E '^Acquire::(http|https|Check-Valid-Until|Check-Date)\b.* "[^"]' || true
}

root=$(mktemp -d --tmpdir newcomer.XXXXXXXX)
remove_root() {
  on_exit
  rm -rf --one-file-system "$root"
  git update-ref -d "refs/newcomer/${root##*.}"
}
trap remove_root EXIT

step "making a bare Debian 12"
[[ -n $(sources) ]] || fail "the machine's apt knows no mirror of Debian 12 (bookworm, main)"
mapfile -t apt_options < <(options)
debian=$root/debian
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mmdebstrap --quiet --mode=root --variant=minbase --include=git,ca-certificates \
  --keyring="$keyring" "${apt_options[@]/#/--aptopt=}" bookworm "$debian" - < <(sources)
cp /etc/resolv.conf "$debian/etc/resolv.conf"

step "cloning $commit into it"
# A bundle and not the folder, so that nothing but what is committed gets in.
# Under a name of its own, as HEAD may not lead to the commit.
bundled=refs/newcomer/${root##*.}
git update-ref "$bundled" "$commit"
git bundle create --quiet "$debian/root/cutpoint.bundle" "$bundled"
git update-ref -d "$bundled"
home="/root/a newcomer"
mkdir "$debian$home"
cp .ci/readme_commands.sh "$debian/root"

# inside COMMAND…: runs it there, with an empty environment and processes of its own.
inside() {
  # shellcheck disable=SC2016 # The inner shell expands them.
  unshare --mount --pid --fork --kill-child bash -euc '
    debian=$1
    shift
    mount -t proc proc "$debian/proc"
    mount --rbind /dev "$debian/dev"
    exec chroot "$debian" "$@"' inside "$debian" \
    /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb "$@"
}
inside git init --quiet "$home/cutpoint"
inside git -C "$home/cutpoint" fetch --quiet --no-tags /root/cutpoint.bundle "$bundled:refs/remotes/origin/main"
inside git -C "$home/cutpoint" -c advice.detachedHead=false checkout --quiet "$commit"

step "running README.md's commands"
inside bash /root/readme_commands.sh "$home/cutpoint"

step "asking the Debian package what it needs"
# shellcheck disable=SC2016 # The inner shell expands it.
depends=$(inside bash -c 'dpkg-deb --field "$1"/build/release/cutpoint_*.deb Depends' depends "$home/cutpoint")
echo "$depends"
[[ $depends == *libhdf5* ]] || fail "the Debian package does not depend on libhdf5"
