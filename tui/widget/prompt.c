/* The line editor behind `:`, `/`, every field of a form and typed confirmations. Owned by the
 * dialog that shows it, which gives it keys and asks for the text. Which key edits how is in the
 * key map's context "prompt", the rest is text. Text is UTF-8 and the cursor moves by whole
 * characters with what combines with them. */
#include "tui/widget/prompt.h"

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/text_width.h"
#include "tui/term/keys.h"

#include <stdlib.h>
#include <string.h>

#define PROMPT_MAX 65536

void prompt_init(struct prompt *p, struct history *history)
{
    memset(p, 0, sizeof *p);
    buf_init(&p->text, PROMPT_MAX);
    p->history = history;
}

#define SECRET_MAX 1024

void prompt_mask(struct prompt *p)
{
    char room[SECRET_MAX];
    p->masked = true;
    p->text.max = SECRET_MAX;
    memset(room, 0, sizeof room);
    buf_add(&p->text, room, sizeof room); /* it never grows, so it leaves no copy behind */
    buf_clear(&p->text);
}

static void wipe(struct prompt *p)
{
    if (p->text.data)
        explicit_bzero(p->text.data, p->text.cap);
    if (p->killed)
        explicit_bzero(p->killed, strlen(p->killed));
}

void prompt_release(struct prompt *p)
{
    if (p->masked)
        wipe(p);
    buf_release(&p->text);
    free(p->killed);
    free(p->draft);
    p->killed = p->draft = NULL;
}

const char *prompt_text(const struct prompt *p)
{
    return buf_str(&p->text);
}

void prompt_set(struct prompt *p, const char *text)
{
    buf_clear(&p->text);
    buf_adds(&p->text, text);
    p->at = p->text.len;
    p->offered = false;
}

void prompt_offer(struct prompt *p, const char *text)
{
    prompt_set(p, text);
    p->offered = *text;
}

/* What was offered is not what is wanted. */
static void replace_offered(struct prompt *p)
{
    if (p->offered)
        prompt_set(p, "");
}

static size_t next_char(const struct prompt *p, size_t at)
{
    const char *s = prompt_text(p);
    uint32_t cp;
    if (at >= p->text.len)
        return p->text.len;
    at += text_decode(s + at, p->text.len - at, &cp);
    while (at < p->text.len) { /* what combines goes along */
        size_t n = text_decode(s + at, p->text.len - at, &cp);
        if (text_cp_width(cp) > 0)
            break;
        at += n;
    }
    return at;
}

static size_t prev_char(const struct prompt *p, size_t at)
{
    size_t last = 0;
    for (size_t i = 0; i < at; i = next_char(p, i))
        last = i;
    return last;
}

static size_t word_left(const struct prompt *p)
{
    const char *s = prompt_text(p);
    size_t at = p->at;
    while (at && s[at - 1] == ' ')
        at--;
    while (at && s[at - 1] != ' ')
        at--;
    return at;
}

static size_t word_right(const struct prompt *p)
{
    const char *s = prompt_text(p);
    size_t at = p->at + strspn(s + p->at, " ");
    return at + strcspn(s + at, " ");
}

static enum prompt_did erase(struct prompt *p, size_t from, size_t to, bool keep)
{
    if (from >= to)
        return PROMPT_MOVED;
    if (keep) {
        free(p->killed);
        p->killed = xstrndup(prompt_text(p) + from, to - from);
    }
    buf_erase(&p->text, from, to - from);
    p->at = from;
    return PROMPT_CHANGED;
}

static enum prompt_did insert(struct prompt *p, const char *s, size_t n)
{
    if (p->text.len + n > p->text.max)
        return PROMPT_MOVED;
    buf_insert(&p->text, p->at, s, n);
    p->at += n;
    return PROMPT_CHANGED;
}

static size_t encode(char out[4], uint32_t cp)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3f));
    out[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | cp);
    return n;
}

static enum prompt_did insert_char(struct prompt *p, uint32_t cp)
{
    char bytes[4];
    size_t n = encode(bytes, cp);
    bool mark = text_cp_width(cp) == 0;
    if (!mark && !text_is_plain(bytes, n))
        return PROMPT_MOVED; /* direction marks and the like */
    return insert(p, bytes, n);
}

void prompt_paste(struct prompt *p, const char *text, size_t len)
{
    if (len)
        replace_offered(p);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = text_decode(text + i, len - i, &cp);
        if (cp == '\n' || cp == '\t' || (cp == '\r' && (i + 1 >= len || text[i + 1] != '\n')))
            insert(p, " ", 1);
        else if (cp >= ' ' && cp != 0xfffd && cp != 0x7f)
            insert_char(p, cp);
        i += n ? n : 1;
    }
}

static enum prompt_did recall(struct prompt *p, int step)
{
    size_t n = p->history ? p->history->n : 0;
    if (step > 0 ? p->back >= n : p->back == 0)
        return PROMPT_MOVED;
    if (p->back == 0) {
        free(p->draft);
        p->draft = xstrdup(prompt_text(p));
    }
    p->back = step > 0 ? p->back + 1 : p->back - 1;
    prompt_set(p, p->back ? p->history->lines[n - p->back] : p->draft);
    return PROMPT_CHANGED;
}

