// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Black-box tests of the whole: a real server, real Pythons, real plugins. */
@NullMarked
package org.pluginexecutor.it;

import org.jspecify.annotations.NullMarked;
