// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Optional;

/**
 * Keeps plugin instances on the server. Thread-safe. Each call takes at most one minute.
 *
 * <p>Every method throws an {@link ExecutorClientException} when the server refuses or cannot be
 * asked, and {@link CallCancelledException} when the calling thread is interrupted.
 */
public interface Instances {
  /**
   * Creates an instance.
   *
   * @param name a letter or digit, then letters, digits, '_', '-' and '.', at most 64 characters
   * @param plugin the plugin; without a version: whichever is active when a hook is called
   * @param configuration the configuration text; empty: the text of the package's default.cfg
   * @return the instance, without its configuration text
   */
  default PluginInstance create(String name, PluginName plugin, Optional<String> configuration) {
    var options = InstanceOptions.newBuilder();
    configuration.ifPresent(options::configuration);
    return create(name, plugin, options.build());
  }

  /**
   * Creates an instance that says how it is to be called.
   *
   * @param name a letter or digit, then letters, digits, '_', '-' and '.', at most 64 characters
   * @param plugin the plugin; without a version: whichever is active when a hook is called
   * @param options configuration, runtime and time limit
   * @return the instance, without its configuration text
   */
  PluginInstance create(String name, PluginName plugin, InstanceOptions options);

  /**
   * Changes the plugin, the configuration text, the runtime or the time limit, which makes a new
   * revision. Hooks that run keep what they started with.
   *
   * <p>When somebody else was faster than the expected revision says, it throws a {@link
   * ConflictException} with the reason {@code INSTANCE_CHANGED}, and nothing is changed.
   *
   * @return the new revision, without its configuration text
   */
  PluginInstance update(String name, InstanceUpdate update);

  /**
   * Goes back to an older revision: makes a new one that says the same.
   *
   * @param revision the revision that counts again, from 1
   * @return the new revision, without its configuration text
   * @throws IllegalArgumentException when the revision is less than 1
   */
  PluginInstance rollBack(String name, int revision);

  /**
   * Goes back to an older revision, provided that nobody else was faster: if so, it throws a {@link
   * ConflictException} with the reason {@code INSTANCE_CHANGED}, and nothing is changed.
   *
   * @param revision the revision that counts again, from 1
   * @param expectedRevision the latest revision, as the caller has seen it
   * @return the new revision, without its configuration text
   * @throws IllegalArgumentException when one of the revisions is less than 1
   */
  PluginInstance rollBack(String name, int revision, int expectedRevision);

  /** Lists all instances by name, without their configuration texts. */
  List<PluginInstance> list();

  /** Describes the latest revision of one instance, its configuration text included. */
  PluginInstance get(String name);

  /**
   * Describes one revision of one instance, its configuration text included.
   *
   * @param revision number of the revision, from 1
   * @throws IllegalArgumentException when the revision is less than 1
   */
  PluginInstance get(String name, int revision);

  /**
   * Lists the revisions of one instance that the server keeps (the latest 100), the latest first,
   * without their configuration texts.
   */
  List<PluginInstance> revisions(String name);

  /**
   * Constructs the plugin of an instance, in a worker as for a hook, and calls no hook: shows
   * whether the plugin takes the configuration. What the plugin does is an outcome, no exception.
   *
   * <p>The time limit is the client's, failing that the instance's and then the server's, but no
   * longer than the minute. A call that the server refuses before code of the plugin ran is
   * repeated as one of a hook is.
   *
   * @param name name of the instance
   */
  default InstanceTest test(String name) {
    return test(name, 0);
  }

  /**
   * Constructs the plugin of one revision of an instance, as {@link #test(String)} does.
   *
   * @param name name of the instance
   * @param revision which revision; 0: the latest
   * @throws IllegalArgumentException when the revision is negative
   */
  InstanceTest test(String name, int revision);

  /**
   * Constructs a plugin with a configuration that no instance needs to have, as {@link
   * #test(String)} does.
   *
   * @param plugin the plugin; without a version: the active one
   * @param configuration the configuration text; a secret
   * @throws IllegalArgumentException when the configuration has unpaired surrogates
   */
  InstanceTest test(PluginName plugin, String configuration);

  /** Deletes an instance with all its revisions. */
  void delete(String name);
}
