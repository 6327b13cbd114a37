// Starting a child that is bounded before its first instruction; what posix_spawn cannot ask for.
#pragma once
#include <stdint.h>
#include <sys/types.h>

/// A program to start. All pointers must stay valid during the call only.
struct bounded_child {
  const char *_Nonnull path;
  char *_Nullable const *_Nonnull arguments;
  char *_Nullable const *_Nonnull environment;
  /// Its working folder.
  const char *_Nonnull folder;
  /// Descriptors that become 0, 1 and 2; all others are closed.
  int input, output, errors;
  /// Bytes of address space, seconds of processor time, bytes of any file it writes.
  uint64_t memory, seconds, file_size;
};

/// Starts the child in a process group of its own, without a network where the kernel allows that.
/// Returns its process id, or the negated errno. `network` receives 0 when it has no network, else the errno
/// with which the kernel refused to take it away.
pid_t start_bounded_child(const struct bounded_child *_Nonnull child, int *_Nonnull network);

/// A descriptor that is readable once the child has ended; -1 and errno on failure.
int open_process(pid_t child);

/// A pipe whose ends no other child inherits; the reading end does not block. 0, or -1 and errno.
int make_private_pipe(int ends[_Nonnull 2]);
