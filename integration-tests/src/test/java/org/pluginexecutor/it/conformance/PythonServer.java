// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.it.PluginZip;
import org.pluginexecutor.it.TestServer;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * A real server that runs the packages of tests on one Python, whatever generation it is of.
 * Thread-safe.
 */
final class PythonServer implements Resource {
  private final InstalledPython python;
  private final TestServer server;
  private final AtomicInteger count = new AtomicInteger();

  private PythonServer(InstalledPython python, TestServer server) {
    this.python = python;
    this.server = server;
  }

  static PythonServer start(InstalledPython python) {
    var runtime = new RuntimeConfig("python-" + python.version(), python.executable());
    return new PythonServer(
        python,
        TestServer.start(config ->
            // A server must have a Python 3; one that has need not look for other Pythons.
            (python.isPython2() ? config : config.withSearchDirectories(List.of()))
                .withRuntimes(List.of(runtime))));
  }

  InstalledPython python() {
    return python;
  }

  boolean isPython2() {
    return python.isPython2();
  }

  PluginExecutorClient client() {
    return server.client();
  }

  /** A package of type aa for this Python; the source begins below the interpreter line. */
  PluginZip aaZip(String mainPy) {
    return zip("aa", mainPy);
  }

  /** A package of type credentialstore for this Python. */
  PluginZip credentialStoreZip(String mainPy) {
    return zip("credentialstore", mainPy);
  }

  /** Without entry_point a package is one for Python 2 (contract 1.2). */
  private PluginZip zip(String type, String mainPy) {
    var name = "plugin_" + count.incrementAndGet();
    var zip =
        type.equals("aa") ? PluginZip.aa(name, mainPy) : PluginZip.credentialStore(name, mainPy);
    return isPython2() ? zip.file("MANIFEST", PluginZip.manifest(type, name, "1.0.0")) : zip;
  }

  PluginTarget aa(String mainPy) {
    return upload(aaZip(mainPy));
  }

  PluginTarget credentialStore(String mainPy) {
    return upload(credentialStoreZip(mainPy));
  }

  PluginTarget upload(PluginZip zip) {
    return upload(zip, "");
  }

  PluginTarget upload(PluginZip zip, String configuration) {
    return server.upload(zip.name(), zip, configuration);
  }

  PluginSession newSession() {
    return client().newSession("session-" + count.incrementAndGet());
  }

  HookResponse call(
      PluginTarget target, String hook, Map<String, ? extends @Nullable Object> arguments) {
    return server.call(target, hook, arguments);
  }

  /** Calls a hook of the same session once more, with the cookies that the last response says. */
  HookResponse callAfter(HookResponse last, PluginTarget target, String hook) {
    return client()
        .call(
            HookCall.newBuilder(target, hook, "s-1")
                .cookie(last.cookie())
                .sessionCookie(last.sessionCookie())
                .build());
  }

  /** What the hook returned, which must be a dict. */
  static Map<String, @Nullable Object> result(HookResponse response) {
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    return Objects.requireNonNull(((Outcome.Returned) response.outcome()).result());
  }

  /** Text of all lines of the call. */
  static String output(HookResponse response) {
    return TestServer.output(response);
  }

  @Override
  public void close() {
    server.close();
  }

  /** Stands in the names of tests. */
  @Override
  public String toString() {
    return python.version();
  }
}
