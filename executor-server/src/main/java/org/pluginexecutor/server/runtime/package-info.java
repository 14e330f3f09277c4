// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** The Python installations that run plugins: found, probed and chosen. */
@NullMarked
package org.pluginexecutor.server.runtime;

import org.jspecify.annotations.NullMarked;
