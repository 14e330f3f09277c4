// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The gRPC services. The only package that knows gRPC and the generated messages. */
@NullMarked
package org.pluginexecutor.server.api;

import org.jspecify.annotations.NullMarked;
