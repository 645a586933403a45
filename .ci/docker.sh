#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Starts a Docker engine and makes the base image and that of a store, for the time that the calling script runs. To be sourced:
#
#   . .ci/docker.sh
#
# All that the engine keeps is in one folder that goes at the end. Needs root, as the engine does.
set -euo pipefail

base_image=wshttp/base:bookworm-jre17
store_image=wshttp/store:bookworm-redis
engine=$(mktemp -d /tmp/wshttp-docker.XXXXXX)

install_missing() {
  local missing=()
  command -v dockerd >/dev/null || missing+=(docker.io)
  command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
  [ "${#missing[@]}" -eq 0 ] && return
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# overlay2 where the kernel and the file system have it; vfs copies every layer, but works everywhere.
start_engine() {
  local driver
  for driver in overlay2 vfs; do
    dockerd --host "unix://$engine/docker.sock" --pidfile "$engine/docker.pid" --exec-root "$engine/exec" \
      --data-root "$engine/data" --storage-driver "$driver" >"$engine/dockerd-$driver.log" 2>&1 &
    engine_pid=$!
    if wait_for_engine; then
      echo "Docker engine $(docker version --format '{{.Server.Version}}') with $driver"
      return
    fi
    wait "$engine_pid" || true
  done
  tail -n 30 "$engine"/dockerd-*.log >&2
  echo "The Docker engine does not start (expected it with overlay2 or vfs). Its log is above." >&2
  return 1
}

wait_for_engine() {
  local attempt
  for attempt in $(seq 60); do
    docker version >/dev/null 2>&1 && return 0
    kill -0 "$engine_pid" 2>/dev/null || return 1
    sleep 0.5
  done
  kill "$engine_pid"
  return 1
}

stop_engine() {
  local status=$?
  if [ -n "${engine_pid:-}" ] && kill -0 "$engine_pid" 2>/dev/null; then
    kill "$engine_pid"
    wait "$engine_pid" || true
  fi
  # A container with the network of the host leaves a mount behind.
  umount "$engine"/exec/netns/* 2>/dev/null || true
  rm -rf "$engine"
  return "$status"
}

# One of Debian's packages on as little else as it needs. No registry is asked: packages come from Debian alone.
make_image() {
  local image=$1 package=$2
  docker image inspect "$image" >/dev/null 2>&1 && return
  mmdebstrap --quiet --variant=minbase --include="$package" bookworm "$engine/image.tar"
  docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$engine/image.tar" "$image"
  rm "$engine/image.tar"
}

install_missing
trap stop_engine EXIT
# An engine that runs already is used; two would fight for the firewall.
if ! docker version >/dev/null 2>&1; then
  export DOCKER_HOST="unix://$engine/docker.sock"
  start_engine
fi
make_image "$base_image" openjdk-17-jre-headless
make_image "$store_image" redis-server

# Testcontainers would load images of others: one that tidies up after crashes and, where it takes this machine for a container
# itself (there is a /.dockerenv), one that finds the way out of it.
export TESTCONTAINERS_RYUK_DISABLED=true
export TESTCONTAINERS_HOST_OVERRIDE=localhost
export WSHTTP_BASE_IMAGE="$base_image" WSHTTP_STORE_IMAGE="$store_image"
export WSHTTP_REQUIRE_DOCKER=true
