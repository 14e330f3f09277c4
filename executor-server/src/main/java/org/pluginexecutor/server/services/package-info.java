// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** What plugins may ask the server for while they run, and who may have it. */
@NullMarked
package org.pluginexecutor.server.services;

import org.jspecify.annotations.NullMarked;
