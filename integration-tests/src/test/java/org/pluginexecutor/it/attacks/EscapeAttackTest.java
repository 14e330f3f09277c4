// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.pluginexecutor.client.Execution;

/** Group D, the walls themselves: what a plugin can see, change and ask the kernel for. */
class EscapeAttackTest {
  private static final Set<String> OUT_OF_REACH = Set.of("ENOENT", "EACCES");

  private static void assertAll(Map<String, String> results, Set<String> allowed) {
    assertThat(results)
        .isNotEmpty()
        .allSatisfy((subject, result) -> assertThat(allowed).as(subject).contains(result));
  }

  @AtEachLevel
  void d1_reads_no_secrets_of_the_host(WalledServer walls) {
    var results =
        walls.attack(
            """
            import sys
            def look(path):
                names = os.listdir(path)
                runtime = [p[len(path) + 1:] for p in (sys.executable, sys.base_prefix, sys.prefix)
                           if p.startswith(path + '/')]
                if set(names) <= set(p.split('/')[0] for p in runtime):
                    # What leads to the runtime has to be there, with nothing else in it.
                    raise OSError(errno.ENOENT, path)
            for path in ('/etc/shadow', '/etc/passwd', '/etc/machine-id', '/home/admin/.ssh/id_rsa',
                         '/etc/ssl/private/key.pem', '/var/run/secrets/kubernetes.io/serviceaccount/token',
                         '/proc/1/environ', '/proc/self/environ', '/proc/cmdline', '%1$s/catalog'):
                attack(path, read, path)
            for path in ('/', '/home', '/proc', '/sys', '/var/log', '/run', '%1$s',
                         '%1$s/packages', '%1$s/configurations'):
                attack('in ' + path, look, path)
            """
                .formatted(walls.server().dataDirectory()));
    assertAll(results, OUT_OF_REACH);
  }

  @AtEachLevel
  void d2_writes_to_nothing_that_others_read(WalledServer walls) {
    var results =
        walls.attack(
            """
            import sys
            package = os.path.dirname(os.path.realpath('main.py'))
            library = os.path.dirname(os.__file__)
            for path in ('/', '/etc', '/usr', '/usr/lib', '/dev', library, package):
                attack(path, write, os.path.join(path, 'attacked'))
            for path in (os.__file__, sys.executable, package + '/main.py', package + '/MANIFEST'):
                attack(path, write, path)
                attack('cut ' + path, os.truncate, path, 0)
                attack('attributes of ' + path, os.utime, path)
                attack('rights of ' + path, os.chmod, path, 0o777)
                attack('remove ' + path, os.unlink, path)
                attack('another name of ' + path, os.link, path, 'another')
            attack('package', os.chmod, package, 0o777)
            attack('byte code', os.mkdir, package + '/__pycache__/attacked')
            """);
    assertAll(results, Set.of("EROFS", "EACCES", "EPERM", "EXDEV"));
  }

  @AtEachLevel
  void d4_has_no_descriptor_but_its_own_four(WalledServer walls) {
    var results =
        walls.attack(
            """
            import stat
            def kind(fd):
                try:
                    return stat.S_IFMT(os.fstat(fd).st_mode)
                except OSError:
                    return None
            kinds = [kind(fd) for fd in range(4096)]
            tell('count', len([k for k in kinds if k is not None]))
            tell('directories', len([k for k in kinds if k == stat.S_IFDIR]))
            tell('sockets', len([k for k in kinds if k == stat.S_IFSOCK]))
            """);
    assertThat(results)
        .containsEntry("count", "4")
        .containsEntry("directories", "0")
        .containsEntry("sockets", "3");
  }

  @AtEachLevel
  void d5_reaches_into_no_other_process(WalledServer walls) {
    var results =
        walls.attack(
            """
            parent = os.getppid() or 1
            for pid in (1, parent):
                for name in ('environ', 'mem', 'maps', 'cmdline', 'status'):
                    attack('/proc/%d/%s' % (pid, name), read, '/proc/%d/%s' % (pid, name))
                attack('/proc/%d/fd' % pid, os.listdir, '/proc/%d/fd' % pid)
            system_calls([
                ('process_vm_readv', parent, 0, 0, 0, 0, 0),
                ('process_vm_writev', parent, 0, 0, 0, 0, 0),
                ('ptrace', 16, parent, 0, 0),
                ('pidfd_getfd', 0, 0, 0),
                ('process_madvise', 0, 0, 0, 0, 0),
                ('kcmp', parent, parent, 0, 0, 0),
            ])
            """);
    assertAll(results, Set.of("ENOENT", "EACCES", "EPERM"));
  }

