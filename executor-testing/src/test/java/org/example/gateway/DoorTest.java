// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.example.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.PluginSession;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.Verdict;
import org.pluginexecutor.testing.PluginExecutorTest;

@PluginExecutorTest(
    plugins = "src/test/plugins/door",
    instances =
        @PluginExecutorTest.Instance(
            name = "access",
            plugin = "door",
            configuration = "[door]\nopen_to = alice bob"))
class DoorTest {
  private static final PluginTarget ACCESS = new PluginTarget.Instance("access");

  @Test
  void alice_is_asked_for_a_password_and_gets_in(PluginSession session) {
    var asked = session.authenticate(ACCESS, Map.of("gateway_user", "alice"));
    assertInstanceOf(Verdict.NeedInfo.class, asked.verdict());

    var answer = Map.of("gateway_user", "alice", "key_value_pairs", Map.of("otp", "123456"));
    assertTrue(session.authenticate(ACCESS, answer).grantsAccess());
  }

  @Test
  void mallory_stays_outside(PluginSession session) {
    var answer = Map.of("gateway_user", "mallory", "key_value_pairs", Map.of("otp", "123456"));
    assertFalse(session.authenticate(ACCESS, answer).grantsAccess());
  }
}
