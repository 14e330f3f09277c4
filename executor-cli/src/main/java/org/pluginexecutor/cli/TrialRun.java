// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.VerdictKind;

/** Runs a plugin of the doctor's own from upload to answer. Stateless. */
final class TrialRun {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
  private static final String MAIN =
      """
      #!/usr/bin/env pluginwrapper3
      class Plugin(object):
          def authenticate(self, gateway_user=None):
              return {"verdict": "ACCEPT", "gateway_user": gateway_user}
      """;
  private static final String REMEDY =
      "'plugin-executor --verbose doctor' shows the log of the server that was started for this";

  private TrialRun() {}

  /** Runs it on the Python of one generation, twice: the first call finds cold caches. */
  static CheckResult on(PluginExecutorClient client, boolean python2) throws IOException {
    String subject = "trial run on Python " + (python2 ? "2" : "3");
    try {
      var uploaded = client.plugins().upload(zip(python2)).plugin();
      var name = new PluginName(uploaded.type(), uploaded.name(), Optional.of(uploaded.version()));
      var target = new PluginTarget.Configured(name, "");
      var first = call(client, target);
      return isAccepted(first) && isAccepted(call(client, target))
          ? accepted(subject, call(client, target))
          : CheckResult.problem(
              subject, "the plugin did not answer: " + Documents.word(first.outcome()), REMEDY);
    } catch (ExecutorClientException e) {
      return CheckResult.problem(subject, String.valueOf(e.getMessage()), REMEDY);
    }
  }

  private static HookResponse call(PluginExecutorClient client, PluginTarget target) {
    return client.call(
        HookCall.newBuilder(target, "authenticate", "doctor")
            .arguments(Map.of("gateway_user", "doctor"))
            .timeLimit(TIME_LIMIT)
            .build());
  }

  private static boolean isAccepted(HookResponse response) {
    return response.outcome() instanceof Outcome.Returned(var _, var verdict)
        && verdict.equals(Optional.of(VerdictKind.ACCEPT));
  }

  private static CheckResult accepted(String subject, HookResponse response) {
    var cost = response.cost();
    return CheckResult.ok(
        subject,
        "a plugin was uploaded and its hook called on "
            + response.execution().runtime()
            + " in "
            + Printing.duration(cost.startTime().plus(cost.runTime()))
            + ", with "
            + Printing.bytes(cost.peakMemoryBytes())
            + " of memory");
  }

  private static InputStream zip(boolean python2) throws IOException {
    String manifest =
        "name: doctor_"
            + (python2 ? "python2" : "python3")
            + "\ndescription: made by plugin-executor doctor\nversion: 1.0\ntype: aa\napi: 1.0\n"
            + (python2 ? "" : "entry_point: main.py\n");
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : Map.of("MANIFEST", manifest, "main.py", MAIN).entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
