/* Opening a terminal again; the console's output and the progress lines of commands use it. */
#include "core/base/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* /dev/tty may be another terminal, and opening fd's own may be forbidden: after su it is another
 * user's. */
int terminal_open(int fd)
{
    char own[32];
    const char *const paths[] = {"/dev/tty", own};
    unsigned want = 0, is = 0;
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    for (size_t i = 0; !ioctl(fd, TIOCGDEV, &want) && i < sizeof paths / sizeof *paths; i++) {
        int n = open(paths[i], O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (n >= 0 && !ioctl(n, TIOCGDEV, &is) && is == want)
            return n;
        if (n >= 0)
            close(n);
    }
    return -1;
}

/* What poll() says of a description that blocks holds for one byte of a terminal only, and for
 * PIPE_BUF of a pipe. */
void terminal_tell(int fd, const char *text, int quiet_ms)
{
    int own = terminal_open(fd), tries = 5;
    size_t left = strlen(text), most = own >= 0 ? left : 1;
    struct pollfd p = {.fd = own >= 0 ? own : fd, .events = POLLOUT};
    while (left && tries && poll(&p, 1, quiet_ms) > 0) {
        ssize_t n = write(p.fd, text, left < most ? left : most);
        if (n > 0) {
            text += n;
            left -= (size_t)n;
        } else { /* a line break may need more room than there is */
            tries = n < 0 && errno != EAGAIN && errno != EINTR ? 0 : tries - 1;
        }
    }
    if (own >= 0)
        close(own);
}
