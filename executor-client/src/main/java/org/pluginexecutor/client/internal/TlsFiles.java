// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What was made of files of TLS, and is made anew when somebody asks and they have changed; files
 * that cannot be used leave everything as it was. Thread-safe.
 *
 * <p>It is asked at the handshake of each connection. So there is no thread that would have to be
 * ended with the client, and a file that was replaced counts from the next connection on.
 */
final class TlsFiles<T> {
  private static final System.Logger log = System.getLogger(TlsFiles.class.getName());

  private final Map<String, Path> paths;
  private final Function<List<PemFile>, T> maker;

  /** What was tried last, so that broken files are complained about once. */
  private List<PemFile> tried;

  private T current;
  private String lastProblem = "";

  private TlsFiles(
      Map<String, Path> paths, Function<List<PemFile>, T> maker, List<PemFile> tried, T current) {
    this.paths = paths;
    this.maker = maker;
    this.tried = tried;
    this.current = current;
  }

  /**
   * Reads files for the first time.
   *
   * @param paths by the option that names them; the maker gets them in the map's order
   * @throws IllegalArgumentException when they cannot be used; so does the maker
   */
  static <T> TlsFiles<T> open(Map<String, Path> paths, Function<List<PemFile>, T> maker) {
    var files = read(paths);
    return new TlsFiles<>(paths, maker, files, maker.apply(files));
  }

  private static List<PemFile> read(Map<String, Path> paths) {
    var files = new ArrayList<PemFile>();
    paths.forEach((subject, path) -> files.add(PemFile.read(subject, path)));
    return files;
  }

  /** What the files are worth now. */
  synchronized T latest() {
    try {
      var files = read(paths);
      // Contents count, not times: links are turned, and files are put back.
      if (!areTried(files)) {
        tried = files;
        current = maker.apply(files);
        lastProblem = "";
      }
    } catch (IllegalArgumentException e) {
      var problem = String.valueOf(e.getMessage());
      if (!problem.equals(lastProblem)) {
        lastProblem = problem;
        log.log(Level.WARNING, "{0}; what was there before stays in use", problem);
      }
    }
    return current;
  }

  private boolean areTried(List<PemFile> files) {
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).contentEquals(tried.get(i))) {
        return false;
      }
    }
    return true;
  }
}
