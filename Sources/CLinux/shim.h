// Calls of the C library that Swift's Glibc module leaves out.
#pragma once
#include <errno.h>
#include <sys/eventfd.h>
#include <sys/vfs.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>

// Numbers of linux/fcntl.h that need _GNU_SOURCE.
#define REDLINE_F_SETSIG 10
#define REDLINE_F_SETLEASE 1024

// Whether nobody has the file open for writing, or mapped so: 1 yes, 0 somebody has, -1 not to be known here.
// A read lease is given on no other terms (fcntl(2)), to the file's owner or with CAP_LEASE; it is given back at once.
// Should a writer come in between, the kernel signals: by SIGURG, which is ignored by default, as SIGIO ends a process.
static inline int redline_has_no_writer(int descriptor) {
  if (fcntl(descriptor, REDLINE_F_SETSIG, SIGURG) != 0) return -1;
  if (fcntl(descriptor, REDLINE_F_SETLEASE, F_RDLCK) == 0) {
    fcntl(descriptor, REDLINE_F_SETLEASE, F_UNLCK);
    return 1;
  }
  return errno == EAGAIN ? 0 : -1;
}
