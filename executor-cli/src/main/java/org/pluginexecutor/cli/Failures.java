// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.AccessException;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.DeadlineException;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.ExecutorInternalException;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.NotFoundException;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.client.UnavailableException;
import org.pluginexecutor.client.UnsupportedException;

/** Turns failures of the client into exit codes and sentences. Stateless. */
final class Failures {
  private Failures() {}

  /** Says what the failure of a call to this server means. */
  static CliException of(ExecutorClientException e, String target) {
    return new CliException(exitCode(e), sentence(e, target), e);
  }

  private static ExitCode exitCode(ExecutorClientException e) {
    return switch (e) {
      case InvalidRequestException _, ConflictException _ -> ExitCode.DATA;
      case NotFoundException _ -> ExitCode.MISSING;
      case AccessException _ -> ExitCode.REFUSED;
      case PreconditionException p ->
          p.reason().equals("RUNTIME_NOT_AVAILABLE") ? ExitCode.UNAVAILABLE : ExitCode.REFUSED;
      case OverloadedException _ -> ExitCode.OVERLOADED;
      case DeadlineException d ->
          d.reason().equals("DEADLINE_BEFORE_START") ? ExitCode.OVERLOADED : ExitCode.UNAVAILABLE;
      case UnavailableException _, UnsupportedException _ -> ExitCode.UNAVAILABLE;
      case ExecutorInternalException _ -> ExitCode.INTERNAL;
    };
  }

  private static String sentence(ExecutorClientException e, String target) {
    if (e instanceof UnavailableException && hasCause(e, UnknownHostException.class)) {
      return "the host of " + target + " is not known; name another one with --target";
    }
    // The client says why there is no connection, and without one nothing has run.
    if (e instanceof UnavailableException && hasCause(e, ConnectException.class)) {
      return isRefused(e)
          ? "no server answers at " + target + "; start one with: plugin-executor serve"
          : withoutCode(e.getMessage());
    }
    var words = new StringBuilder(withoutCode(e.getMessage()));
    if (e.reason().isEmpty()) {
      words.insert(0, "the call to " + target + " failed: ");
    }
    if (e.hookMayHaveRun()) {
      words.append("; the hook may have run, so think before you repeat the call");
    }
    switch (e.reason()) {
      case "UNAUTHENTICATED" ->
          words.append("; name the file that 'serve' printed, or another token, with --token-file");
      case "PLUGIN_NOT_FOUND" -> words.append("; see: plugin-executor plugin list");
      case "INSTANCE_NOT_FOUND" -> words.append("; see: plugin-executor instance list");
      case "INSTANCE_CHANGED" -> words.append("; see: plugin-executor instance revisions NAME");
      case "STORE_NOT_EMPTY" -> words.append("; --replace replaces what is stored");
      default -> {}
    }
    return words.toString();
  }

  /** By the system: there is no type for it. */
  private static boolean isRefused(Throwable e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          && String.valueOf(cause.getMessage()).contains("Connection refused")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** The client puts the status code in front, which says nothing to people. */
  private static String withoutCode(@Nullable String message) {
    if (message == null) {
      return "no reason was given";
    }
    return message.replaceFirst("^[A-Z_]+: ", "");
  }
}
