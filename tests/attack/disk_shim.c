/* Loaded before the C library: logs what a process changes below a folder, ends its process group at the n-th such change, or lets the
   disk be full from then on.
   One line of text in the log for each change, and the bytes of a write after it; `tests/attack/disk.py` reads it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static int log_file = -1;
static long *changes; /* shared with children */
static long last;
static long full; /* from this change on the disk is full; 0: never */

static void hold(void) { pthread_mutex_lock(&lock); }
static void release(void) { pthread_mutex_unlock(&lock); }

/* Begin: below this folder, log to this file (or -1), end the process group before change number `end` (0: never). */
void disk_begin(const char *where, int log, long end) {
  pthread_atfork(hold, release, release); /* no child begins with a lock that nobody opens */
  changes = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  strncpy(folder, where, sizeof folder - 1);
  log_file = log;
  last = end;
}

void disk_full(long from) { full = from; }

long disk_changes(void) { return changes ? *changes : 0; }

static int below(const char *path) {
  size_t length = strlen(folder);
  return length && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static const char *absolute(int at, const char *path, char *out) {
  char base[PATH_MAX - 1] = "", link[64];
  if (path[0] == '/') {
    snprintf(out, PATH_MAX, "%s", path);
  } else {
    if (at == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) base[0] = 0;
    } else {
      snprintf(link, sizeof link, "/proc/self/fd/%d", at);
      ssize_t size = readlink(link, base, sizeof base - 1);
      base[size < 0 ? 0 : size] = 0;
    }
    if (snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) out[0] = 0;
  }
  /* parts that say nothing: //, /./, and / at the end */
  char *to = out;
  for (const char *from = out; *from;) {
    if (from[0] == '/' && (from[1] == '/' || (from[1] == '.' && (from[2] == '/' || !from[2])))) from += from[1] == '/' ? 1 : 2;
    else *to++ = *from++;
  }
  if (to > out + 1 && to[-1] == '/') to--;
  *to = 0;
  return out;
}

static int of_file(int file, char *path) {
  char link[64];
  if (!folder[0]) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t size = readlink(link, path, PATH_MAX - 1);
  path[size < 0 ? 0 : size] = 0;
  return below(path);
}

static unsigned long inode(int file) {
  struct stat facts;
  return syscall(SYS_fstat, file, &facts) ? 0 : facts.st_ino;
}

static unsigned long inode_at(const char *path) {
  struct stat facts;
  return syscall(SYS_newfstatat, AT_FDCWD, path, &facts, AT_SYMLINK_NOFOLLOW) ? 0 : facts.st_ino;
}

/* Before a change: count it, and end here if it is the one. The lock stays with the caller until `logged`. */
static void counted(void) {
  pthread_mutex_lock(&lock);
  if (changes && ++*changes == last) kill(0, SIGKILL);
}

/* Whether the change that was just counted finds the disk full; it then fails, and the lock is given back. */
static int no_room(void) {
  if (!full || !changes || *changes < full) return 0;
  pthread_mutex_unlock(&lock);
  errno = ENOSPC;
  return 1;
}

static void logged(const char *what, unsigned long number, long offset, const char *path, const char *other, const void *data, size_t size) {
  if (log_file >= 0 && what) {
    char line[3 * PATH_MAX];
    int length = snprintf(line, sizeof line, "%s\t%lu\t%ld\t%zu\t%s\t%s\n", what, number, offset, size, path, other);
    syscall(SYS_write, log_file, line, length);
    for (size_t done = 0; done < size;) {
      long part = syscall(SYS_write, log_file, (const char *)data + done, size - done);
      if (part <= 0) break;
      done += part;
    }
  }
  pthread_mutex_unlock(&lock);
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  char name[PATH_MAX];
  if (!folder[0] || !(flags & (O_CREAT | O_TRUNC)) || !below(absolute(at, path, name))) return syscall(SYS_openat, at, path, flags, mode);
  counted();
  unsigned long before = inode_at(name);
  if (!before && no_room()) return -1;
  int file = syscall(SYS_openat, at, path, flags, mode);
  if (file < 0) logged(NULL, 0, 0, "", "", NULL, 0);
  else if (!before) logged("create", inode(file), 0, name, "", NULL, 0);
  else logged(flags & O_TRUNC ? "truncate" : NULL, inode(file), 0, name, "", NULL, 0);
  return file;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags | O_LARGEFILE, mode); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

FILE *fopen(const char *path, const char *mode) {
  int flags = mode[0] == 'r' ? O_RDONLY : mode[0] == 'w' ? O_CREAT | O_TRUNC | O_WRONLY : O_CREAT | O_APPEND | O_WRONLY;
  if (strchr(mode, '+')) flags = (flags & ~O_WRONLY) | O_RDWR;
  int file = opened(AT_FDCWD, path, flags | O_CLOEXEC, 0666);
  return file < 0 ? NULL : fdopen(file, mode);
}
FILE *fopen64(const char *path, const char *mode) { return fopen(path, mode); }

