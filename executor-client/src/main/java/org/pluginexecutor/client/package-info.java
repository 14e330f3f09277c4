// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Calls hooks of Python plugins from an access gateway.
 *
 * <p>Start at {@link org.pluginexecutor.client.PluginExecutorClient}. Only {@link
 * org.pluginexecutor.client.Verdict.Accept} grants access; every other answer, every outcome that
 * is not understood and every exception is a refusal.
 *
 * <p>Values that plugins get and return are {@code null}, {@link java.lang.Boolean}, {@link
 * java.lang.Long}, {@link java.math.BigInteger}, {@link java.lang.Double}, {@link
 * java.lang.String}, {@link java.util.List} and {@link java.util.Map} with text keys. On the way
 * in, {@link java.lang.Byte}, {@link java.lang.Short}, {@link java.lang.Integer}, {@link
 * java.lang.Float}, {@link java.lang.CharSequence}, any {@link java.util.Collection} and {@code
 * Object[]} are taken as well. Integers are exact at any size, floating point numbers bit for bit.
 * Refused with {@link java.lang.IllegalArgumentException}: NaN and the infinities, other types,
 * keys that are not a {@link java.lang.String}, unpaired surrogates, and lists and dicts nested
 * more than 30 levels deep.
 */
@NullMarked
package org.pluginexecutor.client;

import org.jspecify.annotations.NullMarked;
