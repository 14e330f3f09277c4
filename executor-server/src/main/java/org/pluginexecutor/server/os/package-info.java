// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** System calls that Java has no words for; the only package with native access. */
@NullMarked
package org.pluginexecutor.server.os;

import org.jspecify.annotations.NullMarked;
