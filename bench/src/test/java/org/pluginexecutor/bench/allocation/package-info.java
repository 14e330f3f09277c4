// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the measurement of allocation, and the cap that the build keeps. */
@NullMarked
package org.pluginexecutor.bench.allocation;

import org.jspecify.annotations.NullMarked;
