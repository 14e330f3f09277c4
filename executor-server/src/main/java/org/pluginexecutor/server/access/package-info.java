// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Who may do what: tokens, certificates and users, and the roles that they stand for. */
@NullMarked
package org.pluginexecutor.server.access;

import org.jspecify.annotations.NullMarked;
