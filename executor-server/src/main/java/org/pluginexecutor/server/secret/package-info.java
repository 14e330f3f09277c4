// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Encryption of what is stored: the store's key, how it is kept, and what it seals. */
@NullMarked
package org.pluginexecutor.server.secret;

import org.jspecify.annotations.NullMarked;
