// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** What a call takes, compared in one run with other ways to run a plugin. */
@NullMarked
package org.pluginexecutor.bench.calls;

import org.jspecify.annotations.NullMarked;
