// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Ownership of whatever has to be closed. */
@NullMarked
package org.pluginexecutor.server.lifecycle;

import org.jspecify.annotations.NullMarked;
