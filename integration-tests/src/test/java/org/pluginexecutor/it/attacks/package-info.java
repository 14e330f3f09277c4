// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** What hostile plugins try, line by line of the catalogue, at each level that this machine has. */
@NullMarked
package org.pluginexecutor.it.attacks;

import org.jspecify.annotations.NullMarked;
