/* History of the `:` and `/` lines. command.c and filter.c own one each through struct app. The
 * file is rewritten with each new line: lines are rare and a crash then loses nothing. A failed
 * write is not worth a message, so it is ignored. */
#include "tui/history.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/config/property.h"

#include <stdlib.h>
#include <string.h>

#define HISTORY_FILE_MAX (4u << 20)

char *state_path(const char *name)
{
    char *dir = file_state();
    char *path = NULL;
    if (dir && file_make_dirs(dir, NULL))
        path = xasprintf("%s/%s", dir, name);
    free(dir);
    return path;
}

static void append(struct history *h, char *line)
{
    if (h->n == h->cap) {
        h->cap = h->cap ? h->cap * 2 : 64;
        h->lines = xrealloc(h->lines, h->cap, sizeof *h->lines);
    }
    h->lines[h->n++] = line;
}

static void drop(struct history *h, size_t i)
{
    free(h->lines[i]);
    memmove(&h->lines[i], &h->lines[i + 1], (h->n - i - 1) * sizeof *h->lines);
    h->n--;
}

static void load(struct history *h)
{
    struct buf data;
    buf_init(&data, 0);
    if (h->path && file_read_ordinary(h->path, HISTORY_FILE_MAX, &data, NULL)) {
        const char *s = buf_str(&data);
        while (*s) {
            size_t n = strcspn(s, "\n");
            if (n && text_is_plain(s, n))
                append(h, xstrndup(s, n));
            s += n + (s[n] == '\n');
        }
    }
    buf_release(&data);
    while (h->n > h->max)
        drop(h, 0);
}

void history_init(struct history *h, const char *name, size_t max)
{
    memset(h, 0, sizeof *h);
    h->max = max;
    h->path = max ? state_path(name) : NULL;
    load(h);
}

void history_release(struct history *h)
{
    for (size_t i = 0; i < h->n; i++)
        free(h->lines[i]);
    free(h->lines);
    free(h->path);
    memset(h, 0, sizeof *h);
}

static void save(const struct history *h)
{
    struct buf data;
    buf_init(&data, 0);
    for (size_t i = 0; i < h->n; i++)
        buf_addf(&data, "%s\n", h->lines[i]);
    if (h->path)
        file_write(h->path, buf_str(&data), data.len, 0600, NULL);
    buf_release(&data);
}

/* A value that is given to a key named like a secret: ssl.keystore.password=… */
static bool holds_secret(const char *line)
{
    bool found = false;
    for (size_t n; !found && *line; line += n) {
        line += strspn(line, " ,");
        n = strcspn(line, " ,");
        const char *equals = memchr(line, '=', n);
        char *name = xstrndup(line, equals ? (size_t)(equals - line) : 0);
        found = property_name_is_secret(name);
        free(name);
    }
    return found;
}

void history_add(struct history *h, const char *line)
{
    h->added += *line != '\0';
    if (!*line || !h->max || holds_secret(line))
        return;
    for (size_t i = 0; i < h->n; i++) {
        if (strcmp(h->lines[i], line) == 0) {
            drop(h, i);
            break;
        }
    }
    append(h, xstrdup(line));
    if (h->n > h->max)
        drop(h, 0);
    save(h);
}

const char *history_suggest(const struct history *h, const char *prefix)
{
    size_t len = strlen(prefix);
    for (size_t i = h->n; len && i-- > 0;) {
        if (strncmp(h->lines[i], prefix, len) == 0 && h->lines[i][len])
            return h->lines[i];
    }
    return NULL;
}
