# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154 # the script that sources this one sets root
#
# A container engine for machines that have none, and the images that ours begin with. Sourced by .ci/run; defines
# functions only. Expects the project's root in $root.

readonly debian_image=debian:trixie-slim

# Starts Docker's daemon where none answers, and prints its process id then, for stop_container_engine.
start_container_engine() {
  local log=$root/target/dockerd.log daemon
  ! docker info >/dev/null 2>&1 || return 0
  mkdir -p "$root/target"
  setsid dockerd >"$log" 2>&1 </dev/null &
  daemon=$!
  for _ in {1..60}; do
    if docker info >/dev/null 2>&1; then
      echo "$daemon"
      return
    fi
    sleep 0.5
  done
  tail -n 20 "$log" >&2
  echo 'no container engine answers, and none could be started' >&2
  return 69
}

# Ends the daemon with the process id $1, if there is one.
stop_container_engine() {
  [ -z "$1" ] || kill "$1" 2>/dev/null || true
}

# Sees to the image that docker/Dockerfile begins with: the one of a registry, or where none can be reached one of the
# same packages, made as root.
provide_debian_image() {
  local place
  ! docker image inspect "$debian_image" >/dev/null 2>&1 || return 0
  ! timeout 60 docker pull -q "$debian_image" >/dev/null 2>&1 || return 0
  echo "no registry has $debian_image for us; making it of Debian's packages" >&2
  place=$(mktemp -d)
  debootstrap --variant=minbase trixie "$place/debian" >"$place/log" 2>&1 ||
    { tail -n 20 "$place/log" >&2; return 69; }
  rm -rf "$place"/debian/var/lib/apt/lists/* "$place"/debian/var/cache/apt/* "$place"/debian/usr/share/{doc,man,locale}/*
  tar -C "$place/debian" --one-file-system --exclude=./dev/* -c . | docker import -c 'CMD ["bash"]' - "$debian_image" >/dev/null
  rm -rf --one-file-system "$place"
}
