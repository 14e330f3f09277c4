// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The contract between gateways and plugins as one table: hooks, arguments, results. */
@NullMarked
package org.pluginexecutor.server.contract;

import org.jspecify.annotations.NullMarked;