  @AtEachLevel
  void d6_signals_nobody_else(WalledServer walls) {
    var results =
        walls.attack(
            """
            import resource
            me, parent = os.getpid(), os.getppid()
            others = [pid for pid in (2, 3, parent, me - 1, me + 1) if pid not in (0, 1, me)]
            for pid in others + ([1] if me != 1 else []):
                attack('kill %d' % pid, os.kill, pid, 0)
                attack('limits of %d' % pid, resource.prlimit, pid, resource.RLIMIT_NOFILE, (10, 10))
                attack('processors of %d' % pid, os.sched_setaffinity, pid, [0])
            attack('kill all', os.kill, -1, 0)
            """);
    assertAll(results, Set.of("ESRCH", "EPERM"));
  }

  @AtEachLevel
  void d7_becomes_nobody_else(WalledServer walls) {
    var results =
        walls.attack(
            """
            import struct
            header = struct.pack('=Ii', 0x20080522, 0)
            attack('setuid', os.setuid, 0)
            attack('setgid', os.setgid, 0)
            attack('setresuid', os.setresuid, 0, 0, 0)
            attack('setgroups', os.setgroups, [0])
            system_calls([('capset', header, b'\\xff' * 24)])
            for path in ('/bin/su', '/usr/bin/sudo', '/bin/mount', '/usr/bin/newuidmap'):
                attack(path, os.execv, path, [path])
            """);
    assertAll(results, Set.of("EPERM", "EINVAL", "ENOENT", "EACCES"));
    assertThat(
            walls.attack(
                "library = ctypes.CDLL(None)\n"
                    + "tell('no new privileges', library.prctl(39, 0, 0, 0, 0))\n"
                    + "tell('filter', library.prctl(21, 0, 0, 0, 0))"))
        .containsEntry("no new privileges", "1")
        .containsEntry("filter", "2");
  }

  @AtEachLevel
  void d8_makes_and_enters_no_namespace(WalledServer walls) {
    var results =
        walls.attack(
            """
            for flag in (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000,
                         0x40000000):
                attack('unshare %x' % flag, system_call, 'unshare', flag)
                attack('setns %x' % flag, system_call, 'setns', 0, flag)
            for path in ('/proc/sys/user/max_user_namespaces', '/proc/self/uid_map'):
                attack(path, write, path)
            """);
    assertAll(results, Set.of("EPERM", "ENOENT", "EACCES"));
    assertThat(walls.attack("system_calls([('clone3', b'\\0' * 88, 88)])"))
        .containsEntry("clone3", "ENOSYS");
  }

  @AtEachLevel
  void d9_mounts_nothing_and_changes_no_root(WalledServer walls) {
    var results =
        walls.attack(
            """
            system_calls([
                ('mount', b'none', b'.', b'tmpfs', 0, 0),
                ('umount2', b'/tmp', 2),
                ('pivot_root', b'.', b'.'),
                ('chroot', b'.'),
                ('move_mount', -100, b'/', -100, b'.', 0),
                ('open_tree', -100, b'/', 1),
                ('fsopen', b'tmpfs', 0),
                ('fsconfig', 0, 0, 0, 0, 0),
                ('fsmount', 0, 0, 0),
                ('fspick', -100, b'/', 0),
                ('mount_setattr', -100, b'/', 0, 0, 0),
                ('open_by_handle_at', -100, 0, 0),
                ('name_to_handle_at', -100, b'/', 0, 0, 0),
                ('fanotify_init', 0, 0),
                ('sethostname', b'x', 1),
                ('setdomainname', b'x', 1),
            ])
            """);
    assertAll(results, Set.of("EPERM"));
  }

  @AtEachLevel
  void d10_has_no_devices_and_makes_none(WalledServer walls) {
    var results =
        walls.attack(
            """
            import stat
            for name in ('mem', 'kmem', 'kvm', 'fuse', 'net/tun', 'snapshot', 'uinput', 'sda', 'vda',
                         'tty', 'console', 'ptmx', 'loop-control'):
                attack(name, read, '/dev/' + name)
            attack('a character device', os.mknod, 'c', 0o600 | stat.S_IFCHR, os.makedev(1, 1))
            attack('a block device', os.mknod, 'b', 0o600 | stat.S_IFBLK, os.makedev(8, 0))
            """);
    assertAll(results, Set.of("ENOENT", "EACCES", "EPERM"));
  }

  @AtEachLevel
  void d11_gets_nothing_from_the_fragile_parts_of_the_kernel(WalledServer walls) {
    var results =
        walls.attack(
            """
            system_calls([
                ('io_uring_setup', 1, 0), ('io_uring_enter', 0, 0, 0, 0, 0, 0),
                ('io_uring_register', 0, 0, 0, 0), ('bpf', 0, 0, 0),
                ('perf_event_open', 0, 0, 0, 0, 0), ('userfaultfd', 0),
                ('add_key', b'user', b'a', b'b', 1, -3), ('request_key', b'user', b'a', 0, 0),
                ('keyctl', 0, -3, 0), ('kexec_load', 0, 0, 0, 0), ('kexec_file_load', 0, 0, 0, 0, 0),
                ('init_module', 0, 0, 0), ('finit_module', 0, 0, 0), ('delete_module', b'x', 0),
                ('personality', 0x40000), ('quotactl', 0, 0, 0, 0), ('swapon', b'x', 0),
                ('swapoff', b'x'), ('syslog', 3, 0, 0), ('reboot', 0, 0, 0, 0), ('acct', 0),
                ('clock_settime', 0, 0), ('settimeofday', 0, 0), ('memfd_secret', 0),
                ('lsm_set_self_attr', 0, 0, 0, 0), ('seccomp', 1, 0, 0),
            ])
            """);
    assertAll(results, Set.of("EPERM"));
  }

