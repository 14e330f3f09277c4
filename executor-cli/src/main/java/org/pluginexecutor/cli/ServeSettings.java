// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says about a server. Immutable. The server's own classes check it; they are
 * not loaded before that.
 *
 * @param runtimes each {@code NAME=EXECUTABLE}
 * @param packages filled in by picocli
 * @param sandbox filled in by picocli
 * @param admin filled in by picocli
 * @param logs filled in by picocli
 */
record ServeSettings(
    String host,
    int port,
    Path dataDirectory,
    List<String> runtimes,
    PackageOptions packages,
    SandboxOptions sandbox,
    AdminOptions admin,
    LogOptions logs,
    int slots,
    Duration defaultTimeLimit,
    Duration maxTimeLimit,
    long stateLimitBytes,
    boolean hideTracebacks,
    boolean requireTrusted,
    Optional<Path> trustedDigests,
    List<Path> trustedKeys,
    Optional<Path> storeKeyFile,
    List<String> storeKeyCommand,
    Duration drainTimeout) {}
