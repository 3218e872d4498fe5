/* klamm help is read at any width: over ssh in half a window, and in a pipe. Words are never broken,
 * so that a command or a name can be copied. */
#include "cli/wrap.h"

#include "core/base/mem.h"
#include "core/base/text_width.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 80, WIDTH_LEAST = 40, HEAD_INDENT = 2 };

size_t wrap_width(void)
{
    struct winsize ws;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) != 0 || !ws.ws_col)
        return WIDTH_DEFAULT;
    return ws.ws_col < WIDTH_LEAST ? WIDTH_LEAST : ws.ws_col;
}

static size_t width_of(const char *text, size_t n)
{
    char *copy = xstrndup(text, n);
    size_t width = text_width(copy);
    free(copy);
    return width;
}

/* Bytes up to the next space outside brackets. */
static size_t word(const char *text)
{
    int depth = 0;
    size_t n = 0;
    for (; text[n] && (depth > 0 || text[n] != ' '); n++)
        depth += (text[n] == '[') - (text[n] == ']');
    return n;
}

/* Goes on at this column; the first word of a line is written however long it is. */
static void add_words(struct buf *out, size_t width, size_t at, size_t hang, const char *text)
{
    bool first = true;
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t n = word(text), wide = width_of(text, n);
        if (!first && at + 1 + wide > width) {
            buf_addf(out, "\n%*s", (int)hang, "");
            at = hang;
            first = true;
        }
        buf_adds(out, first ? "" : " ");
        at += wide + !first;
        buf_add(out, text, n);
        first = false;
        text += n;
    }
    buf_addc(out, '\n');
}

void wrap_text(struct buf *out, size_t width, size_t indent, size_t hang, const char *text)
{
    buf_addf(out, "%*s", (int)indent, "");
    add_words(out, width, indent, hang, text);
}

void wrap_item(struct buf *out, size_t width, const char *head, size_t column, const char *text)
{
    size_t end = HEAD_INDENT + text_width(head);
    buf_addf(out, "%*s%s", HEAD_INDENT, "", head);
    if (end + 2 > column) {
        buf_addc(out, '\n');
        end = 0;
    }
    buf_addf(out, "%*s", (int)(column - end), "");
    add_words(out, width, column, column, text);
}

char *wrap_sentence(const char *text)
{
    size_t n = strlen(text);
    bool open = n && !strchr(".!?", text[n - 1]);
    char *s = xasprintf("%s%s", text, open ? "." : "");
    *s = (char)toupper((unsigned char)*s);
    return s;
}
