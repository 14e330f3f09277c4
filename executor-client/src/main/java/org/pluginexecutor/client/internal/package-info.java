// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0

/** gRPC, retrying and mapping behind the client. Not an API: it may change at any time. */
@NullMarked
package org.pluginexecutor.client.internal;

import org.jspecify.annotations.NullMarked;
