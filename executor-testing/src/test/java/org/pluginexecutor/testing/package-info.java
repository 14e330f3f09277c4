// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the testing library, and of the image by it. */
@NullMarked
package org.pluginexecutor.testing;

import org.jspecify.annotations.NullMarked;
