// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Marks a test of what does not depend on the Python: it runs once, on a Python 3, and takes a
 * {@link PythonServer}. Immutable.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("conformance")
// The servers serve all tests: the first test must not close them.
@ParameterizedTest(name = "Python {0}", autoCloseArguments = false)
@ArgumentsSource(PythonServers.AnyPython3.class)
@interface OnAnyPython {}
