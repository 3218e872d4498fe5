/* Masking; see golden_mask.h. One pass from left to right: each function takes what it knows from
 * place i on and returns where the next one goes on. */
#include "tests/e2e/golden_mask.h"

#include <stdbool.h>
#include <string.h>

enum { ELLIPSIS = 0x2026 };

struct mask {
    const uint32_t *chars;
    size_t n;
    struct golden_token *out;
    size_t len;
    size_t measured; /* len after the last number that had a unit */
};

static uint32_t at(const struct mask *m, size_t i)
{
    return i < m->n ? m->chars[i] : 0;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(uint32_t c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c > 0x2fff;
}

/* Blocks, dots of braille, and what stands for them where only ASCII may be sent. */
static bool is_bar(uint32_t c)
{
    return (c >= 0x2581 && c <= 0x2590) || (c >= 0x2800 && c <= 0x28ff) || c == '#';
}

static void put(struct mask *m, uint32_t ch, size_t from)
{
    m->out[m->len++] = (struct golden_token){ch, from};
}

static size_t skip_unit(const struct mask *m, size_t i)
{
    static const char *const units[] = {"ms", "s", "min", "h", "d", "B", "KiB", "MiB", "GiB"};
    size_t from = i + (at(m, i) == ' ');
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        size_t k = 0;
        while (units[u][k] && at(m, from + k) == (uint32_t)units[u][k])
            k++;
        if (!units[u][k] && !is_word(at(m, from + k)))
            return from + k;
    }
    return i;
}

/* A cell whose number has not come yet: two blanks are between it and the one before. A sentence
 * that was cut has one. */
static bool is_awaited(const struct mask *m, size_t i)
{
    return (at(m, i) == ELLIPSIS || at(m, i) == '~') && i > 1 && at(m, i - 1) == ' ' &&
           at(m, i - 2) == ' ' && at(m, i + 1) == ' ';
}

/* "1 min 3 s" is one number. */
static size_t take_number(struct mask *m, size_t i)
{
    size_t from = i;
    while (is_digit(at(m, i)) ||
           ((at(m, i) == ',' || at(m, i) == '.' || at(m, i) == ':') && is_digit(at(m, i + 1))))
        i++;
    size_t end = skip_unit(m, i);
    bool more = end > i && m->measured && m->len == m->measured + 1;
    if (more)
        m->len--; /* the blank between them */
    else
        put(m, '#', from);
    m->measured = end > i ? m->len : 0;
    return end;
}

static size_t take_run(struct mask *m, size_t i, uint32_t as, bool (*same)(uint32_t c))
{
    put(m, as, i);
    while (same(at(m, i)))
        i++;
    return i;
}

static bool is_line(uint32_t c)
{
    return c == 0x2500 || c == '-';
}

/* Without colours the selected row begins with '>', for which there is a blank. */
static bool is_cursor(const struct mask *m, size_t i)
{
    return at(m, i) == '>' && i > 0 && (at(m, i - 1) == 0x2502 || at(m, i - 1) == '|');
}

static bool is_blank(uint32_t c)
{
    return c == ' ';
}

/* "20261201-103429-" stands before it: the id of a change, of digits and letters. */
static bool is_of_change(const struct mask *m, size_t i)
{
    enum { TIME = 6 };
    if (i < TIME + 2 || at(m, i - 1) != '-' || at(m, i - TIME - 2) != '-')
        return false;
    for (size_t k = 2; k < TIME + 2; k++)
        if (!is_digit(at(m, i - k)))
            return false;
    return true;
}

/* The end of a change's id, or of what else is written in hexadecimal digits. */
static size_t skip_hex(const struct mask *m, size_t i)
{
    enum { LEAST = 4 };
    uint32_t last = is_of_change(m, i) ? 'z' : 'f';
    size_t end = i;
    if (i > 0 && is_word(at(m, i - 1)))
        return i;
    while (is_digit(at(m, end)) || (at(m, end) >= 'a' && at(m, end) <= last))
        end++;
    bool cut = at(m, end) == ELLIPSIS && m->len > 1 && m->out[m->len - 2].ch == '#';
    return (end - i >= LEAST || cut) && !is_word(at(m, end)) ? end : i;
}

