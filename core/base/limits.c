#include "core/base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    DESCRIPTORS = 24, /* the loop 5, three for each of some brokers, files */
    THREADS = 18, /* of librdkafka two and one for each broker given or learnt, of the pool four */
    THREAD_MAX_MB = 8,
    BESIDE_MB = 24,
};

/* What needs nothing but a descriptor: no file has to be there. */
static int take_descriptor(int from)
{
    return from < 0 ? eventfd(0, EFD_CLOEXEC) : fcntl(from, F_DUPFD_CLOEXEC, 0);
}

static bool descriptors_allow(struct err *err)
{
    int fds[DESCRIPTORS], n = 0, why = 0;
    while (n < DESCRIPTORS && (fds[n] = take_descriptor(n ? fds[0] : -1)) >= 0)
        n++;
    if (n < DESCRIPTORS)
        why = errno;
    for (int i = 0; i < n; i++)
        close(fds[i]);
    return n == DESCRIPTORS ||
           err_set(err, ERR_CONFIG,
                   "only %d more files can be opened, and a connection needs at least %d: raise "
                   "the limit (ulimit -n 256): %s",
                   n, DESCRIPTORS, strerror(why));
}

/* Threads get as much stack as the main one may have. */
static size_t needed_mb(void)
{
    struct rlimit stack = {.rlim_cur = RLIM_INFINITY};
    getrlimit(RLIMIT_STACK, &stack);
    size_t mb = stack.rlim_cur / 1048576;
    return BESIDE_MB + THREADS * (mb < 1 ? 1 : mb > THREAD_MAX_MB ? THREAD_MAX_MB : mb);
}

static bool memory_allows(struct err *err)
{
    size_t mb = needed_mb();
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *p = mmap(NULL, mb * 1048576, PROT_NONE, flags, -1, 0);
    if (p == MAP_FAILED)
        return err_set(err, ERR_CONFIG,
                       "the system does not give klamm the %zu MiB of address space that its "
                       "threads need: raise the limit (ulimit -v)",
                       mb);
    munmap(p, mb * 1048576);
    return true;
}

bool limits_allow(struct err *err)
{
    return descriptors_allow(err) && memory_allows(err);
}
