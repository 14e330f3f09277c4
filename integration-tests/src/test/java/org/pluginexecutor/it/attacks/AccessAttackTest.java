// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pluginexecutor.it.TestServer;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.WorkerNetwork;

/**
 * A plugin whose network is open reaches the server's ports, and may do nothing there: it has no
 * token and comes to none.
 */
@Timeout(120)
class AccessAttackTest {
  /** As little of HTTP/2 as a call needs; a status in the answer stands there in plain letters. */
  private static String callerOf(TestServer server) {
    return """
    import re, socket, struct
    STATUS = re.compile(b'grpc-status[\\x01\\x02]([0-9]+)')
    def frame(kind, flags, stream, payload):
        return struct.pack('>I', len(payload))[1:] + struct.pack('>BBI', kind, flags, stream) + payload
    def literal(name, value):
        return b'\\0' + struct.pack('>B', len(name)) + name + struct.pack('>B', len(value)) + value
    def call(path, token):
        opened = socket.create_connection(('127.0.0.1', %1$d), 5)
        headers = [(b':method', b'POST'), (b':scheme', b'http'), (b':path', path),
                   (b':authority', b'x'), (b'content-type', b'application/grpc'), (b'te', b'trailers')]
        if token is not None:
            headers.append((b'authorization', b'Bearer ' + token))
        block = b''.join(literal(*header) for header in headers)
        opened.sendall(b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n' + frame(4, 0, 0, b'')
                       + frame(1, 4, 1, block) + frame(0, 1, 1, b'\\0\\0\\0\\0\\0'))
        got = b''
        while not STATUS.search(got):
            piece = opened.recv(65536)
            if not piece:
                return 'closed'
            got += piece
        return STATUS.search(got).group(1).decode()
    def http(path, token):
        opened = socket.create_connection(('127.0.0.1', %2$d), 5)
        line = b'' if token is None else b'Authorization: Bearer ' + token + b'\\r\\n'
        opened.sendall(b'GET ' + path + b' HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n' + line + b'\\r\\n')
        return opened.recv(4096).split(b' ')[1].decode()
    """
        .formatted(server.port(), server.adminPort());
  }

  private static WalledServer start(IsolationLevel level) {
    return WalledServer.start(
        level,
        SandboxConfig.defaults()
            .withNetwork(new WorkerNetwork.Open())
            .withLimits(WalledServer.LIMITS),
        config -> config.withAdmin(config.admin().withPort(0)));
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "PORTABLE"})
  void f6_a_plugin_that_reaches_the_ports_may_do_nothing_there(IsolationLevel level) {
    try (var walls = start(level)) {
      var server = walls.server();
      var results =
          walls.attack(
              callerOf(server)
                  + """
                  services = {
                      'HookService/InvokeHook': 16, 'PluginService/ListPlugins': 16,
                      'PluginService/UploadPlugin': 16, 'InstanceService/GetInstance': 16,
                      'BackupService/CreateBackup': 16, 'AuditService/ListAuditEntries': 16}
                  for name in services:
                      path = b'/pluginexecutor.v1.' + name.encode()
                      tell(name, call(path, None))
                      tell(name + ' guessed', call(path, b'pex_' + b'A' * 43))
                  tell('reflection', call(b'/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', None))
                  tell('health', call(b'/grpc.health.v1.Health/Check', None))
                  tell('metrics', http(b'/metrics', None))
                  tell('metrics guessed', http(b'/metrics', b'pex_' + b'A' * 43))
                  """);

      assertThat(results.remove("health")).isEqualTo("0");
      assertThat(results.remove("metrics")).isEqualTo("401");
      assertThat(results.remove("metrics guessed")).isEqualTo("401");
      // UNAUTHENTICATED, as gRPC numbers it.
      assertThat(results).hasSize(13).allSatisfy((_, result) -> assertThat(result).isEqualTo("16"));
      walls.servesTheNextCall();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "PORTABLE"})
  void d1_the_token_of_the_server_is_out_of_reach(IsolationLevel level) {
    try (var walls = start(level)) {
      var token = walls.server().dataDirectory().resolve("token");
      assertThat(token).isRegularFile();
      var results =
          walls.attack(
              """
              import os
              token, server = '%s', %d
              places = {
                  'by its path': token,
                  'by a relative path': os.path.relpath(token),
                  'by the root of the server': '/proc/%%d/root%%s' %% (server, token),
                  'by the directory of the server': '/proc/%%d/cwd' %% server,
                  'environment': '/proc/%%d/environ' %% server,
                  'memory': '/proc/%%d/mem' %% server,
                  'environment of the parent': '/proc/%%d/environ' %% os.getppid()}
              for name in places:
                  attack(name, read, places[name])
              attack('list of the directory', os.listdir, os.path.dirname(token))
              attack('open files of the server', os.listdir, '/proc/%%d/fd' %% server)
              attack('a link', os.link, token, '/tmp/token')
              attack('a symbolic link', lambda: (os.symlink(token, '/tmp/s'), read('/tmp/s')))
              attack('a new name', os.rename, token, '/tmp/renamed')
              attack('other rights', os.chmod, token, 0o777)
              attack('an end', os.remove, token)
              attack('another in its place', write, token)
              tell('environment of its own', [name for name in os.environ if 'TOKEN' in name])
              """
                  .formatted(token, ProcessHandle.current().pid()));

      assertThat(results.remove("environment of its own")).isEqualTo("[]");
      assertThat(results)
          .hasSize(15)
          .allSatisfy((what, result) ->
              assertThat(result)
                  .as(what)
                  .isIn("EACCES", "EPERM", "ENOENT", "EXDEV", "EROFS", "ENOTDIR"));
      assertThat(Path.of(token.toString())).isRegularFile();
      walls.servesTheNextCall();
    }
  }
}
