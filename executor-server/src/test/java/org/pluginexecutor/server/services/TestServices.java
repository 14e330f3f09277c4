// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.secret.KeyFiles;
import org.pluginexecutor.server.secret.StoreCipher;
import org.pluginexecutor.server.secret.StoreKeys;

/** Services files and keys for tests. Stateless. */
final class TestServices {
  static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBiTCCAS+gAwIBAgIUHmJmKoxYz0jn246B94kLTDky3QkwCgYIKoZIzj0EAwIw
      GTEXMBUGA1UEAwwOdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMTg1NTIxWhgPMjEy
      NjEwMjkxODU1MjFaMBkxFzAVBgNVBAMMDnRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
      zj0CAQYIKoZIzj0DAQcDQgAE8vviOG13zSB2PClIQZYsVDRjmLEV/uqI3OMy1hBI
      9SSBsJj9zd0DX+gNJ+ZQOVQFbpN6sC88zBpz7HNy7ft1IaNTMFEwHQYDVR0OBBYE
      FIMzJdU79945gCoe3xndZBjgbSaBMB8GA1UdIwQYMBaAFIMzJdU79945gCoe3xnd
      ZBjgbSaBMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAPhjkChZ
      XgpwBp8VFvt6SsvgfxaJQVauNc1xBGJKEhaRAiA1vF8iE+MLvXQR5FfPLN+ZjtJk
      y3qhcRu3JLVyWDfu8Q==
      -----END CERTIFICATE-----
      """;

  /** One of everything, with plain secrets. */
  static final String ALL =
      """
      # what the gateway had
      credential-stores:
        secrets:
          - {host: auth, user: api_key, password: first-s3cret}
          - host: auth
            user: api_key
            password: "second-s3cret"   # with a comment
          - host: vault
            user: signing
            key: |
              -----BEGIN PRIVATE KEY-----
              third-s3cret
              -----END PRIVATE KEY-----
        empty: []
      user-lists:
        staff: {allow: no_user, except: [alice, Jürgen]}
        all: {allow: all_users}
      ldap-servers:
        corp:
          uris: [ldaps://ldap.example.com]
          bind-dn: cn=reader
          bind-password: fourth-s3cret
          user-base-dn: ou=people
          user-name-attribute: uid
          trusted-ca-list: roots
          time-limit-s: 5
      trusted-ca-lists:
        roots: |
          -----BEGIN CERTIFICATE-----
          MIIBiTCCAS+gAwIBAgIUHmJmKoxYz0jn246B94kLTDky3QkwCgYIKoZIzj0EAwIw
          GTEXMBUGA1UEAwwOdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMTg1NTIxWhgPMjEy
          NjEwMjkxODU1MjFaMBkxFzAVBgNVBAMMDnRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
          zj0CAQYIKoZIzj0DAQcDQgAE8vviOG13zSB2PClIQZYsVDRjmLEV/uqI3OMy1hBI
          9SSBsJj9zd0DX+gNJ+ZQOVQFbpN6sC88zBpz7HNy7ft1IaNTMFEwHQYDVR0OBBYE
          FIMzJdU79945gCoe3xndZBjgbSaBMB8GA1UdIwQYMBaAFIMzJdU79945gCoe3xnd
          ZBjgbSaBMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAPhjkChZ
          XgpwBp8VFvt6SsvgfxaJQVauNc1xBGJKEhaRAiA1vF8iE+MLvXQR5FfPLN+ZjtJk
          y3qhcRu3JLVyWDfu8Q==
          -----END CERTIFICATE-----
      https-proxy:
        server: proxy.example.com
        username: proxy-user
        password: fifth-s3cret
      box:
        gateway_fqdn: gateway.example.com
      box-secrets:
        starling_join_credential_string:
          value: sixth-s3cret
          plugins: [starling]
      """;

  private TestServices() {}

  /** The entry of a name that has one. */
  static <T> T named(Map<String, T> entries, String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  static Path write(Path directory, String text) throws IOException {
    return write(directory, text, "rw-------");
  }

  static Path write(Path directory, String text, String mode) throws IOException {
    var file = directory.resolve("services.yaml");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  /** A cipher with a key of its own. */
  static StoreCipher cipher(Path directory) throws IOException {
    var key = Files.createTempDirectory(directory, "key").resolve("store.key");
    KeyFiles.create(key);
    return StoreKeys.generate(KeyEncryption.byFile(key)).cipher();
  }
}
