// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pluginexecutor.server.config.AccessConfig;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.server.config.WorkerUser;
import org.pluginexecutor.server.files.WatchedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows callers by what they show, and what each may do. A token that is shown decides alone: one
 * that is wrong is not made up for by a certificate. Thread-safe.
 */
public final class AccessPolicy {
  /** What comes of a list, or a token's file, that cannot be read. */
  static final String WHILE_BROKEN = "nobody is let in by this file";

  private static final Logger log = LoggerFactory.getLogger(AccessPolicy.class);
  private static final String LOCAL = "local";
  private static final Set<Role> ALL_ROLES = EnumSet.allOf(Role.class);

  private final Optional<LocalToken> localToken;
  private final Optional<WatchedFile<List<AccessEntry>>> list;
  private final Identity anonymous;

  private AccessPolicy(
      Optional<LocalToken> localToken,
      Optional<WatchedFile<List<AccessEntry>>> list,
      Identity anonymous) {
    this.localToken = localToken;
    this.list = list;
    this.anonymous = anonymous;
  }

  /**
   * Reads what is configured, and makes the local token where there is none.
   *
   * @param dataDirectory where the local token lies; has to be there
   * @param workerUser whom workers run as when the server is root's
   * @throws IOException if the list or the token cannot be used; the message says why
   */
  public static AccessPolicy open(
      AccessConfig config, Path dataDirectory, WorkerUser workerUser, InstantSource clock)
      throws IOException {
    var lines = new AccessLines(PluginUsers.of(workerUser));
    var file = config.file();
    var policy =
        new AccessPolicy(
            config.localToken() ? LocalToken.open(dataDirectory, clock) : Optional.empty(),
            file.isPresent()
                ? Optional.of(
                    WatchedFile.open(
                        file.get(), new WatchedFile.Use(true, WHILE_BROKEN), lines, clock))
                : Optional.empty(),
            new Identity(Identity.ANONYMOUS, Set.copyOf(config.anonymous())));
    config
        .anonymous()
        .forEach(role ->
            log.warn("everybody who reaches the port has the role {}, plugins too", role.label()));
    return policy;
  }

  /** Where the local token lies, where there is one. */
  public Optional<Path> localTokenFile() {
    return localToken.map(LocalToken::file);
  }

  /** Whether who shows this may do what needs that role. */
  public Decision decide(Credentials shown, Role needed) {
    var caller = identify(shown).orElse(anonymous);
    if (caller.equals(anonymous) && (shown.token().isPresent() || !anonymous.mayDo(needed))) {
      return new Decision.Refused(whyUnknown(shown), Identity.ANONYMOUS);
    }
    return caller.mayDo(needed)
        ? new Decision.Granted(caller)
        : new Decision.Refused(RefusalReason.ROLE_MISSING, caller.name());
  }

  private Optional<Identity> identify(Credentials shown) {
    if (shown.token().isPresent()) {
      return byToken(shown.token().get());
    }
    return shown.certificateNames().isEmpty()
        ? shown.peer().flatMap(peer -> listed(proof -> isOf(proof, peer)))
        : listed(proof -> isOf(proof, shown.certificateNames()));
  }

  /** Looks at every line, also behind the right one: how long it takes tells nothing. */
  private Optional<Identity> byToken(String token) {
    var digest = Tokens.digestOf(token);
    boolean isLocal =
        localToken
            .flatMap(local -> local.digest().value())
            .map(known -> Tokens.areSame(known, digest))
            .orElse(false);
    var found =
        listed(proof ->
            proof instanceof Proof.TokenDigest known && Tokens.areSame(known.digest(), digest));
    return isLocal ? Optional.of(new Identity(LOCAL, ALL_ROLES)) : found;
  }

  private static boolean isOf(Proof proof, List<String> names) {
    return proof instanceof Proof.CertificateName known && names.contains(known.name());
  }

  private static boolean isOf(Proof proof, Credentials.Peer peer) {
    return switch (proof) {
      case Proof.UnixUser user -> user.uid() == peer.uid();
      case Proof.UnixGroup group -> group.gid() == peer.gid();
      case Proof.TokenDigest _, Proof.CertificateName _ -> false;
    };
  }

  /** The name of the first line that fits, with the roles of all. */
  private Optional<Identity> listed(Predicate<Proof> fits) {
    var found =
        list.flatMap(WatchedFile::value).orElse(List.of()).stream()
            .filter(entry -> fits.test(entry.proof()))
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var roles = EnumSet.noneOf(Role.class);
    found.forEach(entry -> roles.addAll(entry.roles()));
    return Optional.of(new Identity(found.getFirst().name(), roles));
  }

  private static RefusalReason whyUnknown(Credentials shown) {
    if (shown.token().isPresent()) {
      return RefusalReason.UNKNOWN_TOKEN;
    }
    if (!shown.certificateNames().isEmpty()) {
      return RefusalReason.UNKNOWN_CERTIFICATE;
    }
    return shown.peer().isPresent() ? RefusalReason.UNKNOWN_PEER : RefusalReason.NO_CREDENTIALS;
  }
}
