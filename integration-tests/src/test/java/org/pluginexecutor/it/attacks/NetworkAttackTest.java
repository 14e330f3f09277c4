// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.pluginexecutor.server.config.WorkerNetwork;

/** Group D, the network: what a plugin reaches that is to reach nothing. */
class NetworkAttackTest {
  private static final String CONNECT =
      """
      import socket
      def connect(family, address, kind=socket.SOCK_STREAM):
          opened = socket.socket(family, kind)
          opened.settimeout(1)
          opened.connect(address)
      def send(address):
          socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', address)
      """;

  @AtEachLevel
  void d15_connects_to_nothing(WalledServer walls) {
    var results =
        walls.attack(
            CONNECT
                + """
                for address in ('127.0.0.1', '169.254.169.254', '192.0.2.1', '10.0.0.1'):
                    attack('tcp ' + address, connect, socket.AF_INET, (address, %1$d))
                for address in ('::1', '::ffff:127.0.0.1', 'fe80::1'):
                    attack('tcp ' + address, connect, socket.AF_INET6, (address, %1$d))
                """
                    .formatted(walls.server().port()));
    assertThat(results)
        .hasSize(7)
        .allSatisfy((_, result) -> assertThat(result).isEqualTo("EACCES"));
  }

  @AtEachLevel
  void d15_sends_nothing(WalledServer walls) {
    var results =
        walls.attack(
            CONNECT
                + """
                for address in ('127.0.0.1', '169.254.169.254', '192.0.2.1'):
                    attack('udp ' + address, send, (address, 53))
                def fast_open():
                    socket.socket().sendto(b'x', 0x20000000, ('127.0.0.1', %d))
                attack('fast open', fast_open)
                attack('raw', socket.socket, socket.AF_INET, socket.SOCK_RAW, 1)
                attack('multipath', socket.socket, socket.AF_INET, socket.SOCK_STREAM, 262)
                """
                    .formatted(walls.server().port()));
    assertThat(results).hasSize(6).allSatisfy((_, result) -> assertThat(result).isEqualTo("EPERM"));
  }

  @AtEachLevel
  void d15_has_no_sockets_of_other_families(WalledServer walls) {
    var results =
        walls.attack(
            """
            import socket
            # linux/socket.h: NETLINK, PACKET, ALG, NFC, VSOCK, XDP
            for family in (16, 17, 38, 39, 40, 44):
                attack(str(family), socket.socket, family, socket.SOCK_RAW)
            """);
    assertThat(results)
        .hasSize(6)
        .allSatisfy((_, result) -> assertThat(result).isEqualTo("EAFNOSUPPORT"));
  }

  @AtEachLevel
  void d15_reaches_no_local_socket_of_others(WalledServer walls) {
    var results =
        walls.attack(
            CONNECT
                + """
                attack('docker', connect, socket.AF_UNIX, '/var/run/docker.sock')
                attack('log', connect, socket.AF_UNIX, '/dev/log')
                attack('bus', connect, socket.AF_UNIX, '/run/dbus/system_bus_socket')
                attack('abstract', connect, socket.AF_UNIX, '\\0anything')
                """);
    assertThat(results)
        .containsEntry("docker", walls.expected("ENOENT", "EPERM"))
        .containsEntry("log", walls.expected("ENOENT", "EPERM"))
        .containsEntry("bus", walls.expected("ENOENT", "EPERM"))
        // There are none in a network namespace of its own.
        .containsEntry("abstract", walls.expected("ECONNREFUSED", "EPERM"));
  }

  @AtEachLevel
  void d17_is_found_at_no_port(WalledServer walls) {
    var results =
        walls.attack(
            """
            import socket
            def bind(family, address):
                opened = socket.socket(family)
                opened.bind(address)
                opened.listen(1)
            attack('any', bind, socket.AF_INET, ('0.0.0.0', 0))
            attack('own', bind, socket.AF_INET, ('127.0.0.1', 18080))
            attack('any of version 6', bind, socket.AF_INET6, ('::', 0))
            """);
    assertThat(results)
        .hasSize(3)
        .allSatisfy((_, result) -> assertThat(result).isEqualTo("EACCES"));
  }

  @AtEachLevel
  void d17_does_not_listen_at_a_port_that_the_kernel_chooses(WalledServer walls) {
    var results = walls.attack("import socket\nattack('listen', socket.socket().listen, 1)");
    // In its own network namespace nobody could connect: there is not even a loopback.
    assertThat(results).containsEntry("listen", walls.expected("done", "EPERM"));
  }

  @AtEachLevel
  void d17_does_not_listen_where_certain_ports_may_be_connected_to(WalledServer walls) {
    walls.server();
    var network = new WorkerNetwork.Ports(List.of(443));
    try (var other = WalledServer.start(walls.level(), WalledServer.LIMITS, network)) {
      assertThat(other.attack("import socket\nattack('listen', socket.socket().listen, 1)"))
          .containsEntry("listen", "EPERM");
      assertThat(
              other.attack(
                  CONNECT
                      + "attack('other port', connect, socket.AF_INET, ('127.0.0.1', %d))"
                          .formatted(other.server().port())))
          .containsEntry("other port", "EACCES");
    }
  }
}
