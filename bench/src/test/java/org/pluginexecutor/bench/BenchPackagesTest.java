// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class BenchPackagesTest {
  @Test
  void the_large_package_has_5000_files_and_is_just_within_the_limit() throws IOException {
    var zip = BenchPackages.large();
    var sizes = new HashMap<String, Integer>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        sizes.put(entry.getName(), in.readAllBytes().length);
      }
    }

    assertThat(zip.length).isBetween((20 << 20) - (256 << 10), 20 << 20);
    assertThat(sizes).hasSize(BenchPackages.LARGE_FILES).containsKeys("MANIFEST", "main.py");
    assertThat(sizes.keySet().stream().filter(name -> name.endsWith(".py")))
        .hasSize(BenchPackages.LARGE_SOURCES + 1);
    assertThat(sizes.values()).allMatch(size -> size < 2 << 20);
  }

  @Test
  void packages_are_the_same_bytes_each_time() throws IOException {
    assertThat(BenchPackages.large()).isEqualTo(BenchPackages.large());
    assertThat(BenchPackages.small("p")).isEqualTo(BenchPackages.small("p"));
  }

  @Test
  void small_packages_differ_by_their_names() throws IOException {
    var zips = new ArrayList<byte[]>();
    zips.add(BenchPackages.small("one"));
    zips.add(BenchPackages.small("two"));

    assertThat(zips.get(0)).isNotEqualTo(zips.get(1)).hasSizeLessThan(2 << 10);
  }
}
