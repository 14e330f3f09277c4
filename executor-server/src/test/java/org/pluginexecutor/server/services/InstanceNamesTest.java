// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Python's configparser reads out of the same texts. */
class InstanceNamesTest {
  private static Set<String> services(String configuration) {
    return InstanceNames.of(configuration).services();
  }

  private static Set<String> caLists(String configuration) {
    return InstanceNames.of(configuration).caLists();
  }

  @Test
  void every_option_called_name_counts_in_whatever_section() {
    assertThat(
            services(
                """
                [credential_store]
                name=secrets
                [whitelist source=user_list]
                Name : staff
                [ldap_server]
                NAME = corp dir
                prefix = no
                """))
        .containsExactlyInAnyOrder("secrets", "staff", "corp dir");
  }

  @Test
  void comments_and_lines_without_a_section_do_not_count() {
    assertThat(services("name=early\n[a]\n; name=b\n# name=c\n  ; name=d\nother=name=e\n"))
        .isEmpty();
  }

  @Test
  void a_value_may_go_on_in_indented_lines() {
    assertThat(services("[a]\nname=\n    staff\n")).containsExactly("staff");
    assertThat(services("[a]\nother=1\n    name=inner\nname=outer\n")).containsExactly("outer");
    assertThat(services("[a]\nname=one\n\n  two\n")).containsExactly("one\n\ntwo");
  }

  @Test
  void the_whole_text_may_be_indented() {
    assertThat(services("\n    [a]\n    x=1\n    name=staff\n    [b]\n    name=others\n"))
        .containsExactlyInAnyOrder("staff", "others");
  }

  @Test
  void trusted_ca_lists_stand_as_values_of_their_own() {
    assertThat(caLists("[tls]\nca_cert = $[corporate roots]\n[x]\ny=$[b]\nz=a $[c]\nv=$\n"))
        .containsExactlyInAnyOrder("corporate roots", "b");
  }

  @Test
  void a_text_that_is_no_ini_file_names_nothing() {
    assertThat(services("{\"name\": \"staff\"}\n<name>x</name>\n\u0000")).isEmpty();
    assertThat(services("")).isEmpty();
    assertThat(services("[]\nname=x")).isEmpty();
  }
}
