// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Control groups: where they can be made, and one for each zygote. */
@NullMarked
package org.pluginexecutor.server.cgroup;

import org.jspecify.annotations.NullMarked;