static ssize_t put(int file, const void *data, size_t size, off_t offset, int placed) {
  char path[PATH_MAX];
  if (!of_file(file, path)) return placed ? syscall(SYS_pwrite64, file, data, size, offset) : syscall(SYS_write, file, data, size);
  counted();
  if (no_room()) return -1;
  ssize_t done = placed ? syscall(SYS_pwrite64, file, data, size, offset) : syscall(SYS_write, file, data, size);
  long at = placed ? offset : syscall(SYS_lseek, file, 0, SEEK_CUR) - done;
  logged(done > 0 ? "write" : NULL, inode(file), at, path, "", data, done > 0 ? done : 0);
  return done;
}

ssize_t write(int file, const void *data, size_t size) { return put(file, data, size, 0, 0); }
ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return put(file, data, size, offset, 1); }
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) { return put(file, data, size, offset, 1); }
ssize_t writev(int file, const struct iovec *parts, int number) {
  ssize_t all = 0;
  char path[PATH_MAX];
  if (!of_file(file, path)) return syscall(SYS_writev, file, parts, number);
  for (int n = 0; n < number; n++) {
    ssize_t done = put(file, parts[n].iov_base, parts[n].iov_len, 0, 0);
    if (done < 0) return all ? all : done;
    all += done;
  }
  return all;
}
/* Without these, callers fall back to `write`. */
ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
  char path[PATH_MAX];
  if (of_file(to, path)) { errno = EINVAL; return -1; }
  return syscall(SYS_sendfile, to, from, offset, size);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) { return sendfile(to, from, offset, size); }
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned int flags) {
  char path[PATH_MAX];
  if (of_file(to, path)) { errno = EXDEV; return -1; }
  return syscall(SYS_copy_file_range, from, a, to, b, size, flags);
}

static int changed_file(const char *what, int file, long offset, long result, int number, long third) {
  char path[PATH_MAX];
  if (!of_file(file, path)) return syscall(number, file, result, third);
  counted();
  int done = syscall(number, file, result, third);
  logged(done ? NULL : what, inode(file), offset, path, "", NULL, 0);
  return done;
}

int fsync(int file) { return changed_file("sync", file, 0, 0, SYS_fsync, 0); }
int fdatasync(int file) { return changed_file("sync", file, 0, 0, SYS_fdatasync, 0); }
int ftruncate(int file, off_t size) { return changed_file("size", file, size, size, SYS_ftruncate, 0); }
int ftruncate64(int file, off64_t size) { return changed_file("size", file, size, size, SYS_ftruncate, 0); }

static int renamed(int a, const char *from, int b, const char *to, unsigned int flags) {
  char one[PATH_MAX], two[PATH_MAX];
  absolute(a, from, one), absolute(b, to, two);
  if (!below(one) && !below(two)) return syscall(SYS_renameat2, a, from, b, to, flags);
  counted();
  int done = syscall(SYS_renameat2, a, from, b, to, flags);
  logged(done ? NULL : "rename", inode_at(two), 0, one, two, NULL, 0);
  return done;
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int a, const char *from, int b, const char *to) { return renamed(a, from, b, to, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned int flags) { return renamed(a, from, b, to, flags); }

static int linked(int a, const char *from, int b, const char *to, int flags) {
  char one[PATH_MAX], two[PATH_MAX];
  absolute(a, from, one), absolute(b, to, two);
  if (!below(two)) return syscall(SYS_linkat, a, from, b, to, flags);
  counted();
  int done = syscall(SYS_linkat, a, from, b, to, flags);
  logged(done ? NULL : "link", inode_at(two), 0, one, two, NULL, 0);
  return done;
}
int link(const char *from, const char *to) { return linked(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int a, const char *from, int b, const char *to, int flags) { return linked(a, from, b, to, flags); }

static int removed(int at, const char *path, int flags) {
  char name[PATH_MAX];
  if (!below(absolute(at, path, name))) return syscall(SYS_unlinkat, at, path, flags);
  counted();
  int done = syscall(SYS_unlinkat, at, path, flags);
  logged(done ? NULL : "remove", 0, 0, name, "", NULL, 0);
  return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int at, const char *path, mode_t mode) {
  char name[PATH_MAX];
  if (!below(absolute(at, path, name))) return syscall(SYS_mkdirat, at, path, mode);
  counted();
  if (no_room()) return -1;
  int done = syscall(SYS_mkdirat, at, path, mode);
  logged(done ? NULL : "folder", inode_at(name), 0, name, "", NULL, 0);
  return done;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return made(at, path, mode); }
