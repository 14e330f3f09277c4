// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.value.PluginValue;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Makes entries of the text of a services file. Confined to one thread. */
final class ServiceReader {
  private static final String CERTIFICATES = "certificates in PEM";
  private static final int DEFAULT_PROXY_PORT = 3128;
  private static final int MAX_PORT = 65_535;
  private static final int DEFAULT_LDAP_TIME_S = 10;
  private static final int MAX_LDAP_TIME_S = 300;
  private static final List<String> LDAP_TEXTS =
      List.of(
          "bind-dn",
          "user-base-dn",
          "group-base-dn",
          "user-name-attribute",
          "user-class",
          "group-class",
          "group-name-attribute",
          "group-member-attribute");

  private final StoreCipher cipher;
  private final boolean checksSeals;
  private final ServiceErrors errors;
  private final List<PlainSecret> plainSecrets = new ArrayList<>();

  /**
   * Where a secret stands that is not sealed.
   *
   * @param context see {@link Secret}
   */
  record PlainSecret(ScalarNode node, String context) {}

  /**
   * Begins.
   *
   * @param checksSeals whether sealed secrets have to open with the cipher
   */
  ServiceReader(StoreCipher cipher, boolean checksSeals, ServiceErrors errors) {
    this.cipher = cipher;
    this.checksSeals = checksSeals;
    this.errors = errors;
  }

  ServiceEntries read(String text) {
    var root = ServiceYaml.parse(text, errors);
    if (root.isEmpty()) {
      return ServiceEntries.NONE;
    }
    var file = ServiceSection.of(root.get(), "", errors);
    var caLists = named(file, "trusted-ca-lists", this::caList);
    var entries =
        new ServiceEntries(
            named(file, "credential-stores", this::credentials),
            named(file, "user-lists", this::userList),
            named(file, "ldap-servers", (all, name) -> ldapServer(all, name, caLists)),
            caLists,
            file.section("https-proxy").map(this::httpsProxy),
            named(file, "box", ServiceSection::required),
            named(file, "box-secrets", this::boxSecret));
    file.end();
    return entries;
  }

  /** The secrets that stand there for everybody to read who can read the file. */
  List<PlainSecret> plainSecrets() {
    return plainSecrets;
  }

  private static <T> Map<String, T> named(
      ServiceSection file, String key, BiFunction<ServiceSection, String, T> reader) {
    var found = new TreeMap<String, T>();
    file.section(key)
        .ifPresent(all -> all.names().forEach(name -> found.put(name, reader.apply(all, name))));
    return found;
  }

  private List<Credential> credentials(ServiceSection stores, String name) {
    var credentials = new ArrayList<Credential>();
    for (var entry : stores.sections(name)) {
      var host = entry.required("host");
      var user = entry.required("user");
      var type = entry.text("type");
      boolean isKey = entry.has("key");
      if (isKey == entry.has("password")) {
        entry.wrong("password", isKey ? "there with a key" : "not there", "a password or a key");
      }
      var certificate = entry.text("certificate");
      if (certificate.isPresent() && PemText.certificates(List.of(certificate.get())).isEmpty()) {
        entry.wrong("certificate", "not readable", CERTIFICATES);
      }
      if (!isKey && (type.isPresent() || certificate.isPresent())) {
        entry.wrong("type", "type or certificate of a password", "a key with it");
      }
      var kind = isKey ? "key" : "password";
      secret(entry, kind, List.of("credential-stores", name, host, user, kind))
          .ifPresent(secret ->
              credentials.add(
                  new Credential(
                      host,
                      user,
                      isKey ? type.orElse(defaultType(certificate)) : "",
                      secret,
                      certificate)));
      entry.end();
    }
    return List.copyOf(credentials);
  }

  private static String defaultType(Optional<String> certificate) {
    return certificate.isPresent() ? "x509v3-sign-rsa" : "ssh-rsa";
  }

  private PluginValue.Dict userList(ServiceSection lists, String name) {
    var fields = new LinkedHashMap<String, PluginValue>();
    lists
        .section(name)
        .ifPresent(list -> {
          var allow = list.required("allow");
          if (!allow.isEmpty() && !Set.of("no_user", "all_users").contains(allow)) {
            list.wrong("allow", ServiceSection.shown(allow), "no_user or all_users");
          }
          fields.put("allow", new PluginValue.Text(allow));
          fields.put("except", texts(list.texts("except")));
          list.end();
        });
    return new PluginValue.Dict(fields);
  }

