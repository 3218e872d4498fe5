/* Compiling a filter. The line is compiled at every keystroke, so each error says where it is and
 * what would be right. */
#include "core/base/match_parse.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/match_term.h"
#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/parse_instant.h"
#include "core/base/text_compare.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct compiler {
    const char *text, *p;
    const struct match_column *cols;
    size_t ncols;
    const char *wrong; /* where the error is */
    struct err *err;
    struct match *match;
};

static bool fail_at(struct compiler *c, const char *where, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail_at(struct compiler *c, const char *where, const char *fmt, ...)
{
    va_list ap;
    c->wrong = where;
    va_start(ap, fmt);
    err_vset(c->err, ERR_USAGE, fmt, ap);
    va_end(ap);
    return false;
}

static bool is_blank(char ch)
{
    return ch == ' ' || ch == '\t';
}

/* A word up to a space, or a quoted one; *quoted says which. The caller frees *out. */
static bool read_word(struct compiler *c, char **out, bool *quoted)
{
    const char *start = c->p;
    *quoted = *c->p == '"';
    if (!*quoted) {
        while (*c->p && !is_blank(*c->p))
            c->p++;
        *out = xstrndup(start, (size_t)(c->p - start));
        return true;
    }
    char *word = xmalloc(strlen(start) + 1), *to = word;
    for (c->p++; *c->p && *c->p != '"'; c->p++) {
        if (c->p[0] == '\\' && c->p[1] == '"')
            c->p++;
        *to++ = *c->p;
    }
    *to = '\0';
    *out = word;
    if (!*c->p)
        fail_at(c, start, "this quote is never closed");
    else if (*++c->p && !is_blank(*c->p))
        fail_at(c, c->p, "write a space after the closing quote");
    else
        return true;
    free(word);
    *out = NULL;
    return false;
}

static bool has_upper(const char *s)
{
    for (; *s; s++) {
        if (*s == '\\' && s[1])
            s++; /* \W is no capital */
        else if (isupper((unsigned char)*s))
            return true;
    }
    return false;
}

static bool compile_regex(struct compiler *c, struct match_term *t, const char *pattern,
                          const char *where)
{
    if (!*pattern)
        return fail_at(c, where, "write a regular expression after ~");
    c->wrong = where;
    t->op = MATCH_REGEX;
    t->pattern = pattern_new(pattern, !has_upper(pattern), c->err);
    return t->pattern != NULL;
}

static bool regex_term(struct compiler *c, struct match_term *t)
{
    char *pattern;
    bool quoted;
    const char *where = c->p;
    if (!read_word(c, &pattern, &quoted))
        return false;
    bool ok = compile_regex(c, t, pattern, where);
    free(pattern);
    return ok;
}

static bool word_term(struct compiler *c, struct match_term *t)
{
    bool quoted;
    const char *where = c->p;
    if (!*c->p || is_blank(*c->p))
        return fail_at(c, where, "write what must not match after !");
    if (strchr("<>=", *c->p))
        return fail_at(c, where, "a column must stand before %c, without a space: lag>10k", *c->p);
    if (!read_word(c, &t->text, &quoted))
        return false;
    t->op = MATCH_CONTAINS;
    t->fold = !has_upper(t->text);
    return true;
}

static bool parse_percent(const char *s, double *out, struct err *err)
{
    char *copy = xstrdup(s);
    size_t n = strlen(copy);
    if (n && copy[n - 1] == '%')
        copy[n - 1] = '\0';
    bool ok = parse_double(copy, out, err);
    free(copy);
    return ok;
}

static bool parse_instant_literal(struct match_term *t, const char *s, struct err *err)
{
    struct instant instant;
    if (!parse_instant_shown(s, clock_wall_ms(), &instant, err))
        return false;
    char *moving = instant.moves ? xstrdup(s) : NULL; /* s may be the old one */
    free(t->moving);
    t->moving = moving;
    t->day_guessed = instant.day_guessed;
    t->num = instant.wall_ms;
    t->span = instant.span_ms;
    return true;
}

static bool parse_literal(struct match_term *t, const char *s, struct err *err)
{
    bool truth = false;
    bool ok = true;
    t->span = 1;
    switch (t->kind) {
    case VALUE_TEXT:
        t->text = xstrdup(s);
        return true;
    case VALUE_COUNT:
    case VALUE_ID:
        return parse_count(s, &t->num, err);
    case VALUE_BYTES:
        return parse_bytes(s, &t->num, err);
    case VALUE_DURATION:
        return parse_duration(s, &t->num, err);
    case VALUE_INSTANT:
        return parse_instant_literal(t, s, err);
    case VALUE_RATE:
        return parse_rate(s, &t->real, err);
    case VALUE_PERCENT:
        return parse_percent(s, &t->real, err);
    case VALUE_BOOL:
        ok = parse_bool(s, &truth, err);
        t->num = truth;
        return ok;
    }
    return false;
}

static bool is_ordering(enum match_op op)
{
    return op == MATCH_LT || op == MATCH_LE || op == MATCH_GT || op == MATCH_GE;
}

static bool literal(struct compiler *c, struct match_term *t, const char *word, bool quoted,
                    const char *where)
{
    if (!*word && !quoted)
        return fail_at(c, where, "write a value after the comparison (\"\" for an empty text)");
    if (!quoted && t->op == MATCH_EQ && (strcmp(word, "-") == 0 || strcmp(word, "–") == 0)) {
        t->op = MATCH_MISSING;
        return true;
    }
    if (t->kind == VALUE_BOOL && is_ordering(t->op))
        return fail_at(c, where, "%s is yes or no: compare it by = or !=", c->cols[t->column].id);
    c->wrong = where;
    return parse_literal(t, word, c->err);
}

static bool read_literal(struct compiler *c, struct match_term *t)
{
    char *word;
    bool quoted;
    const char *where = c->p;
    if (!read_word(c, &word, &quoted))
        return false;
    bool ok = literal(c, t, word, quoted, where);
    free(word);
    return ok;
}

/* As shown over the column, with a sign that joins its words for each space. */
static bool is_title(const char *typed, const char *title)
{
    if (!title)
        return false;
    for (; *typed && *title; typed++, title++) {
        bool same = tolower((unsigned char)*typed) == tolower((unsigned char)*title);
        if (!same && !(*title == ' ' && (*typed == '_' || *typed == '-')))
            return false;
    }
    return !*typed && !*title;
}

/* By its id; what no id is may be a title. */
static bool column_named(const struct compiler *c, const char *word, size_t *out)
{
    for (size_t i = 0; i < c->ncols; i++)
        if (strcasecmp(word, c->cols[i].id) == 0)
            return *out = i, true;
    for (size_t i = 0; i < c->ncols; i++)
        if (is_title(word, c->cols[i].title))
            return *out = i, true;
    return false;
}

/* "age" where no column is called so is that of the first instant. */
static bool is_age(const struct compiler *c, const char *id, size_t len, size_t *out)
{
    if (len != 3 || strncasecmp(id, "age", 3) != 0 || column_named(c, "age", out))
        return false;
    for (*out = 0; *out < c->ncols; ++*out)
        if (c->cols[*out].kind == VALUE_INSTANT)
            return true;
    return false;
}

/* Younger is later. */
static bool age_term(struct compiler *c, struct match_term *t)
{
    static const enum match_op turned[] = {
        [MATCH_LT] = MATCH_GT, [MATCH_LE] = MATCH_GE, [MATCH_GT] = MATCH_LT, [MATCH_GE] = MATCH_LE};
    const char *where = c->p;
    char *word;
    bool quoted;
    int64_t ms;
    if (!read_word(c, &word, &quoted))
        return false;
    c->wrong = where;
    bool ok = true;
    if (t->op == MATCH_EQ && strcmp(word, "-") == 0) {
        t->op = MATCH_MISSING;
    } else if (!is_ordering(t->op)) {
        ok = fail_at(c, where, "compare age by < or >: age<10m");
    } else {
        t->op = turned[t->op];
        t->moving = xasprintf("now-%s", word);
        ok = parse_duration(word, &ms, c->err) && parse_instant_literal(t, t->moving, c->err);
    }
    free(word);
    return ok;
}

static bool find_column(struct compiler *c, const char *id, size_t len, size_t *out)
{
    struct text_nearest near = {0};
    char *word = xstrndup(id, len);
    struct buf list;
    buf_init(&list, 300);
    bool found = column_named(c, word, out);
    for (size_t i = 0; i < c->ncols && !found; i++) {
        text_nearest_offer(&near, word, c->cols[i].id);
        buf_addf(&list, "%s%s", i ? ", " : "", c->cols[i].id);
    }
    if (!found)
        fail_at(c, id, "there is no column %.60s%s%s%s; columns: %s", word,
                near.name ? "; did you mean " : "", near.name ? near.name : "",
                near.name ? "?" : "", buf_str(&list));
    buf_release(&list);
    free(word);
    return found;
}

static const struct {
    const char *sign;
    enum match_op op;
    bool negate;
} signs[] = {
    {"!=", MATCH_EQ, true},  {"!~", MATCH_REGEX, true}, {"<=", MATCH_LE, false},
    {">=", MATCH_GE, false}, {"==", MATCH_EQ, false},   {"=", MATCH_EQ, false},
    {"<", MATCH_LT, false},  {">", MATCH_GT, false},    {"~", MATCH_REGEX, false},
};

/* Moves past a comparison sign. */
static bool read_sign(const char **p, struct match_term *t)
{
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = strlen(signs[i].sign);
        if (strncmp(*p, signs[i].sign, n) != 0)
            continue;
        t->op = signs[i].op;
        t->negate ^= signs[i].negate;
        *p += n;
        return true;
    }
    return false;
}

