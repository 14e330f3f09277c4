# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154 # the scripts that source this one set root
#
# Finds what ./build and ./plugin-executor need: a JDK 25, a Maven of at least 3.9.6, the Pythons of this
# machine. Sourced by both; defines functions only. Expects the project's root in $root.

readonly wanted_java=25
readonly wanted_maven=3.9.6
readonly fetched_maven=3.9.16

die() {
  printf 'plugin-executor: %s\n' "$1" >&2
  exit "${2:-1}"
}

# Major version of the Java installation in a directory, from its own description; nothing is started.
java_major() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# Sets java_home to an installation that is new enough. $1: the program that it has to have.
find_java() {
  local program=$1 on_path candidate
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
    if [ -x "$candidate/bin/$program" ] && [ "$(java_major "$candidate")" -ge "$wanted_java" ] 2>/dev/null; then
      java_home=$candidate
      return
    fi
  done
  die "no JDK $wanted_java found; unpack or install one (for example the package temurin-25-jdk) under /usr/lib/jvm, or set JAVA_HOME" 69
}

# Whether version $1 is at least version $2.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# Sets maven to a program that is new enough; fetches one by its coordinates when the system's is older.
find_maven() {
  local system version
  maven=$root/target/tools/apache-maven-$fetched_maven/bin/mvn
  [ ! -f "$maven" ] || return 0
  system=$(command -v mvn) || die "no Maven found; install one (Debian's package maven will do)" 69
  version=$(JAVA_HOME=$java_home "$system" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  if at_least "$version" "$wanted_maven"; then
    maven=$system
    return
  fi
  mkdir -p "$root/target/tools"
  # Asked for outside the project: its own build rules would refuse this very Maven.
  (cd "$root/target/tools" && JAVA_HOME=$java_home "$system" -B -q \
    org.apache.maven.plugins:maven-dependency-plugin:3.11.0:unpack \
    -Dartifact="org.apache.maven:apache-maven:$fetched_maven:zip:bin" \
    -DoutputDirectory="$root/target/tools") >"$root/target/tools/fetch.log" 2>&1 ||
    die "Maven $version is older than $wanted_maven and a newer one could not be fetched; target/tools/fetch.log says why" 69
  chmod +x "$maven"
}

# Prints one line per Python of this machine: its version and its program, each version once.
find_pythons() {
  local program
  for program in python3 /usr/bin/python3 python2.7 python2 python3.{6..14} \
    "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/*/bin/python; do
    program=$(command -v "$program") || continue
    "$program" -E -c 'import os, sys
print("%d.%d.%d %s" % (tuple(sys.version_info[:3]) + (os.path.realpath(sys.executable),)))' 2>/dev/null || true
  done | sort -V -u -k 1,1
}
