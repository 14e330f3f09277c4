# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Make namespaces and mounts: the system calls, and what it means when one is refused."""

import ctypes
import errno
import os

from pluginshim import _syscalls
from pluginshim._errors import WallMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Union

# linux/sched.h
NEWNS = 0x00020000
NEWUTS = 0x04000000
NEWIPC = 0x08000000
NEWUSER = 0x10000000
NEWPID = 0x20000000
NEWNET = 0x40000000
# linux/mount.h
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_NOATIME = 1024
_MS_BIND = 4096
_MS_REC = 16384
_MS_PRIVATE = 1 << 18
_MNT_DETACH = 2
_ATTR_RDONLY = 0x01
_ATTR_NOSUID = 0x02
_ATTR_NODEV = 0x04
_ATTR_NOEXEC = 0x08
# linux/fcntl.h
_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000

_REMEDY_NAMESPACES = (
    "allow user namespaces: sysctl user.max_user_namespaces above 0, and where they exist"
    " kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0; in a"
    " container, a seccomp profile that allows unshare, setns, mount, umount2, pivot_root,"
    " mount_setattr, chroot and sethostname, as docker/seccomp.json does, and no AppArmor"
    " profile that denies mount"
)
_LIBC = ctypes.PyDLL(None, use_errno=True)


def _checked(result):
    # type: (int) -> None
    """Raise what the C library put into errno."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _encoded(path):
    # type: (Union[str, bytes]) -> bytes
    """Return the path as the C library wants it."""
    return path if isinstance(path, bytes) else path.encode("utf-8")


def unshare(flags):
    # type: (int) -> None
    """Leave namespaces for new ones."""
    _checked(_LIBC.unshare(ctypes.c_int(flags)))


def enter(fd, kind):
    # type: (int, int) -> None
    """Go into the namespace that the descriptor stands for."""
    _checked(_LIBC.setns(ctypes.c_int(fd), ctypes.c_int(kind)))


def enter_user_namespace(more):
    # type: (int) -> None
    """Make a user namespace with only the own user in it, and the others of `more` inside."""
    uid, gid = os.geteuid(), os.getegid()
    try:
        unshare(NEWUSER | more)
        # user_namespaces(7): without this the group map is refused to the unprivileged.
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", "%d %d 1" % (uid, uid))
        _write("/proc/self/gid_map", "%d %d 1" % (gid, gid))
    except (IOError, OSError) as error:
        raise WallMissing("user namespaces", error, _REMEDY_NAMESPACES)


def require_enter(fd, kind):
    # type: (int, int) -> None
    """Go into a namespace in which this process is already, to see whether it may."""
    try:
        enter(fd, kind)
    except OSError as error:
        raise WallMissing("setns", error, _REMEDY_NAMESPACES)


def _write(path, text):
    # type: (str, str) -> None
    """Write one line into a file of the kernel's."""
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode("ascii"))
    finally:
        os.close(fd)


def have_own_mounts():
    # type: () -> bool
    """As root: keep the mounts to come from everybody else; False where root may not mount.

    In containers root usually may not, as long as it is in no user namespace of its own.
    """
    try:
        unshare(NEWNS)
    except OSError as error:
        if error.errno != errno.EPERM:
            raise
        return False
    make_private()
    return True


def make_private():
    # type: () -> None
    """Keep mounts of this namespace from reaching any other one, and the other way round."""
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE, None)


def mount_tmpfs(target, flags, options):
    # type: (str, int, str) -> None
    """Put an empty file system in memory there."""
    _mount("tmpfs", target, "tmpfs", flags, options)


def bind(source, target):
    # type: (str, str) -> None
    """Show the file or directory at another place too."""
    _mount(source, target, None, _MS_BIND, None)


def bind_all(source, target):
    # type: (str, str) -> None
    """Show the directory and everything mounted in it at another place too."""
    _mount(source, target, None, _MS_BIND | _MS_REC, None)


def unmount(target):
    # type: (str) -> None
    """Take the mount away, whoever still uses it."""
    _checked(_LIBC.umount2(_encoded(target), ctypes.c_int(_MNT_DETACH)))


def _mount(source, target, kind, flags, options):
    # type: (Optional[str], str, Optional[str], int, Optional[str]) -> None
    """Call mount(2)."""
    arguments = [None if text is None else _encoded(text) for text in (source, target, kind)]
    data = None if options is None else _encoded(options)
    try:
        _checked(_LIBC.mount(*(arguments + [ctypes.c_ulong(flags), data])))
    except OSError as error:
        subject = OSError(error.errno, "mount %s: %s" % (target, error.strerror))
        if error.errno in (errno.EPERM, errno.ENOSYS, errno.EACCES):
            raise WallMissing("mounts", subject, _REMEDY_NAMESPACES)
        raise subject


class _MountAttributes(ctypes.Structure):
    """struct mount_attr of linux/mount.h."""

    _fields_ = [
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user_namespace_fd", ctypes.c_uint64),
    ]


def make_read_only(target):
    # type: (str) -> None
    """Keep everybody from writing to this mount and the ones in it."""
    # Not NODEV: /dev/null is one of them.
    _set_attributes(target, _ATTR_RDONLY | _ATTR_NOSUID, _AT_RECURSIVE)


def make_data_only(target):
    # type: (str) -> None
    """Keep programs and devices on this mount from being used."""
    _set_attributes(target, _ATTR_NOSUID | _ATTR_NODEV | _ATTR_NOEXEC, 0)


def _set_attributes(target, attributes, flags):
    # type: (str, int, int) -> None
    """Call mount_setattr(2)."""
    wanted = _MountAttributes(attributes, 0, 0, 0)
    path = ctypes.create_string_buffer(_encoded(target))
    addresses = ctypes.addressof(path), ctypes.addressof(wanted)
    try:
        _syscalls.syscall(
            "mount_setattr", _AT_FDCWD, addresses[0], flags, addresses[1], ctypes.sizeof(wanted)
        )
    except OSError as error:
        raise WallMissing("read-only mounts", error, "Linux 5.12 or later; " + _REMEDY_NAMESPACES)


def become_root_directory():
    # type: () -> None
    """Make the working directory, a mount, the root of this namespace and forget the old one."""
    here = ctypes.create_string_buffer(b".")
    try:
        # pivot_root(2): with the same directory twice the old root lies on top of the new one.
        _syscalls.syscall("pivot_root", ctypes.addressof(here), ctypes.addressof(here))
        unmount(".")
        os.chdir("/")
    except OSError as error:
        raise WallMissing("pivot_root", error, _REMEDY_NAMESPACES)


def change_root(path):
    # type: (str) -> None
    """Make the directory the root of this process."""
    try:
        os.chroot(path)
    except OSError as error:
        raise WallMissing("chroot", error, _REMEDY_NAMESPACES)


def set_host_name(name):
    # type: (str) -> None
    """Give this namespace a host name that tells nothing."""
    data = _encoded(name)
    try:
        _checked(_LIBC.sethostname(data, ctypes.c_size_t(len(data))))
    except OSError as error:
        raise WallMissing("host name", error, _REMEDY_NAMESPACES)
