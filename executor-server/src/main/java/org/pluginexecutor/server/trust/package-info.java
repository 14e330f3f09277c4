// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Which packages are trusted: signatures of packages, and the operator's keys and list. */
@NullMarked
package org.pluginexecutor.server.trust;

import org.jspecify.annotations.NullMarked;
