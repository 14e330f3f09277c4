// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.regex.Pattern;

/**
 * What this server demands of packages. Immutable.
 *
 * @param productVersion version of the original product that the server plays, against which {@code
 *     scb_min_version} and {@code scb_max_version} are held; default 9.0.0
 * @param apiVersion plugin API version that the server plays; default 1.9
 * @param relaxedNames whether names may have hyphens, as a sample of the original product has;
 *     default no (contract Q2)
 */
public record PackageRules(String productVersion, String apiVersion, boolean relaxedNames) {
  private static final Pattern PRODUCT_VERSION = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,3}");
  private static final Pattern API_VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}");

  public PackageRules {
    if (!PRODUCT_VERSION.matcher(productVersion).matches()) {
      throw new IllegalArgumentException(
          "packages.product-version: " + productVersion + " (expected: such as 9.0.0)");
    }
    if (!API_VERSION.matcher(apiVersion).matches()) {
      throw new IllegalArgumentException(
          "packages.api-version: " + apiVersion + " (expected: such as 1.9)");
    }
  }

  public static PackageRules defaults() {
    return new PackageRules("9.0.0", "1.9", false);
  }
}
