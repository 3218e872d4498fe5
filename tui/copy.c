/* OSC 52: the terminal puts base64 text on its clipboard. Lists call this for a cell or a row. Most
 * terminals take it silently or ignore it silently, so the message says what was sent, not that it
 * has arrived. */
#include "tui/copy.h"

#include "core/base/buf.h"
#include "core/base/text.h"
#include "tui/tty.h"

#include <string.h>

#define COPY_MAX 74000 /* longer ones are cut by some terminals in the middle of the base64 */

static void add_base64(struct buf *b, const unsigned char *s, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)s[i] << 16 | (i + 1 < n ? (unsigned)s[i + 1] << 8 : 0) |
                     (i + 2 < n ? s[i + 2] : 0);
        buf_addc(b, digits[v >> 18 & 63]);
        buf_addc(b, digits[v >> 12 & 63]);
        buf_addc(b, i + 1 < n ? digits[v >> 6 & 63] : '=');
        buf_addc(b, i + 2 < n ? digits[v & 63] : '=');
    }
}

void copy_text(struct app *a, const char *text)
{
    struct buf b;
    size_t n = strlen(text);
    if (n > COPY_MAX) {
        app_say(a, SEV_WARN, "too long for the terminal's clipboard: export it instead");
        return;
    }
    buf_init(&b, 0);
    buf_adds(&b, "\x1b]52;c;");
    add_base64(&b, (const unsigned char *)text, n);
    buf_addc(&b, '\a');
    bool sent = tty_raw(buf_str(&b), b.len);
    buf_release(&b);
    if (!sent) {
        app_say(a, SEV_WARN, "not copied: the terminal takes no output");
        return;
    }
    app_say(a, SEV_NONE, "sent to the terminal's clipboard: %.60s%s", text, n > 60 ? "…" : "");
}

void copy_from(struct app *a, const struct table_view *v, bool whole_row)
{
    const struct row *r = table_view_current(v);
    struct arena arena;
    struct buf b;
    if (!r)
        return;
    arena_init(&arena);
    buf_init(&b, 0);
    if (!whole_row) {
        const char *cell = table_view_cell(v, &arena);
        buf_adds(&b, cell ? cell : "");
    }
    for (size_t i = 0; whole_row && i < v->nshown; i++)
        buf_addf(&b, "%s%s", i ? "\t" : "", value_display(&r->cells[v->shown[i]].value, &arena));
    copy_text(a, buf_str(&b));
    buf_release(&b);
    arena_release(&arena);
}
