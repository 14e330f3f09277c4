// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Directories that the server makes and removes. */
@NullMarked
package org.pluginexecutor.server.files;

import org.jspecify.annotations.NullMarked;
