/* Collects what is wrong. The loaders of core/config and the theme and key map loaders add to one
 * list and go on, so that an operator fixes a file in one go; tui and cli print it. Foreign text in
 * a sentence (keys, values, messages of libyaml) is made visible here, at the one place all pass.
 */
#include "core/config/problems.h"

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/text_compare.h"
#include "core/base/vec.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    PROBLEMS_MAX = 200,
    TEXT_MAX = 1024,
};

void problems_init(struct problems *p)
{
    memset(p, 0, sizeof *p);
}

void problems_release(struct problems *p)
{
    for (size_t i = 0; i < p->len; i++)
        free(p->data[i].text);
    free(p->data);
    problems_init(p);
}

/* What a file says is checked again when the command line has been added to it. */
static bool is_said(const struct problems *p, bool warning, const char *text)
{
    for (size_t i = 0; i < p->len; i++)
        if (p->data[i].warning == warning && strcmp(p->data[i].text, text) == 0)
            return true;
    return false;
}

static void problems_push(struct problems *p, bool warning, char *text)
{
    if (is_said(p, warning, text)) {
        free(text);
        return;
    }
    if (!warning)
        p->errors++;
    if (p->len >= PROBLEMS_MAX) {
        free(text);
        return;
    }
    struct problem item = {.warning = warning, .text = text};
    vec_push(p, item);
}

static void __attribute__((format(printf, 5, 0)))
problems_vadd(struct problems *p, bool warning, const char *file, int line, const char *fmt,
              va_list ap)
{
    char said[TEXT_MAX];
    vsnprintf(said, sizeof said, fmt, ap);
    struct buf text;
    buf_init(&text, 0);
    if (file)
        buf_adds(&text, file);
    if (file && line > 0)
        buf_addf(&text, ":%d", line);
    if (file)
        buf_adds(&text, ": ");
    buf_adds(&text, said);

    struct arena a;
    arena_init(&a);
    problems_push(p, warning, xstrdup(text_visible(&a, buf_str(&text), text.len)));
    arena_release(&a);
    buf_release(&text);
}

bool problems_error(struct problems *p, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    problems_vadd(p, false, file, line, fmt, ap);
    va_end(ap);
    return false;
}

bool problems_warn(struct problems *p, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    problems_vadd(p, true, file, line, fmt, ap);
    va_end(ap);
    return false;
}

void problems_move(struct problems *to, struct problems *from)
{
    for (size_t i = 0; i < from->len; i++)
        problems_push(to, from->data[i].warning, from->data[i].text);
    free(from->data);
    problems_init(from);
}

bool problems_check(const struct problems *p, struct err *err)
{
    if (!p->errors)
        return true;
    const char *first = "";
    for (size_t i = 0; i < p->len; i++) {
        if (!p->data[i].warning) {
            first = p->data[i].text;
            break;
        }
    }
    if (p->errors == 1)
        return err_set(err, ERR_CONFIG, "%s", first);
    return err_set(err, ERR_CONFIG, "%s (and %zu more)", first, p->errors - 1);
}

/* "Default_Cluster" and "default.cluster" fold to what "default-cluster" folds to. */
static void fold(char *dst, size_t size, const char *s)
{
    size_t n = 0;
    for (; *s && n + 1 < size; s++)
        dst[n++] = *s == '_' || *s == '.' ? '-' : (char)tolower((unsigned char)*s);
    dst[n] = '\0';
}

const char *problems_suggest(const char *word, const char *const *names, size_t n)
{
    char mine[128], theirs[128];
    size_t len = strlen(word);
    if (len == 0 || len >= sizeof mine)
        return NULL;
    fold(mine, sizeof mine, word);
    int best = len < 4 ? 1 : len < 10 ? 2 : 3;
    const char *found = NULL;
    for (size_t i = 0; i < n; i++) {
        fold(theirs, sizeof theirs, names[i]);
        int d = text_distance(mine, theirs, best);
        if (d <= best && (!found || d < best)) {
            best = d;
            found = names[i];
        }
    }
    return found;
}
