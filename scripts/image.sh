# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154 # the script that sources this one sets root
#
# Builds the container images, each with the list of what is in it. Sourced by ./build; expects run_maven.

readonly cyclonedx=org.cyclonedx:cyclonedx-maven-plugin:2.9.3:makeBom

# Builds the target $1 of docker/Dockerfile as the image $2, with further arguments for `docker build`.
build_image() {
  local target=$1 image=$2
  shift 2
  docker build -q --target "$target" --tag "$image" -f "$root/docker/Dockerfile" "$@" "$root" >/dev/null
  docker run --rm --network none --entrypoint /usr/bin/dpkg-query "$image" -W \
    -f '${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package}\n' >"$root/target/image/packages"
  docker run --rm --network none --entrypoint /bin/cat "$image" /opt/java/debian-version >"$root/target/image/java"
  python3 -B "$root/docker/sbom" "$root/executor-cli/target/java.cdx.json" "$root/target/image" "$image" \
    >"$root/target/image/$target.cdx.json"
  printf '%s: %s MB, target/image/%s.cdx.json says what is in it\n' "$image" \
    "$(($(docker image inspect --format '{{.Size}}' "$image") / 1000000))" "$target"
}

# Builds what docker/compose.yaml has beside the executor $1: an SSH gateway as $1-gateway, and OpenSSH's programs as
# $1-openssh.
build_demo_images() {
  local image=$1 target
  shift
  for target in gateway openssh; do
    docker build -q --target "$target" --tag "$image-$target" --build-arg EXECUTOR="$image" "$@" \
      "$root/examples/ssh-gateway" >/dev/null
  done
}

# Builds the images $1:$2 and $1:$2-legacy, and those of the demo.
build_images() {
  local name=$1 tag=$2
  shift 2
  docker info >/dev/null 2>&1 || die 'no container engine answers; start one, for example dockerd' 69
  mkdir -p "$root/target/image"
  run_maven package -q -DskipTests -Dspotless.check.skip "$cyclonedx" -DincludeTestScope=false \
    -DincludeProvidedScope=false -DoutputFormat=json -DoutputName=java.cdx -pl executor-cli,examples/ssh-gateway -am
  build_image executor "$name:$tag" "$@"
  build_image legacy "$name:$tag-legacy" "$@"
  build_demo_images "$name:$tag" "$@"
}
