// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.server.invocation.Construction;
import org.pluginexecutor.server.invocation.Target;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.v1.PluginTarget;
import org.pluginexecutor.v1.TestInstanceRequest;

class ConstructionMapperTest {
  private static TestInstanceRequest.Builder request() {
    return TestInstanceRequest.newBuilder();
  }

  private static PluginTarget.Builder plugin(String name) {
    return PluginTarget.newBuilder()
        .setPlugin(org.pluginexecutor.v1.PluginRef.newBuilder().setName(name))
        .setConfiguration("[c]");
  }

  private static List<String> brokenFields(TestInstanceRequest.Builder request) {
    var failure =
        catchThrowableOfType(
            ExecutorException.class, () -> ConstructionMapper.fromProto(request.build(), "i-1"));
    assertThat(failure).isNotNull();
    return ((InvalidRequest) failure.error())
        .violations().stream().map(FieldViolation::field).toList();
  }

  @Test
  void reads_an_instance_with_and_without_revision() {
    assertThat(ConstructionMapper.fromProto(request().setInstance("x").build(), "i-1"))
        .isEqualTo(new Construction("i-1", new Target.Instance("x", 0), Optional.empty()));
    assertThat(
            ConstructionMapper.fromProto(
                request()
                    .setInstance("x")
                    .setRevision(3)
                    .setTimeLimit(Duration.newBuilder().setSeconds(2))
                    .build(),
                "i-1"))
        .isEqualTo(
            new Construction(
                "i-1", new Target.Instance("x", 3), Optional.of(java.time.Duration.ofSeconds(2))));
  }

  @Test
  void reads_a_plugin_with_a_configuration() {
    var expected = new PluginRef(Optional.empty(), "p", Optional.empty());

    assertThat(
            ConstructionMapper.fromProto(request().setPlugin(plugin("p")).build(), "i-1").target())
        .isEqualTo(new Target.Configured(expected, "[c]"));
  }

  @Test
  void names_every_broken_field_at_once() {
    assertThat(brokenFields(request())).containsExactly("target");
    assertThat(
            brokenFields(
                request()
                    .setInstance("no name")
                    .setRevision(-1)
                    .setTimeLimit(Duration.getDefaultInstance())))
        .containsExactlyInAnyOrder("instance", "revision", "time_limit");
    assertThat(brokenFields(request().setPlugin(plugin("")))).containsExactly("plugin.plugin.name");
    assertThat(
            brokenFields(
                request().setPlugin(plugin("p").setConfiguration("x".repeat((1 << 20) + 1)))))
        .containsExactly("plugin.configuration");
  }

  @Test
  void takes_revisions_of_instances_only() {
    assertThat(brokenFields(request().setPlugin(plugin("p")).setRevision(1)))
        .containsExactly("revision");
  }
}
