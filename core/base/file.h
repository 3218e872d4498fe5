/* Whole files and the XDG folders. */
#ifndef KLAMM_CORE_BASE_FILE_H
#define KLAMM_CORE_BASE_FILE_H

#include "core/base/buf.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads at most max bytes; a larger file is an error. Directories and unreadable files too. */
bool file_read(const char *path, size_t max, struct buf *out, struct err *err);
/* The same for klamm's own files: a pipe or a device in their place is an error, and not waited
 * for. */
bool file_read_ordinary(const char *path, size_t max, struct buf *out, struct err *err);
/* Writes a new file beside path, fsyncs, renames: readers see the old or the new one, whole. Mode
 * is that of the new file (0600 for state). */
bool file_write(const char *path, const void *data, size_t len, unsigned mode, struct err *err);
/* mkdir -p, 0700. */
bool file_make_dirs(const char *path, struct err *err);
/* "config", "state" or "cache" folder of klamm: $XDG_…_HOME/klamm or ~/.config/klamm … ; malloc'd.
 * NULL when there is neither the variable nor HOME. */
char *file_xdg(const char *what);
char *file_expand(const char *path); /* ~ and ~/…; malloc'd */

#endif
