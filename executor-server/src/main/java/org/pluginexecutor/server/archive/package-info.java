// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** Zip files that strangers wrote: read without trust, written reproducibly. */
@NullMarked
package org.pluginexecutor.server.archive;

import org.jspecify.annotations.NullMarked;