/* "id Kyw1jTtTDK": Kafka chose it. */
static size_t skip_id(const struct mask *m, size_t i)
{
    if (i < 3 || at(m, i - 1) != ' ' || at(m, i - 2) != 'd' || at(m, i - 3) != 'i' ||
        (i > 3 && is_word(at(m, i - 4))))
        return i;
    while (is_word(at(m, i)) || at(m, i) == '-')
        i++;
    return i;
}

/* A chart is as blank as its empty parts: which these are depends on its values. */
static size_t take_chart(struct mask *m, size_t i)
{
    if (m->len == 0 || m->out[m->len - 1].ch != ' ')
        put(m, ' ', i);
    while (is_bar(at(m, i)) || is_blank(at(m, i)) || at(m, i) == '=')
        i++;
    return i;
}

/* There are more columns: it has the last place of the line, whether or not that is free. */
static bool is_more(const struct mask *m, size_t i)
{
    uint32_t edge = at(m, i + 1);
    return at(m, i) == 0x25b8 || (at(m, i) == '>' && (edge == 0x2502 || edge == '|'));
}

static bool is_of_name(uint32_t c)
{
    return is_word(c) || c == '.' || c == '-';
}

/* "root@host": who tests. */
static size_t skip_user(const struct mask *m, size_t i)
{
    size_t end = i;
    if (i > 0 && is_of_name(at(m, i - 1)))
        return i;
    while (is_of_name(at(m, end)))
        end++;
    if (end == i || at(m, end) != '@')
        return i;
    for (end++; is_of_name(at(m, end));)
        end++;
    return end;
}

/* Where the cluster keeps its files. */
static size_t skip_path(const struct mask *m, size_t i)
{
    size_t end = i;
    if (at(m, i) != '/' || !is_word(at(m, i + 1)) || i == 0 || at(m, i - 1) != ' ')
        return i;
    while (at(m, end) && at(m, end) != ' ')
        end++;
    return end;
}

/* Words that are others each time. */
static size_t skip_word(const struct mask *m, size_t i)
{
    size_t end = skip_id(m, i);
    end = end > i ? end : skip_path(m, i);
    end = end > i ? end : skip_user(m, i);
    return end > i ? end : skip_hex(m, i);
}

static bool is_signed(const struct mask *m, size_t i)
{
    uint32_t c = at(m, i);
    return (c == '+' || c == '-' || c == 0x2212) && is_digit(at(m, i + 1)) &&
           (i == 0 || at(m, i - 1) == ' ');
}

size_t golden_mask(const uint32_t *chars, size_t n, struct golden_token *out)
{
    struct mask m = {.chars = chars, .n = n, .out = out};
    for (size_t i = 0; i < n;) {
        uint32_t c = chars[i];
        size_t word = skip_word(&m, i);
        if (is_blank(c) || is_cursor(&m, i)) {
            i = take_run(&m, i + is_cursor(&m, i), ' ', is_blank);
        } else if (word > i) {
            put(&m, '#', i);
            i = word;
        } else if (is_digit(c) || is_signed(&m, i)) {
            i = take_number(&m, i + !is_digit(c));
        } else if (is_more(&m, i)) {
            m.len -= m.len && out[m.len - 1].ch == ' ';
            put(&m, c, i++);
        } else if (is_awaited(&m, i)) {
            put(&m, '#', i++);
        } else if (is_bar(c)) {
            i = take_chart(&m, i);
        } else if (is_line(c) && (c != '-' || at(&m, i + 1) == '-')) {
            i = take_run(&m, i, c, is_line);
        } else {
            put(&m, c, i++);
        }
    }
    if (m.len && out[m.len - 1].ch == ' ')
        m.len--;
    return m.len;
}
