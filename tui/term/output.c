/* The queue to the terminal; called by tty.c and terminal.c, which flushes when the terminal takes
 * more. Its state is file-level for the same reason as tty.c's: crash handlers have nothing else to
 * find it by.
 *
 * The descriptor is one of its own, since O_NONBLOCK belongs to the open file description, which
 * stdout shares with the shell. Curses writes until all is taken, spinning on EAGAIN, so it writes
 * into a file in memory, from where the frame is queued. */
#include "tui/term/output.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define CANCEL "\x18" /* ends a sequence that has started (ECMA-48 CAN) */

static int fd = STDOUT_FILENO;
static bool own; /* fd is not shared and does not block */
static FILE *frames;
static char *queue;
static size_t first, last, room; /* of the queue: bytes first to last are still to be taken */
static int64_t taken_at;         /* when it last took some, or had all */
/* A thread crashed: the loop's own goes on for a moment, and paints over nothing any more. */
static volatile sig_atomic_t ended;

/* NULL: files may not grow here, or there is no descriptor left; then curses writes by itself. */
static FILE *open_frames(void)
{
    enum { FRAME_MAX = 16 << 20 };
    struct rlimit limit;
    if (!getrlimit(RLIMIT_FSIZE, &limit) && limit.rlim_cur < FRAME_MAX)
        return NULL;
    int n = memfd_create("klamm frames", MFD_CLOEXEC);
    FILE *f = n >= 0 ? fdopen(n, "w+") : NULL;
    if (n >= 0 && !f)
        close(n);
    return f;
}

void output_open(void)
{
    if (frames)
        return;
    int n = terminal_open(STDOUT_FILENO);
    if (n >= 0) {
        fd = n;
        own = true;
    }
    frames = open_frames();
    taken_at = clock_mono_ms();
}

FILE *output_curses(void)
{
    return frames ? frames : stdout;
}

static void make_room(size_t len)
{
    if (first == last)
        first = last = 0;
    if (last + len <= room)
        return;
    if (first) {
        memmove(queue, queue + first, last - first);
        last -= first;
        first = 0;
    }
    if (last + len > room) {
        room = (last + len) * 2;
        queue = xrealloc(queue, room, 1);
    }
}

void output_add(const char *bytes, size_t len)
{
    if (first == last)
        taken_at = clock_mono_ms();
    make_room(len);
    memcpy(queue + last, bytes, len);
    last += len;
}

void output_collect(void)
{
    if (!frames) {
        fflush(stdout);
        return;
    }
    int file = fileno(frames);
    off_t n = lseek(file, 0, SEEK_CUR);
    if (n <= 0)
        return;
    if (first == last)
        taken_at = clock_mono_ms();
    make_room((size_t)n);
    ssize_t got = pread(file, queue + last, (size_t)n, 0);
    last += got > 0 ? (size_t)got : 0;
    lseek(file, 0, SEEK_SET);
}

static int takes_more(int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    return poll(&p, 1, ms);
}

/* A shared description blocks, and what poll() says holds for one byte only. */
static ssize_t take(const char *bytes, size_t len)
{
    if (own)
        return write(fd, bytes, len);
    if (takes_more(0) > 0)
        return write(fd, bytes, 1);
    errno = EAGAIN;
    return -1;
}

void output_flush(void)
{
    while (first < last && !ended) {
        ssize_t n = take(queue + first, last - first);
        if (n > 0) {
            first += (size_t)n;
            taken_at = clock_mono_ms();
        } else if (n < 0 && errno == EAGAIN) {
            return;
        } else if (n >= 0 || errno != EINTR) {
            first = last; /* it was closed; reading from it says so */
        }
    }
}

size_t output_pending(void)
{
    return last - first;
}

int64_t output_stalled_ms(void)
{
    return first < last ? clock_mono_ms() - taken_at : 0;
}

void output_wait(int quiet_ms, int most_ms)
{
    int64_t end = clock_mono_ms() + most_ms;
    int n = 1; /* −1: a signal came */
    output_flush();
    while (first < last && n != 0 && clock_mono_ms() < end) {
        n = takes_more(quiet_ms);
        if (n > 0)
            output_flush();
    }
}

void output_drop(void)
{
    if (first == last)
        return;
    first = last = 0;
    output_add(CANCEL, sizeof CANCEL - 1);
}

int output_fd(void)
{
    return fd;
}

void output_rescue(const char *bytes, size_t len)
{
    enum { TRIES = 5, TRY_MS = 100 };
    int left = TRIES;
    ended = 1;
    if (first < last) /* of a frame, perhaps in the middle of a sequence */
        (void)!take(CANCEL, sizeof CANCEL - 1);
    while (len && left) {
        ssize_t n = take(bytes, len);
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            left -= takes_more(TRY_MS) <= 0;
        } else if (n >= 0 || errno != EINTR) {
            return;
        }
    }
}