static enum prompt_did do_verb(struct prompt *p, const char *verb)
{
    static const struct {
        const char *verb;
        enum prompt_did did;
    } outward[] = {
        {"accept", PROMPT_ACCEPT}, {"cancel", PROMPT_CANCEL}, {"complete", PROMPT_COMPLETE}};
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(outward[i].verb, verb) == 0)
            return outward[i].did;
    }
    if (strcmp(verb, "history-previous") == 0)
        return p->history ? recall(p, 1) : PROMPT_IGNORED;
    if (strcmp(verb, "history-next") == 0)
        return p->history ? recall(p, -1) : PROMPT_IGNORED;
    if (strcmp(verb, "yank") == 0)
        return p->killed ? insert(p, p->killed, strlen(p->killed)) : PROMPT_MOVED;
    if (strcmp(verb, "erase-left") == 0)
        return erase(p, prev_char(p, p->at), p->at, false);
    if (strcmp(verb, "erase-right") == 0)
        return erase(p, p->at, next_char(p, p->at), false);
    if (strcmp(verb, "erase-word") == 0)
        return erase(p, word_left(p), p->at, true);
    if (strcmp(verb, "erase-line") == 0)
        return erase(p, 0, p->at, true);
    if (strcmp(verb, "erase-to-end") == 0)
        return erase(p, p->at, p->text.len, true);
    return PROMPT_IGNORED;
}

static enum prompt_did do_move(struct prompt *p, const char *verb)
{
    if (strcmp(verb, "char-left") == 0)
        p->at = prev_char(p, p->at);
    else if (strcmp(verb, "char-right") == 0)
        p->at = next_char(p, p->at);
    else if (strcmp(verb, "word-left") == 0)
        p->at = word_left(p);
    else if (strcmp(verb, "word-right") == 0)
        p->at = word_right(p);
    else if (strcmp(verb, "line-start") == 0)
        p->at = 0;
    else if (strcmp(verb, "line-end") == 0)
        p->at = p->text.len;
    else
        return do_verb(p, verb);
    return PROMPT_MOVED;
}

enum prompt_did prompt_key(struct prompt *p, const struct keymap *k, uint32_t key)
{
    static const char *const contexts[] = {"prompt", NULL};
    if (key_is_text(key)) {
        replace_offered(p);
        return insert_char(p, key);
    }
    p->offered = false;
    const struct binding *b = keymap_find(k, contexts, key);
    return b ? do_move(p, b->verb) : PROMPT_IGNORED;
}

static size_t columns(const struct prompt *p, size_t from, size_t to)
{
    const char *s = prompt_text(p);
    size_t width = 0;
    uint32_t cp;
    while (from < to) {
        from += text_decode(s + from, to - from, &cp);
        width += (size_t)text_cp_width(cp);
    }
    return width;
}

size_t prompt_first_shown(const struct prompt *p, int cols)
{
    size_t most = cols > 1 ? (size_t)cols - 1 : 0, from = 0;
    size_t width = columns(p, 0, p->at);
    while (from < p->at && width > most) {
        size_t next = next_char(p, from);
        width -= columns(p, from, next);
        from = next;
    }
    return from;
}

static size_t characters(const struct prompt *p, size_t to)
{
    size_t n = 0;
    for (size_t at = 0; at < to; at = next_char(p, at))
        n++;
    return n;
}

static void draw_masked(const struct prompt *p, struct canvas *c, int y, int x, int cols,
                        struct pen pen, bool on)
{
    size_t n = characters(p, p->text.len), at = characters(p, p->at), room = (size_t)cols;
    size_t from = on && at + 1 > room ? at + 1 - room : 0;
    draw_fill(c, (struct rect){y, x, 1, cols}, pen);
    for (size_t i = from; i < n && i - from < room; i++)
        draw_text(c, y, x + (int)(i - from), 1, pen, "*");
    if (on)
        draw_cursor(c, y, x + (int)(at - from));
}

void prompt_draw(const struct prompt *p, struct canvas *c, int y, int x, int cols, struct pen pen,
                 bool on, long bad, const char *hint)
{
    struct arena a;
    const char *s = prompt_text(p);
    if (cols < 1)
        return;
    if (p->masked) {
        draw_masked(p, c, y, x, cols, pen, on);
        return;
    }
    arena_init(&a);
    size_t from = on ? prompt_first_shown(p, cols) : 0;
    size_t split = bad < 0 ? p->text.len : (size_t)bad;
    split = split < from ? from : split > p->text.len ? p->text.len : split;
    draw_fill(c, (struct rect){y, x, 1, cols}, pen);
    struct pen typed = on && p->offered ? PEN_ON(ROLE_CHOICE, pen.role) : pen;
    int used = draw_text(c, y, x, cols, typed, arena_strndup(&a, s + from, split - from));
    used += draw_text(c, y, x + used, cols - used, PEN_ON(ROLE_INPUT_BAD, pen.role), s + split);
    if (hint && on)
        draw_text(c, y, x + used, cols - used, PEN_ON(ROLE_SUGGEST, pen.role), hint);
    if (on)
        draw_cursor(c, y, x + (int)columns(p, from, p->at));
    arena_release(&a);
}