  @AtEachLevel
  void d14_has_no_terminal_to_type_into(WalledServer walls) {
    var results =
        walls.attack(
            """
            import fcntl
            attack('terminal', read, '/dev/tty')
            attack('TIOCSTI', fcntl.ioctl, 0, 0x5412, b'x')
            attack('TIOCLINUX', fcntl.ioctl, 0, 0x541C, b'x')
            """);
    assertAll(results, Set.of("ENOENT", "EACCES", "EPERM"));
    assertThat(walls.attack("tell('terminals', [os.isatty(fd) for fd in (0, 1, 2)])"))
        .containsEntry("terminals", "[False, False, False]");
  }

  @AtEachLevel
  void d19_executes_nothing_that_it_wrote(WalledServer walls) {
    var results =
        walls.attack(
            """
            import sys
            with os.fdopen(os.open('own', os.O_WRONLY | os.O_CREAT, 0o700), 'w') as file:
                file.write('#!' + sys.executable)
            attack('shell', os.execv, '/bin/sh', ['sh'])
            attack('program', os.execv, '/bin/ls', ['ls'])
            attack('own', os.execv, './own', ['own'])
            """);
    assertAll(results, Set.of("ENOENT", "EACCES", "EPERM"));
  }

  @AtEachLevel
  void d19_loads_no_library_that_it_wrote_where_tmp_is_a_file_system_of_its_own(
      WalledServer walls) {
    var results =
        walls.attack(
            """
            import _ctypes
            with open(_ctypes.__file__, 'rb') as file, open('own.so', 'wb') as copy:
                copy.write(file.read())
            try:
                ctypes.CDLL('./own.so')
                tell('own', 'done')
            except OSError:
                tell('own', 'refused')
            """);
    // Landlock does not govern mmap(): the library runs behind the same walls as the plugin.
    assertThat(results).containsEntry("own", walls.expected("refused", "done"));
  }

  @AtEachLevel
  void d20_leaves_no_core(WalledServer walls) {
    assertThat(
            walls.attack(
                """
                import resource
                tell('core', resource.getrlimit(resource.RLIMIT_CORE))
                attack('more', resource.setrlimit, resource.RLIMIT_CORE, (1 << 20, 1 << 20))
                """))
        .containsEntry("core", "(0, 0)")
        .containsEntry("more", "ValueError");
  }

  @AtEachLevel
  void d22_changes_no_setting_of_the_kernel(WalledServer walls) {
    var results =
        walls.attack(
            """
            for path in ('/sys/kernel/uevent_helper', '/sys/fs/cgroup/cgroup.procs',
                         '/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger',
                         '/proc/self/oom_score_adj', '/proc/self/coredump_filter'):
                attack(path, write, path)
            """);
    // The last is what a container answers, whose /sys is read-only.
    assertAll(results, Set.of("ENOENT", "EACCES", "EROFS"));
  }

  @AtEachLevel
  void d23_learns_little_about_the_machine(WalledServer walls) {
    var results =
        walls.attack(
            """
            for path in ('/proc/sys/kernel/random/boot_id', '/etc/machine-id', '/proc/cpuinfo',
                         '/proc/meminfo', '/etc/hostname'):
                attack(path, read, path)
            """);
    assertAll(results, OUT_OF_REACH);
    var name = walls.attack("import socket\ntell('name', socket.gethostname())").get("name");
    if (walls.isFull()) {
      assertThat(name).isEqualTo("plugin");
    } else {
      // Only a namespace could hide it; the kernel's version is seen at both levels.
      assertThat(name).isNotEmpty();
    }
  }

  @AtEachLevel
  void d24_has_exactly_the_documented_environment(WalledServer walls) {
    assertThat(walls.attack("tell('names', ' '.join(sorted(os.environ)))"))
        .containsEntry(
            "names",
            "EPHEMERAL_PLUGIN_STATE_DIRECTORY HOME LANG PATH SCB_PLUGIN_STATE_DIRECTORY TMPDIR");
  }

  @AtEachLevel
  void d28_each_response_says_the_level(WalledServer walls) {
    assertThat(walls.run("pass").execution().isolationLevel())
        .isEqualTo(
            walls.expected(Execution.IsolationLevel.FULL, Execution.IsolationLevel.PORTABLE));
  }
}
