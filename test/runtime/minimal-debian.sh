#!/usr/bin/env bash
# Proves that a clone runs on a Debian with nothing but its base system, Node and npm: `npm ci`, `npm start`, `npm test`.
#
#   sudo test/runtime/minimal-debian.sh [--start-only] [NODE_HOME]
#
# Needs root, debootstrap, and a host whose npm and apt-get reach their sources; how they do is taken over from the
# host. NODE_HOME is a folder with bin/node and lib/node_modules/npm, by default the one of the `node` in the path.
# What is committed is tested. Everything is made in a folder of its own, which is removed in the end.
set -euo pipefail

suite=bookworm
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tests=yes
if [ "${1-}" = --start-only ]; then
  tests=no
  shift
fi
node_home=${1:-$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")}

# Mounts and processes below end with this script, however it ends.
if [ "${MINIMAL_DEBIAN_INSIDE-}" != yes ]; then
  arguments=("$node_home")
  if [ "$tests" = no ]; then arguments=(--start-only "$node_home"); fi
  MINIMAL_DEBIAN_INSIDE=yes exec unshare --mount --pid --fork --kill-child "${BASH_SOURCE[0]}" "${arguments[@]}"
fi

root=$(mktemp -d /var/tmp/minimal-debian.XXXXXX)
trap 'umount -R "$root"/{dev/shm,dev,proc} 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT

report() { printf '\n== %s (%s s)\n' "$1" "$((SECONDS - since))"; }
step() {
  since=$SECONDS
  printf '\n== %s\n' "$1"
}

step "A Debian with nothing but its base system"
mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 2>/dev/null | sed -n "s/^$suite //p" | head -n 1)
debootstrap --variant=minbase "$suite" "$root" "${mirror:?apt-get names no source for $suite}" >"$root.log" || {
  tail -n 20 "$root.log"
  exit 1
}
rm -f "$root.log"
mount --bind /dev "$root/dev"
mount -t tmpfs -o size=64m tmpfs "$root/dev/shm" # as small as containers have it
mount -t proc proc "$root/proc"
report "done"

step "Node and the ways to the network, as the host has them"
mkdir -p "$root/opt/node/bin" "$root/opt/node/lib/node_modules" "$root/root"
cp -L "$node_home/bin/node" "$root/opt/node/bin/"
cp -a "$node_home/lib/node_modules/npm" "$root/opt/node/lib/node_modules/"
for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$root/opt/node/bin/$name"; done
cp /etc/resolv.conf /etc/hosts "$root/etc/"
apt-config dump Acquire --format '%F "%v";%n' |
  grep -E '^Acquire::(https?::|Check-|Retries|ForceIPv)[^"]* "[^"]' >"$root/etc/apt/apt.conf.d/90host" || true
for level in globalconfig userconfig; do
  settings=$(cd / && npm config get "$level" 2>/dev/null)
  if [ -f "$settings" ]; then cat "$settings" && echo; fi
done >"$root/root/.npmrc"
certificates=$(cd / && npm config get cafile 2>/dev/null)
for file in "$certificates" "${NODE_EXTRA_CA_CERTS-}"; do
  if [ -f "$file" ]; then install -D "$file" "$root$file"; fi
done
git clone --quiet --no-local "$source" "$root/srv/ringprint"
report "done"

# Nothing of the host's environment but what leads to the network.
inside() {
  local network=()
  while IFS= read -r name; do network+=("$name=${!name}"); done < <(
    compgen -e | grep -iE '^((https?|all|no)_proxy|npm_config_(registry|proxy|https_proxy|noproxy|cafile)|NODE_EXTRA_CA_CERTS)$'
  )
  chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/opt/node/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${network[@]}" /bin/bash -c "cd /srv/ringprint && $1"
}

run() {
  step "$1"
  inside "$1" || {
    report "FAILED: $1"
    exit 1
  }
  report "$1"
}

run "npm ci --no-progress"
run "npm start -- --self-test"
run "npm start -- --self-test"
# Without a display the findings are printed, and the window stays until it is told to go.
run "timeout --signal=INT --preserve-status 30 npm start | tee /tmp/output; grep '29,761  packets in all' /tmp/output"
if [ "$tests" = yes ]; then
  run "npm ci --no-progress"
  run "npm test"
fi
printf '\n== All of it ran.\n'
