// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What a zygote was made for. The directories count as what they are, not only by their names: one
 * that was removed and made again is another one, of which the zygote knows nothing. Immutable.
 */
record ZygoteKey(
    WorkerSetup setup,
    @Nullable Object plugin,
    @Nullable Object persistentState,
    @Nullable Object ephemeralState) {

  static ZygoteKey of(WorkerSetup setup) throws IOException {
    return new ZygoteKey(
        setup,
        identity(setup.pluginDirectory()),
        identity(setup.persistentState()),
        identity(setup.ephemeralState()));
  }

  private static @Nullable Object identity(Path directory) throws IOException {
    return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
