// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.it.Background;
import org.pluginexecutor.it.Eventually;
import org.pluginexecutor.it.Processes;

/**
 * Ends calls by time limit and by cancel, whatever they have started: nothing of them is left.
 * {@code -Dkills=10000} makes a campaign of it.
 */
class KillAttackTest {
}
