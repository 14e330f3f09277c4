// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import org.pluginexecutor.server.value.PluginValue;

/** What a worker is asked for: the one frame that it gets. Immutable. */
public sealed interface ShimRequest
    permits ShimCall,
        ShimConstruct,
        SilentRequest,
        LearningRequest,
        ExplainedRequest,
        ProxylessRequest,
        TracedRequest {

  PluginValue.Dict toMessage();

  /** Largest reply frame in bytes. */
  int replyLimitBytes();
}
