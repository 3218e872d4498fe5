/* Appending to the file of a recording and replacing it. Another klamm may have written while this
 * one did not: what a newer one left stays as it is. */
#include "core/live/recording_file_write.h"

#include "core/base/file.h"
#include "core/recording/recording_write.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool may_write(struct recording_file_write *w)
{
    struct stat st;
    if (stat(w->path, &st) == 0 && st.st_size != w->known)
        recording_file_look(w->path, &w->how);
    if (w->how.foreign)
        w->failed = ENOTSUP;
    return !w->how.foreign;
}

static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : EIO;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

static void add_version(struct buf *b)
{
    struct buf version;
    buf_init(&version, 0);
    recording_write_version(&version);
    buf_insert(b, 0, buf_str(&version), version.len);
    buf_release(&version);
}

/* What could not be written whole is cut off again: the next minute begins at a good end. */
void recording_file_append(struct recording_file_write *w)
{
    struct stat st;
    if (!may_write(w))
        return;
    int fd = open(w->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
    if (fd < 0 || fstat(fd, &st) != 0) {
        w->failed = errno;
    } else if (!S_ISREG(st.st_mode)) {
        w->failed = EINVAL;
    } else {
        if (st.st_size == 0)
            add_version(&w->bytes);
        w->failed = write_all(fd, buf_str(&w->bytes), w->bytes.len);
        w->size = (int64_t)st.st_size + (w->failed ? 0 : (int64_t)w->bytes.len);
        if (w->failed && ftruncate(fd, st.st_size) != 0)
            w->size = -1;
    }
    if (fd >= 0)
        close(fd);
}

void recording_file_replace(struct recording_file_write *w)
{
    struct err err = {0};
    if (!may_write(w))
        return;
    if (file_write(w->path, buf_str(&w->bytes), w->bytes.len, 0600, &err))
        w->size = (int64_t)w->bytes.len;
    else
        w->failed = err.code ? err.code : EIO;
}
