# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the scripts that source this one use attack_arguments, and set the others
#
# The tests that attack the walls around plugins, for those who run them elsewhere than Maven does. Sourced after
# toolchain.sh; expects run_maven.

# Copies what the tests need into the directory $1, for users who may not be able to read the project.
collect_attack_tests() {
  mkdir "$1/lib"
  run_maven package -q -DskipTests -Dspotless.check.skip -pl integration-tests -am \
    dependency:copy-dependencies -DincludeScope=test -DoutputDirectory="$1/lib"
  cp -r "$root/integration-tests/target/test-classes" "$1/tests"
  chmod -R a+rX "$1/lib" "$1/tests"
}

# Sets attack_arguments to those of the Java that runs the tests out of the directory $1.
set_attack_arguments() {
  attack_arguments=(-cp "$1/tests:$1/lib/*" org.junit.platform.console.ConsoleLauncher execute --disable-banner
    --details=summary --fail-if-no-tests --scan-classpath "$1/tests"
    --include-classname '.*[.](.*AttackTest|SandboxedCallTest)')
}
