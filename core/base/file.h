/* Whole files and the XDG directories. */
#ifndef KLAMM_CORE_BASE_FILE_H
#define KLAMM_CORE_BASE_FILE_H

#include "core/base/buf.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* Reads at most max bytes; a larger file is an error. Directories and unreadable files too, and
 * text in UTF-16: each ERR_USAGE, as the user who named it can name another. A byte order mark of
 * UTF-8 before the text is not part of it. */
bool file_read(const char *path, size_t max, struct buf *out, struct err *err);
/* The same for klamm's own files: a pipe or a device in their place is an error, and not waited
 * for. */
bool file_read_ordinary(const char *path, size_t max, struct buf *out, struct err *err);
/* Writes a new file next to path, fsyncs, renames: readers see the old or the new one, whole. Mode
 * is that of the new file (0600 for state). Links are followed, and devices and pipes written to; a
 * pipe without a reader is an error, and so is what another user has put into a directory where
 * everyone may (err->code EACCES): fs.protected_symlinks of Linux, whatever it is set to. */
bool file_write(const char *path, const void *data, size_t len, unsigned mode, struct err *err);
/* That rule: whether what is there in this directory counts for the user with this id. */
bool file_is_trusted(const struct stat *dir, const struct stat *there, uid_t who);
/* mkdir -p, 0700. */
bool file_make_dirs(const char *path, struct err *err);
/* "config", "state" or "cache" directory of klamm: $XDG_…_HOME/klamm or ~/.config/klamm … ;
 * malloc'd. NULL when there is neither the variable nor HOME. */
char *file_xdg(const char *what);
/* $KLAMM_STATE_DIR, else file_xdg("state"); malloc'd, NULL when there is neither. */
char *file_state(void);
/* The file of a cluster below it: …/dir/<id>suffix. Ids are base64url; whatever else one holds
 * becomes '_', so that none leaves the directory. malloc'd; NULL with err when there is no state
 * directory; `what` says what then has no place. Nothing is made. */
char *file_state_of(const char *dir, const char *id, const char *suffix, const char *what,
                    struct err *err);
char *file_expand(const char *path); /* ~ and ~/…; malloc'd */

#endif
