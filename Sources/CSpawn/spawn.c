// Starting a child that is bounded before its first instruction. Between fork and exec only calls that are
// safe in a process with threads.
#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// What the child tells before exec takes the pipe away.
struct word {
  int is_failure;
  int code;
};

static void tell(int pipe, int is_failure, int code) {
  struct word word = {is_failure, code};
  // Shorter than PIPE_BUF: whole or not at all, and nobody else to tell.
  if (write(pipe, &word, sizeof word) < 0) _exit(127);
}

static int bound(int resource, uint64_t limit) {
  struct rlimit both = {limit, limit};
  return setrlimit(resource, &both);
}

// Root may leave the network by itself; others need a user namespace for it.
static int leave_network(void) {
  if (unshare(CLONE_NEWNET) == 0) return 0;
  return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : errno;
}

static void reset_signals(void) {
  // Ignored signals would stay ignored through exec.
  for (int number = 1; number < 65; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

// Descriptors below 3 could be overwritten by one another: moved out of the way first.
static int raise_descriptor(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }

static int take_descriptors(const struct bounded_child *child) {
  int input = raise_descriptor(child->input);
  int output = raise_descriptor(child->output);
  int errors = raise_descriptor(child->errors);
  if (input < 0 || output < 0 || errors < 0) return -1;
  if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) return -1;
  return syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) == 0 ? 0 : -1;
}

static void become(const struct bounded_child *child, int told) {
  reset_signals();
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (take_descriptors(child) != 0 || chdir(child->folder) != 0 ||
      bound(RLIMIT_CORE, 0) != 0 || bound(RLIMIT_CPU, child->seconds) != 0 ||
      bound(RLIMIT_FSIZE, child->file_size) != 0 || bound(RLIMIT_AS, child->memory) != 0 ||
      prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    tell(told, 1, errno);
    _exit(127);
  }
  tell(told, 0, leave_network());
  execve(child->path, child->arguments, child->environment);
  tell(told, 1, errno);
  _exit(127);
}

pid_t start_bounded_child(const struct bounded_child *child, int *network) {
  int told[2];
  if (pipe2(told, O_CLOEXEC) != 0) return -errno;
  pid_t process = fork();
  if (process < 0) {
    int code = errno;
    close(told[0]);
    close(told[1]);
    return -code;
  }
  // The pipe must survive the child's own dup2: it lies above 2 as long as 0 to 2 are open.
  if (process == 0) become(child, told[1]);
  close(told[1]);
  setpgid(process, process);
  *network = ENOSYS;
  int failure = 0;
  struct word word;
  for (;;) {
    ssize_t count = read(told[0], &word, sizeof word);
    if (count < 0 && errno == EINTR) continue;
    if (count != (ssize_t)sizeof word) break;
    if (word.is_failure) failure = word.code;
    else *network = word.code;
  }
  close(told[0]);
  if (failure == 0) return process;
  while (waitpid(process, NULL, 0) < 0 && errno == EINTR) {}
  return -failure;
}

int open_process(pid_t child) { return (int)syscall(SYS_pidfd_open, child, 0); }

int make_private_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}