  private LdapServer ldapServer(
      ServiceSection servers, String name, Map<String, List<String>> caLists) {
    var fields = new LinkedHashMap<String, PluginValue>();
    Optional<Secret> password = Optional.empty();
    var section = servers.section(name);
    if (section.isPresent()) {
      var server = section.get();
      var uris = server.texts("uris");
      if (uris.isEmpty() || !uris.stream().allMatch(ServiceReader::isLdapUri)) {
        server.wrong("uris", "not all of them can be used", "ldap://HOST or ldaps://HOST");
      }
      fields.put("uri", texts(uris));
      for (var key : LDAP_TEXTS) {
        server
            .text(key)
            .ifPresent(text -> fields.put(key.replace('-', '_'), new PluginValue.Text(text)));
      }
      boolean startTls = server.flag("start-tls", false);
      fields.put("start_tls", new PluginValue.Bool(startTls));
      var certificates = ldapCertificates(server, caLists);
      if (certificates.isEmpty() && (startTls || uris.stream().anyMatch(ServiceReader::isTls))) {
        server.wrong("trusted-ca-list", "not there", "a list of trusted-ca-lists, for TLS");
      }
      fields.put("ca_certificates", texts(certificates));
      int seconds = server.number("time-limit-s", DEFAULT_LDAP_TIME_S, 1, MAX_LDAP_TIME_S);
      fields.put("time_limit", new PluginValue.Int(seconds));
      password = secret(server, "bind-password", List.of("ldap-servers", name, "bind-password"));
      if (server.has("bind-dn") != password.isPresent()) {
        server.wrong("bind-password", "without bind-dn, or the reverse", "both or none");
      }
      server.end();
    }
    return new LdapServer(new PluginValue.Dict(fields), password);
  }

  private static boolean isLdapUri(String uri) {
    return uri.matches("(?i)ldaps?://.+");
  }

  private static boolean isTls(String uri) {
    return uri.matches("(?i)ldaps://.+");
  }

  private static List<String> ldapCertificates(
      ServiceSection server, Map<String, List<String>> caLists) {
    var list = server.text("trusted-ca-list");
    if (list.isPresent() && !caLists.containsKey(list.get())) {
      server.wrong("trusted-ca-list", ServiceSection.shown(list.get()), "one of trusted-ca-lists");
    }
    return list.map(name -> caLists.getOrDefault(name, List.of())).orElse(List.of());
  }

  private List<String> caList(ServiceSection lists, String name) {
    var certificates = PemText.certificates(lists.texts(name));
    if (certificates.isEmpty()) {
      lists.wrong(name, "not readable", CERTIFICATES);
    }
    return certificates.orElse(List.of());
  }

  private HttpsProxy httpsProxy(ServiceSection proxy) {
    var fields = new LinkedHashMap<String, PluginValue>();
    fields.put("enabled", new PluginValue.Bool(proxy.flag("enabled", true)));
    fields.put("server", new PluginValue.Text(proxy.required("server")));
    fields.put("port", new PluginValue.Int(proxy.number("port", DEFAULT_PROXY_PORT, 1, MAX_PORT)));
    fields.put(
        "username",
        proxy
            .text("username")
            .<PluginValue>map(PluginValue.Text::new)
            .orElse(PluginValue.Null.INSTANCE));
    var password = secret(proxy, "password", List.of("https-proxy", "password"));
    proxy.end();
    return new HttpsProxy(new PluginValue.Dict(fields), password);
  }

  private BoxSecret boxSecret(ServiceSection secrets, String name) {
    var nothing = new BoxSecret(new Secret("", "", cipher), Set.of());
    return secrets
        .section(name)
        .map(section -> {
          var value = secret(section, "value", List.of("box-secrets", name, "value"));
          if (value.isEmpty()) {
            section.wrong("value", "not there", "the secret");
          }
          var plugins = Set.copyOf(section.texts("plugins"));
          section.end();
          return value.map(secret -> new BoxSecret(secret, plugins)).orElse(nothing);
        })
        .orElse(nothing);
  }

  private Optional<Secret> secret(ServiceSection section, String key, List<String> path) {
    var context = Secret.context(path);
    return section
        .scalar(key)
        .map(node -> {
          var secret = new Secret(node.getValue(), context, cipher);
          if (!secret.isSealed()) {
            plainSecrets.add(new PlainSecret(node, context));
          } else if (checksSeals) {
            try {
              var _ = secret.reveal();
            } catch (IOException e) {
              errors.add(
                  ServiceYaml.line(node), String.join(".", path), String.valueOf(e.getMessage()));
            }
          }
          return secret;
        });
  }

  private static PluginValue.Items texts(List<String> texts) {
    return new PluginValue.Items(texts.stream().<PluginValue>map(PluginValue.Text::new).toList());
  }
}
