// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the comparison of calls. */
@NullMarked
package org.pluginexecutor.bench.calls;

import org.jspecify.annotations.NullMarked;
