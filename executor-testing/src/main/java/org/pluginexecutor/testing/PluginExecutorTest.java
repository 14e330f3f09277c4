// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a {@link PluginExecutorContainer} for the tests of a class, once, and stops it after the
 * last of them.
 *
 * <p>Tests take what they need as parameters: {@link
 * org.pluginexecutor.client.PluginExecutorClient}, {@link PluginExecutorContainer}, or {@link
 * org.pluginexecutor.client.PluginSession}, which is a new session for each test, ended after it.
 *
 * <p>For what the attributes cannot say, give the class a static field of the type {@link
 * PluginExecutorContainer}: it is started in place of one that is made of the attributes, which
 * have to be left out then.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PluginExecutorExtension.class)
public @interface PluginExecutorTest {
  /**
   * The image. Default: the one that {@link PluginExecutorContainer#PluginExecutorContainer()}
   * takes.
   */
  String image() default "";

  /** Directories or zips of plugins, from the working directory of the tests. Default: none. */
  String[] plugins() default {};

  /** The instances. Default: none. */
  Instance[] instances() default {};

  /** Settings of the server as {@code key=value}, the keys those of docs/CONFIG.md. */
  String[] settings() default {};

  /** An instance of a plugin. */
  @Target({})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Instance {
    /** Name of the instance. */
    String name();

    /** The plugin: {@code NAME} or {@code NAME/VERSION}. */
    String plugin();

    /** The configuration text. Default: the text of the package's default.cfg. */
    String configuration() default DEFAULT_CFG;

    /** Stands for the text of the package's default.cfg. */
    String DEFAULT_CFG = "\0";
  }
}
