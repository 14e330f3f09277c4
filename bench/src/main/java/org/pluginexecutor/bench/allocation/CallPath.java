// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.allocation;

import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.api.HookApi;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.invocation.Admission;
import org.pluginexecutor.server.invocation.AdmittingInvoker;
import org.pluginexecutor.server.invocation.CallMetrics;
import org.pluginexecutor.server.invocation.LoggedInvoker;
import org.pluginexecutor.server.invocation.MeteredInvoker;
import org.pluginexecutor.server.invocation.RefusalLog;
import org.pluginexecutor.server.invocation.TargetLookup;
import org.pluginexecutor.server.invocation.TracedInvoker;
import org.pluginexecutor.server.invocation.WorkerCaller;
import org.pluginexecutor.server.invocation.WorkerInvoker;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.runtime.SourceInspector;
import org.pluginexecutor.server.services.Services;
import org.pluginexecutor.server.shim.ShimSources;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.InstanceSettings;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.StateDirectories;
import org.pluginexecutor.server.store.Store;
import org.pluginexecutor.server.store.UploadOptions;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.trust.TrustPolicy;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.Value;

/**
 * All that a call passes in a server, from the request message to the response message, on a store
 * of its own and with a {@link FakeWorkerStarter} in place of processes. Put together as the server
 * is. Closing closes the store. Confined to one thread.
 */
final class CallPath implements AutoCloseable {
  private static final String PLUGIN = "measured";
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  /** What a gateway sends when somebody logs in. */
  private static final InvokeHookRequest REQUEST =
      InvokeHookRequest.newBuilder()
          .setInstance(instance(0))
          .setHook("authenticate")
          .setSessionId("svc/5tWKtBEzAwDnDgUQ8EXQHY/bench:1/ssh")
          .putArguments("protocol", text("ssh"))
          .putArguments("connection_name", text("bench"))
          .putArguments("client_ip", text("192.0.2.7"))
          .putArguments("gateway_user", text("alice"))
          .putArguments("server_username", text("root"))
          .setCookie(DictValue.newBuilder().putFields("step", text("first")))
          .build();

  private final Store store;
  private final HookApi service;

  private CallPath(Store store, HookApi service) {
    this.store = store;
    this.service = service;
  }

  /**
   * Puts it together.
   *
   * @param directory an empty one
   * @param instances how many the store has; the first is called
   */
  static CallPath open(Path directory, int instances) throws IOException, InterruptedException {
    var data = Files.createDirectory(directory.resolve("data"));
    var runtimeDirectory = Files.createDirectory(directory.resolve("runtime"));
    var shimMain = ShimSources.unpackInto(runtimeDirectory);
    var runtimes =
        Runtimes.discover(List.of(), ServerConfig.defaults(data).searchDirectories(), shimMain);
    var store = Store.open(data, Optional.empty(), InstantSource.system(), false);
    try {
      var plugins =
          new PluginCatalog(
              store,
              PackageConfig.defaults(),
              new SourceInspector(runtimes, shimMain),
              TrustPolicy.open(TrustConfig.defaults()));
      var catalog = new InstanceCatalog(store, runtimes);
      fill(plugins, catalog, instances);
      var config = InvocationConfig.defaults();
      var targets =
          new TargetLookup(
              plugins, catalog, StateDirectories.open(store, runtimeDirectory), config.state());
      var caller =
          new WorkerCaller(
              targets,
              runtimes,
              new FakeWorkerStarter(),
              Services.none(),
              config,
              InstantSource.system(),
              System::nanoTime);
      var admitting =
          new AdmittingInvoker(
              new WorkerInvoker(caller, config), new Admission(config, System::nanoTime));
      var metered = new MeteredInvoker(admitting, new CallMetrics(Metrics.off()));
      return new CallPath(
          store,
          HookApi.of(
              new TracedInvoker(new LoggedInvoker(metered, new RefusalLog())), System::nanoTime));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static void fill(PluginCatalog plugins, InstanceCatalog instances, int count)
      throws IOException {
    try (var upload = plugins.beginUpload()) {
      upload.append(ByteBuffer.wrap(zip()));
      var _ = plugins.finishUpload(upload, UploadOptions.NONE, change());
    }
    var plugin = new PluginRef(Optional.empty(), PLUGIN, Optional.empty());
    for (int i = 0; i < count; i++) {
      var _ =
          instances.create(
              instance(i), plugin, Optional.of("[plugin]\n"), InstanceSettings.NONE, change());
    }
  }

  private static Change change() {
    return new Change(new Caller("bench", "here"), "Prepare");
  }

  private static String instance(int number) {
    return "instance-" + number;
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static byte[] zip() throws IOException {
    var files =
        Map.of(
            "MANIFEST",
            "name: "
                + PLUGIN
                + "\ndescription: A plugin of the benchmark\nversion: 1.0.0\n"
                + "type: aa\napi: 1.9\nentry_point: main.py\n",
            "main.py",
            "class Plugin(object):\n    pass\n");
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Calls the hook once.
   *
   * @throws IllegalStateException if it was not answered
   */
  InvokeHookResponse call() {
    var answer = new Answer();
    service.invokeHook(REQUEST, answer);
    return answer.get();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Takes the one answer of a call. */
  private static final class Answer implements StreamObserver<InvokeHookResponse> {
    private @Nullable InvokeHookResponse response;
    private @Nullable Throwable failure;

    InvokeHookResponse get() {
      if (response == null) {
        throw new IllegalStateException("the call was not answered", failure);
      }
      return response;
    }

    @Override
    public void onNext(InvokeHookResponse value) {
      response = value;
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
    }

    @Override
    public void onCompleted() {}
  }
}
