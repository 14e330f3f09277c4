// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0

/** The tests that docs/TESTING.md shows, as a gateway would have them. */
@NullMarked
package org.example.gateway;

import org.jspecify.annotations.NullMarked;
