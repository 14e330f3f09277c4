// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Marks a test that runs once behind the walls of each level, and takes a {@link WalledServer}; at
 * a level that this machine does not have it is skipped with the reason. Immutable.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
// The servers serve all tests: the first test must not close them.
@ParameterizedTest(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(WalledServers.class)
@ExtendWith(WalledServers.NextCallWorks.class)
@interface AtEachLevel {}
