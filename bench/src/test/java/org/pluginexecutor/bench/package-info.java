// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of what is measured with. */
@NullMarked
package org.pluginexecutor.bench;

import org.jspecify.annotations.NullMarked;
