// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The files of TLS: read, checked, and read again when they change. */
@NullMarked
package org.pluginexecutor.server.tls;

import org.jspecify.annotations.NullMarked;
