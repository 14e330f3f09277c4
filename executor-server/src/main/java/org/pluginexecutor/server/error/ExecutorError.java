// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.error;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Why a call gets a status other than OK. What becomes of a hook that has started is an outcome
 * instead. Immutable.
 */
public sealed interface ExecutorError {
  /** What callers know the error by: the name of its type in capitals, {@code PLUGIN_NOT_FOUND}. */
  default String reason() {
    return Reasons.OF_TYPES.get(getClass());
  }

  /** Whether code of the plugin may have run, in this call or in the one that it repeats. */
  default boolean hookMayHaveRun() {
    return false;
  }

  /** Kept, since an overloaded server needs them by the thousand. Thread-safe. */
  final class Reasons {
    private static final ClassValue<String> OF_TYPES =
        new ClassValue<>() {
          @Override
          protected String computeValue(Class<?> type) {
            return type.getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT);
          }
        };

    private Reasons() {}
  }

  /** The server has too much to do: whoever is refused for that may come again. */
  sealed interface Overload extends ExecutorError {
    /** When to come again; not the same for all, so that they do not come together. */
    Duration retryAfter();
  }

  /** Fields of the request break their rules. */
  record InvalidRequest(List<FieldViolation> violations) implements ExecutorError {
    public static InvalidRequest of(String field, String message) {
      return new InvalidRequest(List.of(new FieldViolation(field, message)));
    }
  }

  /** The uploaded package breaks the rules for packages. */
  record InvalidPluginPackage(List<FieldViolation> violations) implements ExecutorError {
    public static InvalidPluginPackage of(String field, String message) {
      return new InvalidPluginPackage(List.of(new FieldViolation(field, message)));
    }
  }

  /** The plugin's type has no such hook. */
  record UnknownHook(String hook, String pluginType, List<String> knownHooks)
      implements ExecutorError {}

  /** The server does not know who is calling. */
  record Unauthenticated(String found) implements ExecutorError {}

  /** The caller's roles do not include the one that the method needs. */
  record NotAllowed(String caller, String method, String role) implements ExecutorError {}

  /** No such plugin or version. */
  record PluginNotFound(String plugin, String expected) implements ExecutorError {}

  /** No such plugin instance. */
  record InstanceNotFound(String name) implements ExecutorError {}

  /** The version is stored already, with other bytes. */
  record PluginAlreadyExists(String plugin, String storedDigest) implements ExecutorError {}

  /** An instance of that name exists already. */
  record InstanceAlreadyExists(String name) implements ExecutorError {}

  /** The instances would be left without a plugin. */
  record PluginInUse(String plugin, List<String> instances) implements ExecutorError {}

  /** This server has no runtime that suits the plugin. */
  record RuntimeNotAvailable(String plugin, String wanted, String remedy)
      implements ExecutorError {}

  /** Plugins of this type are stored, but not executed. */
  record PluginTypeNotExecutable(String plugin, String pluginType) implements ExecutorError {}

  /** No slot became free in time, or would. */
  record QueueFull(String why, Duration retryAfter) implements Overload {}

  /** One instance, or plugin, has as much of the slots or of the queue as it may. */
  record QuotaExceeded(String share, String why, Duration retryAfter) implements Overload {}

  /** The server is stopping. */
  record Draining(Duration retryAfter) implements Overload {}

  /** The caller gave the request id to another request before. */
  record RequestIdReused(String id) implements ExecutorError {}

  /** Nothing is to be run, and no call with the request id is known. */
  record RequestNotKnown(String id) implements ExecutorError {
    @Override
    public boolean hookMayHaveRun() {
      return true;
    }
  }

  /** The call with the request id has ended, and its answer is gone. */
  record AnswerNotKept(String id) implements ExecutorError {
    @Override
    public boolean hookMayHaveRun() {
      return true;
    }
  }

  /** No worker could be started; no code of the plugin ran. */
  record WorkerStartFailed(String why, Duration retryAfter) implements ExecutorError {}

  /** The caller's deadline passed before the hook started. */
  record DeadlineBeforeStart() implements ExecutorError {}

  /** The caller cancelled the call or vanished. */
  record Cancelled(boolean hookMayHaveRun) implements ExecutorError {}

  /** Server and shim do not speak the same protocol; no code of the plugin ran. */
  record ShimProtocolViolation(String why) implements ExecutorError {}

  /** The store cannot be read or written, for a reason that none of the errors below is about. */
  record StoreFailed(String what) implements ExecutorError {}

  /** The store has no room left. */
  record StoreFull(String what) implements ExecutorError {}

  /** The server may read the store, but not write it. */
  record StoreReadOnly(String what) implements ExecutorError {}

  /** The stored files of the plugin are not what was uploaded. */
  record PluginDigestMismatch(String plugin, String found) implements ExecutorError {}

  /** The server runs trusted plugins only, and this one is not. */
  record PluginNotTrusted(String plugin, String digest, String why) implements ExecutorError {}

  /** Another change of the instance came first. */
  record InstanceChanged(String name, int expectedRevision, int revision)
      implements ExecutorError {}

  /** The stored configuration of the instance is damaged. */
  record InstanceDamaged(String name, String found) implements ExecutorError {}

  /** The store has plugins or instances already. */
  record StoreNotEmpty(int plugins, int instances) implements ExecutorError {}

  /** The backup is damaged, cut off, or of a format that this server does not know. */
  record InvalidBackup(String found) implements ExecutorError {}

  /** The backup is encrypted with a key that this server has not. */
  record BackupNotReadable(String why) implements ExecutorError {}
}
