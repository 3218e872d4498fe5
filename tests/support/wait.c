/* See wait.h. */
#include "tests/support/wait.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

bool wait_process(pid_t pid, int ms)
{
    struct pollfd p = {.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    if (p.fd < 0)
        return true; /* reaped already */
    bool ended = poll(&p, 1, ms) > 0;
    close(p.fd);
    return ended;
}

void pass_time(int ms)
{
    poll(NULL, 0, ms);
}
