/* Opening a terminal anew; the console's output and the progress lines of commands use it. */
#include "core/base/terminal.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* /dev/tty may be another terminal, and opening fd's own may be forbidden: after su it is somebody
 * else's. */
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
