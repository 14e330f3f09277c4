// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** What keeps the secrets of a call out of the server's log. */
@NullMarked
package org.pluginexecutor.server.scrub;

import org.jspecify.annotations.NullMarked;
