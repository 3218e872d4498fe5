/* Parts of documents that every verb shares: lines, comments, and klamm's own remarks about what it
 * could not read. Those begin with "#!" and are removed before the text is read the next time, so
 * that a document can go back and forth until it is right. */
#include "core/action/document.h"

#include "core/base/mem.h"
#include "core/base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char remark[] = "#!";
static const char byte_order_mark[] = "\xef\xbb\xbf";

void document_wrongs_init(struct document_wrongs *w)
{
    memset(w, 0, sizeof *w);
    arena_init(&w->arena);
}

void document_wrongs_release(struct document_wrongs *w)
{
    free(w->list);
    arena_release(&w->arena);
    memset(w, 0, sizeof *w);
}

bool document_wrong(struct document_wrongs *w, size_t line, const char *fmt, ...)
{
    char what[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    if (w->n == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 8;
        w->list = xrealloc(w->list, w->cap, sizeof *w->list);
    }
    w->list[w->n].line = line;
    w->list[w->n++].what = text_visible(&w->arena, what, strlen(what));
    return false;
}

const char *document_line(const char **text, struct arena *a)
{
    const char *from = *text, *end = strchrnul(from, '\n');

    if (!*from)
        return NULL;
    *text = *end ? end + 1 : end;
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return arena_strndup(a, from, (size_t)(end - from));
}

void document_comment(struct buf *out, const char *fmt, ...)
{
    struct arena a;
    struct buf line;
    va_list ap;
    char *text;

    va_start(ap, fmt);
    if (vasprintf(&text, fmt, ap) < 0)
        abort();
    va_end(ap);
    arena_init(&a);
    buf_init(&line, 0);
    buf_addf(&line, "# %s\n", text_visible(&a, text, strlen(text)));
    buf_adds(out, buf_str(&line));
    buf_release(&line);
    arena_release(&a);
    free(text);
}

void document_clean(const char *text, struct buf *out)
{
    if (strncmp(text, byte_order_mark, sizeof byte_order_mark - 1) == 0)
        text += sizeof byte_order_mark - 1;
    while (*text) {
        const char *end = strchrnul(text, '\n');
        size_t len = (size_t)(end - text);

        if (strncmp(text, remark, sizeof remark - 1) != 0) {
            buf_add(out, text, len && text[len - 1] == '\r' ? len - 1 : len);
            buf_addc(out, '\n');
        }
        text = *end ? end + 1 : end;
    }
}

static size_t wrongs_at(const struct document_wrongs *w, size_t line)
{
    size_t n = 0;

    for (size_t i = 0; i < w->n; i++)
        n += w->list[i].line == line;
    return n;
}

void document_mark(const char *text, const struct document_wrongs *w, struct buf *out)
{
    size_t remarks = 1; /* lines of klamm's own so far */

    buf_addf(out, "%s %zu mistake%s: correct %s, or quit without saving to change nothing.\n",
             remark, w->n, w->n == 1 ? "" : "s", w->n == 1 ? "it" : "them");
    for (size_t line = 1; *text; line++) {
        const char *end = strchrnul(text, '\n');

        remarks += wrongs_at(w, line);
        for (size_t i = 0; i < w->n; i++) {
            if (w->list[i].line == line)
                buf_addf(out, "%s line %zu: %s\n", remark, line + remarks, w->list[i].what);
        }
        buf_add(out, text, (size_t)(end - text));
        buf_addc(out, '\n');
        text = *end ? end + 1 : end;
    }
}
