// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Who changed what in the store, and who was refused. */
@NullMarked
package org.pluginexecutor.server.audit;

import org.jspecify.annotations.NullMarked;