/* Bytes of a column id at p, 0 when none begins there. */
static size_t id_length(const char *p)
{
    size_t n = 0;
    while (isalnum((unsigned char)p[n]) || (n && p[n] && strchr("-_.%#", p[n])))
        n++;
    return n;
}

/* Titles may have signs that ids have not (IN/S, HOST:PORT); a word with them that names no column
 * stays a word. */
static size_t title_length(const struct compiler *c, const char *p)
{
    size_t n = strcspn(p, " =!<>~\"\\"), column;
    char *word = xstrndup(p, n);
    bool named = n && column_named(c, word, &column);
    free(word);
    return named ? n : 0;
}

static bool parse_term(struct compiler *c, struct match_term *t)
{
    for (; *c->p == '!'; c->p++)
        t->negate = !t->negate;
    if (*c->p == '~') {
        c->p++;
        t->bare = true;
        return regex_term(c, t);
    }
    const char *id = c->p;
    size_t len = id_length(id);
    size_t title = title_length(c, id);
    if (title > len)
        len = title;
    const char *after = id + len;
    if (!len || !read_sign(&after, t)) {
        t->bare = true;
        return word_term(c, t);
    }
    bool age = is_age(c, id, len, &t->column);
    if (!age && !find_column(c, id, len, &t->column))
        return false;
    c->p = after;
    t->kind = c->cols[t->column].kind;
    if (t->kind == VALUE_INSTANT)
        t->name = xstrdup(c->cols[t->column].id);
    if (age)
        return age_term(c, t);
    return t->op == MATCH_REGEX ? regex_term(c, t) : read_literal(c, t);
}

struct match *match_new(const char *text, const struct match_column *cols, size_t ncols, size_t *at,
                        struct err *err)
{
    struct compiler c = {.text = text, .p = text, .cols = cols, .ncols = ncols, .err = err};
    c.match = xcalloc(1, sizeof *c.match);
    for (;;) {
        while (is_blank(*c.p))
            c.p++;
        if (!*c.p)
            return c.match;
        struct match_term *t = vec_add(&c.match->terms);
        if (!parse_term(&c, t))
            break;
    }
    if (at)
        *at = (size_t)(c.wrong - text);
    match_free(c.match);
    return NULL;
}
