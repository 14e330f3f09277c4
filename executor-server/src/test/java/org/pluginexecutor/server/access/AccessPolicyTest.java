// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.config.AccessConfig;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.server.config.WorkerUser;

class AccessPolicyTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("callers");
  }

  private AccessPolicy open(AccessConfig config) throws IOException {
    return AccessPolicy.open(config, directory, WorkerUser.nobody(), InstantSource.system());
  }

  private AccessPolicy withLines(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
    return open(AccessConfig.defaults().withFile(file));
  }

  private static Decision byToken(AccessPolicy policy, String token, Role needed) {
    return policy.decide(Credentials.ofToken(Optional.of(token)), needed);
  }

  private static Decision refused(RefusalReason reason) {
    return new Decision.Refused(reason, reason.isKnownCaller() ? "somebody" : "anonymous");
  }

  private String localToken() throws IOException {
    return Files.readString(directory.resolve("token")).strip();
  }

  @Test
  void the_first_start_makes_a_token_that_only_the_servers_user_can_read() throws IOException {
    var policy = open(AccessConfig.defaults());

    var made = policy.localTokenFile().orElseThrow();
    assertThat(made).isEqualTo(directory.resolve("token"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(localToken()).matches("pex_[A-Za-z0-9_-]{43}");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(made);
    }
  }

  @ParameterizedTest
  @EnumSource
  void who_can_read_it_may_do_everything_and_is_called_local(Role role) throws IOException {
    var policy = open(AccessConfig.defaults());

    assertThat(byToken(policy, localToken(), role))
        .isInstanceOfSatisfying(
            Decision.Granted.class,
            granted -> assertThat(granted.caller().name()).isEqualTo("local"));
  }

  @Test
  void later_starts_and_other_servers_keep_it() throws IOException {
    open(AccessConfig.defaults());
    var token = localToken();
    open(AccessConfig.defaults());

    assertThat(localToken()).isEqualTo(token);
  }

  @Test
  void servers_that_start_at_once_agree_on_one_that_is_whole() throws Exception {
    var seen = new HashSet<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts =
          threads.invokeAll(
              IntStream.range(0, 16)
                  .<java.util.concurrent.Callable<String>>mapToObj(_ ->
                      () -> {
                        var policy = open(AccessConfig.defaults());
                        var token = localToken();
                        assertThat(byToken(policy, token, Role.MANAGE))
                            .isInstanceOf(Decision.Granted.class);
                        return token;
                      })
                  .toList());
      for (var start : starts) {
        seen.add(start.get());
      }
    }
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_link_in_its_place_is_not_followed() throws IOException {
    var elsewhere = Files.createTempDirectory(directory, "e").resolve("token");
    Files.createSymbolicLink(directory.resolve("token"), elsewhere);

    assertThatThrownBy(() -> open(AccessConfig.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a regular file");
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void one_that_others_could_have_read_keeps_the_server_from_starting() throws IOException {
    open(AccessConfig.defaults());
    Files.setPosixFilePermissions(
        directory.resolve("token"), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> open(AccessConfig.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("mode 0600");
  }

  @Test
  void a_token_that_is_removed_or_replaced_no_longer_holds() throws IOException {
    var policy = open(AccessConfig.defaults());
    var token = localToken();
    Files.delete(directory.resolve("token"));

    assertThat(byToken(policy, token, Role.OBSERVE))
        .isEqualTo(refused(RefusalReason.UNKNOWN_TOKEN));

    open(AccessConfig.defaults());
    assertThat(byToken(policy, token, Role.OBSERVE))
        .isEqualTo(refused(RefusalReason.UNKNOWN_TOKEN));
    assertThat(byToken(policy, localToken(), Role.OBSERVE)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void without_it_there_is_no_file() throws IOException {
    var policy = open(AccessConfig.defaults().withLocalToken(false));

    assertThat(policy.localTokenFile()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_listed_token_has_its_roles_and_no_others() throws IOException {
    var token = Tokens.create();
    var policy = withLines("somebody invoke " + Tokens.digestOf(token));

    assertThat(byToken(policy, token, Role.INVOKE)).isInstanceOf(Decision.Granted.class);
    assertThat(byToken(policy, token, Role.MANAGE)).isEqualTo(refused(RefusalReason.ROLE_MISSING));
    assertThat(byToken(policy, token, Role.OBSERVE)).isEqualTo(refused(RefusalReason.ROLE_MISSING));
  }

  @Test
  void who_manages_may_observe_but_not_invoke() throws IOException {
    var token = Tokens.create();
    var policy = withLines("somebody manage " + Tokens.digestOf(token));

    assertThat(byToken(policy, token, Role.OBSERVE)).isInstanceOf(Decision.Granted.class);
    assertThat(byToken(policy, token, Role.INVOKE)).isEqualTo(refused(RefusalReason.ROLE_MISSING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "pex_", "secret", "sha256:"})
  void nothing_else_is_a_token(String text) throws IOException {
    var policy = withLines("somebody invoke " + Tokens.digestOf(Tokens.create()));

    assertThat(byToken(policy, text, Role.INVOKE)).isEqualTo(refused(RefusalReason.UNKNOWN_TOKEN));
  }

  @Test
  void a_digest_is_no_token() throws IOException {
    var digest = Tokens.digestOf(Tokens.create());

    assertThat(byToken(withLines("somebody invoke " + digest), digest, Role.INVOKE))
        .isEqualTo(refused(RefusalReason.UNKNOWN_TOKEN));
  }

  @Test
  void a_line_that_is_taken_out_no_longer_holds_from_the_next_call_on() throws IOException {
    var token = Tokens.create();
    var policy = withLines("somebody invoke " + Tokens.digestOf(token));
    assertThat(byToken(policy, token, Role.INVOKE)).isInstanceOf(Decision.Granted.class);

    Files.writeString(file, "# nobody\n");

    assertThat(byToken(policy, token, Role.INVOKE)).isEqualTo(refused(RefusalReason.UNKNOWN_TOKEN));
  }

  @Test
  void a_list_that_is_broken_lets_nobody_in_until_it_is_mended() throws IOException {
    var token = Tokens.create();
    var line = "somebody invoke " + Tokens.digestOf(token);
    var policy = withLines(line);
    Files.writeString(file, line + "\nnonsense\n");

    assertThat(byToken(policy, token, Role.INVOKE)).isEqualTo(refused(RefusalReason.UNKNOWN_TOKEN));

    Files.writeString(file, line);
    assertThat(byToken(policy, token, Role.INVOKE)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void a_broken_list_keeps_the_server_from_starting() {
    assertThatThrownBy(() -> withLines("nonsense"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ", line 1: nonsense (expected: ");
  }

  @Test
  void a_certificate_is_known_by_any_of_its_names_exactly() throws IOException {
    var policy = withLines("one invoke dns:a.example.org", "two observe uri:spiffe://b");
    var both = shown(List.of("dns:x", "dns:a.example.org", "uri:spiffe://b"));

    assertThat(policy.decide(both, Role.OBSERVE))
        .isInstanceOfSatisfying(
            Decision.Granted.class,
            granted -> assertThat(granted.caller().name()).isEqualTo("one"));
    for (var other : List.of("dns:b.a.example.org", "dns:a.example", "uri:a.example.org")) {
      assertThat(policy.decide(shown(List.of(other)), Role.INVOKE))
          .isEqualTo(refused(RefusalReason.UNKNOWN_CERTIFICATE));
    }
  }

  private static Credentials shown(List<String> names) {
    return new Credentials(Optional.empty(), names, Optional.empty());
  }

  @Test
  void a_process_is_known_by_its_user_or_group() throws IOException {
    var policy = withLines("one invoke uid:4000000", "two observe gid:4000001");

    assertThat(policy.decide(peer(4000000, 1), Role.INVOKE)).isInstanceOf(Decision.Granted.class);
    assertThat(policy.decide(peer(1, 4000001), Role.OBSERVE)).isInstanceOf(Decision.Granted.class);
    assertThat(policy.decide(peer(1, 1), Role.OBSERVE))
        .isEqualTo(refused(RefusalReason.UNKNOWN_PEER));
  }

  private static Credentials peer(int uid, int gid) {
    return new Credentials(
        Optional.empty(), List.of(), Optional.of(new Credentials.Peer(uid, gid)));
  }

  @Test
  void a_wrong_token_is_not_made_up_for_by_anything_else() throws IOException {
    Files.writeString(file, "one invoke dns:a\n");
    var policy = open(AccessConfig.defaults().withFile(file).withAnonymous(List.of(Role.INVOKE)));
    var shown =
        new Credentials(
            Optional.of("x"), List.of("dns:a"), Optional.of(new Credentials.Peer(1, 1)));

    assertThat(policy.decide(shown, Role.INVOKE)).isEqualTo(refused(RefusalReason.UNKNOWN_TOKEN));
  }

  @Test
  void who_shows_nothing_may_do_what_was_said_in_as_many_words_and_nothing_else()
      throws IOException {
    var nothing = Credentials.ofToken(Optional.empty());

    assertThat(open(AccessConfig.defaults()).decide(nothing, Role.OBSERVE))
        .isEqualTo(refused(RefusalReason.NO_CREDENTIALS));

    var open = open(AccessConfig.defaults().withAnonymous(List.of(Role.OBSERVE)));
    assertThat(open.decide(nothing, Role.OBSERVE)).isInstanceOf(Decision.Granted.class);
    assertThat(open.decide(nothing, Role.INVOKE)).isEqualTo(refused(RefusalReason.NO_CREDENTIALS));
  }

  @Test
  void the_header_has_one_token_or_none_that_is_right() {
    assertThat(Credentials.tokenIn(List.of())).isEmpty();
    assertThat(Credentials.tokenIn(List.of("Bearer a"))).contains("a");
    assertThat(Credentials.tokenIn(List.of("bearer a"))).contains("a");
    for (var wrong :
        List.of(
            List.of(""),
            List.of("Basic a"),
            List.of("Bearer"),
            List.of("Bearer a", "Bearer a"),
            List.of("Bearer " + "a".repeat(1000)))) {
      assertThat(Credentials.tokenIn(wrong)).contains("");
    }
  }
}
