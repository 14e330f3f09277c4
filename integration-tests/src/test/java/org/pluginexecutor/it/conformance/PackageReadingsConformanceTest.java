// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.PluginType;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.client.UploadResult;
import org.pluginexecutor.it.PluginZip;
import org.pluginexecutor.it.TestServer;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.PackageRules;

/**
 * The readings among Q1 to Q38 that are about packages and what becomes of them when they are
 * uploaded.
 */
class PackageReadingsConformanceTest {
  private static final String FINE = "class Plugin(object): pass\n";

  private static PluginZip changed(PythonServer on, String before, String after) {
    var manifest = PluginZip.manifest("aa", "readings", "1.0") + "entry_point: main.py\n";
    assertThat(manifest).contains(before);
    return on.aaZip(FINE).file("MANIFEST", manifest.replace(before, after));
  }

  private static UploadResult upload(PythonServer on, PluginZip zip) {
    try {
      return on.client().plugins().upload(zip.stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertRefused(PythonServer on, PluginZip zip, String because) {
    assertThatThrownBy(() -> upload(on, zip))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(because);
  }

  @OnAnyPython
  void q2_refuses_a_name_with_a_hyphen(PythonServer on) {
    assertRefused(on, changed(on, "name: readings", "name: Sample-Plugin"), "name");
  }

  @OnAnyPython
  void q2_takes_a_name_with_a_hyphen_where_the_server_relaxes_names(PythonServer on) {
    var relaxed =
        new PackageConfig(
            new PackageRules("9.0.0", "1.9", true), PackageConfig.defaults().archive());
    try (var server = TestServer.start(config -> config.withPackages(relaxed))) {
      server.upload("Sample-Plugin", changed(on, "name: readings", "name: Sample-Plugin"));
      assertThat(server.client().plugins().list())
          .extracting(Plugin::name)
          .containsExactly("Sample-Plugin");
    }
  }

  @OnAnyPython
  void q3_takes_an_api_of_three_parts_with_a_warning(PythonServer on) {
    var three = changed(on, "api: 1.0", "api: 1.7.0");
    assertThat(upload(on, three).warnings())
        .extracting(Object::toString)
        .anyMatch(text -> text.contains("api: \"1.7.0\" (expected: 1.7;"));
    assertRefused(on, changed(on, "api: 1.0", "api: 1.7.x"), "api");
  }

  @OnAnyPython
  void q4_plays_the_api_of_the_sdk_1_9_and_everything_before_it(PythonServer on) {
    for (int minor = 0; minor <= 9; minor++) {
      var zip = changed(on, "version: 1.0", "version: 4." + minor);
      var manifest =
          PluginZip.manifest("aa", "readings", "4." + minor).replace("api: 1.0", "api: 1." + minor);
      assertThat(
              upload(on, zip.file("MANIFEST", manifest + "entry_point: main.py\n")).plugin().api())
          .isEqualTo("1." + minor);
    }
    assertRefused(on, changed(on, "api: 1.0", "api: 1.10"), "api");
    assertRefused(on, changed(on, "api: 1.0", "api: 2.0"), "api");
  }

  @OnAnyPython
  void q10_stores_and_lists_configuration_sync_plugins_and_does_not_execute_them(PythonServer on) {
    assertStoredButNotExecuted(on, "configuration_sync", PluginType.CONFIGURATION_SYNC);
  }

  @OnAnyPython
  void q11_stores_and_lists_signingca_plugins_and_does_not_execute_them(PythonServer on) {
    assertStoredButNotExecuted(on, "signingca", PluginType.SIGNINGCA);
  }

  private static void assertStoredButNotExecuted(PythonServer on, String type, PluginType listed) {
    var zip = changed(on, "type: aa", "type: " + type);
    upload(on, zip);
    assertThat(on.client().plugins().list(listed))
        .extracting(Plugin::name)
        .containsExactly("readings");
    var name = new PluginName(Optional.of(listed), "readings", Optional.empty());
    var target = new PluginTarget.Configured(name, "");
    assertThatThrownBy(() -> on.call(target, "session_ended", Map.of()))
        .isInstanceOfSatisfying(
            PreconditionException.class,
            e -> assertThat(e.reason()).isEqualTo("PLUGIN_TYPE_NOT_EXECUTABLE"));
  }

  @OnAnyPython
  void q33_takes_a_lower_version_with_a_notice(PythonServer on) {
    upload(on, named(on, "aa", "downgraded", "1.10"));
    var lower = upload(on, named(on, "aa", "downgraded", "1.9"));
    assertThat(lower.plugin().active()).isTrue();
    assertThat(lower.warnings())
        .extracting(Object::toString)
        .containsExactly(
            "MANIFEST: version: \"1.9\" (expected: later than the active 1.10, which it"
                + " replaces)");
    assertThat(upload(on, named(on, "aa", "downgraded", "1.11")).warnings()).isEmpty();
  }

  @OnAnyPython
  void q33_tells_plugins_apart_by_type_and_name(PythonServer on) {
    upload(on, named(on, "aa", "same_name", "1.0"));
    upload(on, named(on, "credentialstore", "same_name", "2.0"));
    for (var type : new PluginType[] {PluginType.AA, PluginType.CREDENTIALSTORE}) {
      assertThat(on.client().plugins().list(type))
          .filteredOn(plugin -> plugin.name().equals("same_name"))
          .singleElement()
          .matches(Plugin::active);
    }
  }

  private static PluginZip named(PythonServer on, String type, String name, String version) {
    var manifest = PluginZip.manifest(type, name, version) + "entry_point: main.py\n";
    return on.aaZip(FINE).file("MANIFEST", manifest);
  }

  @OnAnyPython
  void q34_refuses_a_zip_that_is_not_safe(PythonServer on) {
    assertRefused(on, on.aaZip(FINE).file("../outside.py", ""), "outside.py");
    assertRefused(on, on.aaZip(FINE).file("/etc/absolute", ""), "absolute");
    assertRefused(on, on.aaZip(FINE).file("lib/../../twice.py", ""), "twice.py");
    assertRefused(
        on,
        on.aaZip(FINE)
            .without("MANIFEST")
            .without("main.py")
            .file("folder/MANIFEST", PluginZip.manifest("aa", "folder", "1"))
            .file("folder/main.py", FINE),
        "there is folder/MANIFEST");
  }

  @OnAnyPython
  void q36_compares_product_versions_as_debian_does(PythonServer on) {
    var taken =
        new String[] {
          "scb_max_version: 9.0.0",
          "scb_max_version: 9.0.1~",
          "scb_min_version: 5.10.0",
          "scb_min_version: 9.0.0~",
          "scb_max_version: 10.0"
        };
    for (int i = 0; i < taken.length; i++) {
      upload(on, changed(on, "version: 1.0", taken[i] + "\nversion: 36." + i));
    }
    for (var refused :
        new String[] {
          "scb_max_version: 9.0.0~",
          "scb_max_version: 8.99",
          "scb_min_version: 9.0.1",
          "scb_min_version: latest"
        }) {
      var key = refused.substring(0, refused.indexOf(':'));
      assertRefused(on, changed(on, "version: 1.0", refused + "\nversion: 36.9"), key);
    }
  }
}
