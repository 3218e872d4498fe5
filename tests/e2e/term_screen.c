/* Reading the emulated screen, and waiting for what it should show. */
#include "tests/e2e/term.h"

#include "tests/e2e/term_impl.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

static size_t put_utf8(char *dst, uint32_t c)
{
    if (c < 0x80) {
        dst[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        dst[0] = (char)(0xc0 | c >> 6);
        dst[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        dst[0] = (char)(0xe0 | c >> 12);
        dst[1] = (char)(0x80 | (c >> 6 & 0x3f));
        dst[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    dst[0] = (char)(0xf0 | c >> 18);
    dst[1] = (char)(0x80 | (c >> 12 & 0x3f));
    dst[2] = (char)(0x80 | (c >> 6 & 0x3f));
    dst[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/* The row as it is now. */
static const char *row_text(struct term *t, int row)
{
    char *s =
        realloc(t->row[row % TERM_ROW_SLOTS], (size_t)t->cols * 4 * VTERM_MAX_CHARS_PER_CELL + 1);
    size_t len = 0, end = 0;
    assert_non_null(s);
    t->row[row % TERM_ROW_SLOTS] = s;
    for (int col = 0; col < t->cols; col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = col}, &cell);
        if (cell.chars[0] == (uint32_t)-1)
            continue; /* the right half of a wide character */
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            len += put_utf8(s + len, cell.chars[i]);
        if (!cell.chars[0])
            s[len++] = ' ';
        if (s[len - 1] != ' ')
            end = len;
    }
    s[end] = '\0';
    return s;
}

const char *term_row(struct term *t, int row)
{
    term_sync(t);
    return row_text(t, row);
}

int term_rows(const struct term *t)
{
    return t->rows;
}

int term_cols(const struct term *t)
{
    return t->cols;
}

struct term_cell term_cell(struct term *t, int row, int col)
{
    VTermScreenCell c;
    term_sync(t);
    vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = col}, &c);
    struct term_cell r = {.ch = c.chars[0],
                          .bold = c.attrs.bold,
                          .reverse = c.attrs.reverse,
                          .underline = c.attrs.underline,
                          .default_fg = VTERM_COLOR_IS_DEFAULT_FG(&c.fg),
                          .default_bg = VTERM_COLOR_IS_DEFAULT_BG(&c.bg)};
    vterm_screen_convert_color_to_rgb(t->screen, &c.fg);
    vterm_screen_convert_color_to_rgb(t->screen, &c.bg);
    memcpy(r.fg, (uint8_t[]){c.fg.rgb.red, c.fg.rgb.green, c.fg.rgb.blue}, 3);
    memcpy(r.bg, (uint8_t[]){c.bg.rgb.red, c.bg.rgb.green, c.bg.rgb.blue}, 3);
    return r;
}

void term_save_cursor(struct term *t)
{
    vterm_input_write(t->vt, "\0337", 2);
}

bool term_cursor_visible(const struct term *t)
{
    return t->cursor_visible;
}

bool term_alt_screen(const struct term *t)
{
    return t->alt_screen;
}

const char *term_title(const struct term *t)
{
    return t->title;
}

void term_dump(struct term *t)
{
    fprintf(stderr, "---- screen %dx%d ----\n", t->cols, t->rows);
    for (int i = 0; i < t->rows; i++)
        fprintf(stderr, "|%s\n", row_text(t, i));
    fprintf(stderr, "----\n");
}

int term_find_row(struct term *t, const char *text)
{
    term_sync(t);
    for (int i = 0; i < t->rows; i++)
        if (strstr(row_text(t, i), text))
            return i;
    return -1;
}

bool term_has(struct term *t, const char *text)
{
    return term_find_row(t, text) >= 0;
}

static bool wait_until(struct term *t, int ms, bool (*holds)(struct term *, void *), void *user)
{
    term_sync(t);
    int64_t end = term_now_ms() + ms;
    while (!holds(t, user)) {
        int64_t left = end - term_now_ms();
        if (left <= 0)
            return false;
        if (!term_running(t) && !term_poll(t, 0))
            return holds(t, user);
        term_poll(t, left < 50 ? (int)left : 50);
    }
    return true;
}

/* Leaves the test: whatever the caller holds must be released before. */
static void did_not_come(struct term *t, const char *what)
{
    term_dump(t);
    if (t->ended)
        fail_msg("the program ended with %d while waiting for: %s", t->status, what);
    fail_msg("did not come: %s", what);
}

void term_wait_for(struct term *t, const char *what, bool (*holds)(struct term *t, void *user),
                   void *user)
{
    if (!wait_until(t, TERM_WAIT_MS, holds, user))
        did_not_come(t, what);
}

static bool has_text(struct term *t, void *user)
{
    return term_has(t, user);
}

static bool lacks_text(struct term *t, void *user)
{
    return !term_has(t, user);
}

void term_wait(struct term *t, const char *text)
{
    term_wait_for(t, text, has_text, (void *)text);
}

void term_wait_gone(struct term *t, const char *text)
{
    char what[256];
    snprintf(what, sizeof what, "the end of: %s", text);
    term_wait_for(t, what, lacks_text, (void *)text);
}

bool term_sees(struct term *t, const char *text, int ms)
{
    return wait_until(t, ms, has_text, (void *)text);
}

struct all_of {
    const char *text[16];
    int n;
    int row;
};

static bool row_has_all(struct term *t, void *user)
{
    struct all_of *a = user;
    for (a->row = 0; a->row < t->rows; a->row++) {
        const char *row = row_text(t, a->row);
        int found = 0;
        while (found < a->n && strstr(row, a->text[found]))
            found++;
        if (found == a->n)
            return true;
    }
    return false;
}

int term_wait_row(struct term *t, const char *first, ...)
{
    struct all_of a = {.text = {first}, .n = 1};
    char what[512];
    size_t len = (size_t)snprintf(what, sizeof what, "a row with \"%s\"", first);
    va_list ap;
    va_start(ap, first);
    for (const char *s; a.n < 16 && (s = va_arg(ap, const char *));) {
        a.text[a.n++] = s;
        if (len < sizeof what)
            len += (size_t)snprintf(what + len, sizeof what - len, " and \"%s\"", s);
    }
    va_end(ap);
    term_wait_for(t, what, row_has_all, &a);
    return a.row;
}

struct pattern {
    regex_t re;
    int row;
};

static bool row_matches(struct term *t, void *user)
{
    struct pattern *p = user;
    for (p->row = 0; p->row < t->rows; p->row++)
        if (regexec(&p->re, row_text(t, p->row), 0, NULL, 0) == 0)
            return true;
    return false;
}

int term_wait_match(struct term *t, const char *regex)
{
    struct pattern p = {.row = -1};
    if (regcomp(&p.re, regex, REG_EXTENDED | REG_NOSUB) != 0)
        fail_msg("not a regex: %s", regex);
    bool came = wait_until(t, TERM_WAIT_MS, row_matches, &p);
    regfree(&p.re);
    if (!came)
        did_not_come(t, regex);
    return p.row;
}
