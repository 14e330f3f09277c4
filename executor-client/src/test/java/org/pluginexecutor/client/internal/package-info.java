// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0

@NullMarked
package org.pluginexecutor.client.internal;

import org.jspecify.annotations.NullMarked;
