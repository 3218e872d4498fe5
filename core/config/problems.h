/* What is wrong in the files and options of a start, all of it at once instead of the first only.
 * Every text is one sentence, display-safe, starts with "file:line: " where there is one, and never
 * holds the value of a secret: callers quote names, and values only of settings. */
#ifndef KLAMM_CORE_CONFIG_PROBLEMS_H
#define KLAMM_CORE_CONFIG_PROBLEMS_H

#include "core/base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct problem {
    bool warning; /* false: what it is about was not used */
    char *text;
};

struct problems {
    struct problem *data;
    size_t len;
    size_t cap;
    size_t errors; /* how many are not warnings */
};

void problems_init(struct problems *p);
void problems_release(struct problems *p);

/* file may be NULL (no place), line 0 (the file as a whole). Return false, so that
 * `return problems_error(…)` reads well. At most 200 are kept, and each sentence once. */
bool problems_error(struct problems *p, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool problems_warn(struct problems *p, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void problems_move(struct problems *to, struct problems *from); /* from is empty afterwards */

/* False and fills err (ERR_CONFIG: the first error, and how many more) when there are errors. */
bool problems_check(const struct problems *p, struct err *err);

/* The name among names[0..n) that was probably meant, or NULL. Case and '_' for '-' or '.' are
 * forgiven, then one or two typos by length. */
const char *problems_suggest(const char *word, const char *const *names, size_t n);

#endif
