// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** How much memory the server allocates for a call, by its own code alone. */
@NullMarked
package org.pluginexecutor.bench.allocation;

import org.jspecify.annotations.NullMarked;
