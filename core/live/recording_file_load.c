/* Reads the file of a recording and judges what is in it. */
#include "core/live/recording_file_load.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/recording/recording_parse.h"

#include <errno.h>
#include <string.h>

static void say_newer(const char *path, struct recording_file_load *out)
{
    out->foreign = true;
    out->said = xasprintf("the recording %s is of a newer klamm: what that wrote is not read, "
                          "and nothing is recorded by this one",
                          path);
}

static void say_large(const char *path, struct recording_file_load *out)
{
    out->foreign = true;
    out->said = xasprintf("the recording %s is larger than %d MiB: it is not read, and nothing "
                          "is recorded until it is moved away",
                          path, RECORDING_FILE_MAX >> 20);
}

static void judge(const char *path, const struct recording_read *how,
                  struct recording_file_load *out)
{
    out->foreign = how->newer || how->gave_up;
    if (how->newer)
        say_newer(path, out);
    else if (how->gave_up)
        out->said = xasprintf("the recording %s was not written by klamm and can't be read to its "
                              "end: nothing is recorded until it is moved away",
                              path);
    else if (how->older)
        out->said =
            xasprintf("the recording %s is of an older klamm: what that wrote is not read", path);
    else if (how->damaged)
        out->said = xasprintf("the recording %s is damaged: in %zu place%s something was lost",
                              path, how->damaged, how->damaged == 1 ? "" : "s");
}

void recording_file_load(const char *path, struct recording *into, struct recording_file_load *out)
{
    struct buf bytes;
    struct err err = {0};
    struct recording_read how;
    *out = (struct recording_file_load){0};
    buf_init(&bytes, 0);
    if (file_read_ordinary(path, RECORDING_FILE_MAX, &bytes, &err)) {
        recording_read(into, buf_str(&bytes), bytes.len, &how);
        out->size = (int64_t)bytes.len;
        judge(path, &how, out);
    } else if (err.code == EFBIG) {
        say_large(path, out);
    } else if (err.code != ENOENT) {
        out->unread = true;
        out->said = xasprintf("the recording %s could not be read: %s", path,
                              err.code ? strerror(err.code) : err.msg);
    }
    buf_release(&bytes);
}

void recording_file_look(const char *path, struct recording_file_load *out)
{
    struct buf bytes;
    struct err err = {0};
    *out = (struct recording_file_load){0};
    buf_init(&bytes, 0);
    if (!file_read_ordinary(path, RECORDING_FILE_MAX, &bytes, &err)) {
        if (err.code == EFBIG)
            say_large(path, out);
    } else if (recording_is_newer(buf_str(&bytes), bytes.len)) {
        say_newer(path, out);
    }
    buf_release(&bytes);
}
