// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
/** A small SSH bastion that asks plugins who may enter, and with what to log in on servers. */
@NullMarked
package org.pluginexecutor.gateway;

import org.jspecify.annotations.NullMarked;
