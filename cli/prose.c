/* The facts of klamm describe. The texts name columns by id, so a list may gain or lose one without
 * this noticing: what is not there is left out, and what is new has a line of its own. */
#include "cli/prose.h"

#include "cli/wrap.h"
#include "core/base/mem.h"
#include "core/base/text_human.h"
#include "core/base/text_width.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_COLUMN = 16, INDENT = 2, COUNTS_SHOWN = 12 };

struct writing {
    struct buf *out;
    const struct table *t;
    const struct row *r;
    struct arena arena;
    size_t width;
    bool markdown;
};

/* ---- clauses --------------------------------------------------------------------------------- */

static bool is_zero(const struct value *v)
{
    bool number = v->kind == VALUE_COUNT || v->kind == VALUE_BYTES || v->kind == VALUE_DURATION ||
                  v->kind == VALUE_BOOL || (v->kind == VALUE_TEXT && v->form == FORM_YES_NO) ||
                  (v->kind == VALUE_TEXT && v->form == FORM_NUMBER);
    return v->state == VALUE_KNOWN && number && v->num == 0;
}

static bool is_one(const struct value *v)
{
    return v->state == VALUE_KNOWN && v->kind == VALUE_COUNT && v->num == 1;
}

enum cell_is { CELL_LEFT_OUT, CELL_SAID, CELL_MISSING };

/* What has no value takes the place of its whole clause: "IN/S unknown". */
static enum cell_is add_missing(struct buf *to, const struct column *c, const struct value *v)
{
    buf_clear(to);
    if (v->state == VALUE_DENIED)
        buf_addf(to, ", %s denied", c->title);
    else
        buf_addf(to, ", %s unknown%s%s", c->title, v->state == VALUE_FAILED && v->text ? ": " : "",
                 v->state == VALUE_FAILED && v->text ? v->text : "");
    return CELL_MISSING;
}

static void add_counts(struct buf *to, const struct value_parts *p, const char *noun)
{
    char n[TEXT_NUM];
    for (uint32_t i = 0; i < p->n && i < COUNTS_SHOWN; i++)
        buf_addf(to, "%s%s on%s %" PRId32, i ? ", " : "",
                 p->numbers[2 * i + 1] ? text_count(n, p->numbers[2 * i + 1]) : "none", noun,
                 p->numbers[2 * i]);
    buf_adds(to, p->n > COUNTS_SHOWN ? " …" : "");
}

/* The placeholder at `at`, just behind its brace. */
static enum cell_is add_cell(struct writing *w, struct buf *to, const char *at)
{
    char id[40], noun[40] = "";
    bool decides = *at == '!', or_zero = decides || *at == '?';
    size_t n = strcspn(at += or_zero, ":}");
    snprintf(id, sizeof id, "%.*s", (int)n, at);
    if (at[n] == ':')
        snprintf(noun, sizeof noun, " %.*s", (int)strcspn(at + n + 1, "}"), at + n + 1);
    int column = table_column(w->t, id);
    if (column < 0)
        return CELL_LEFT_OUT;
    const struct value *v = &w->r->cells[column].value;
    const char *text = value_display(v, &w->arena);
    if (v->state == VALUE_NONE || !*text || (or_zero && is_zero(v)))
        return CELL_LEFT_OUT;
    if (decides && *noun && strcmp(text, noun + 1) != 0)
        return CELL_LEFT_OUT;
    if (v->state != VALUE_KNOWN && !decides)
        return add_missing(to, &w->t->columns[column], v);
    if (v->form == FORM_PARTS && v->parts->kind == PARTS_COUNTS && *noun)
        add_counts(to, v->parts, noun);
    else if (!decides)
        buf_addf(to, "%s%s%s", text, noun, *noun && !is_one(v) ? "s" : "");
    return CELL_SAID;
}

/* One clause of n bytes; empty when it is left out. */
static void add_clause(struct writing *w, struct buf *to, const char *at, size_t n)
{
    struct buf b;
    enum cell_is is = CELL_SAID;
    buf_init(&b, 0);
    for (size_t i = 0; is == CELL_SAID && i < n; i++) {
        if (at[i] != '{') {
            buf_addc(&b, at[i]);
            continue;
        }
        is = add_cell(w, &b, at + i + 1);
        i += strcspn(at + i, "}");
    }
    const char *s = buf_str(&b);
    if (!to->len) /* what stood before it was left out */
        s += strspn(s, ",; ");
    if (is != CELL_LEFT_OUT)
        buf_adds(to, s);
    buf_release(&b);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void add_line(struct writing *w, const char *label, const char *text)
{
    char *head = label ? xasprintf("%s:", label) : xstrdup("");
    if (w->markdown)
        buf_addf(w->out, "- %s%s%s\n", head, label ? " " : "", text);
    else if (!label && w->width)
        wrap_text(w->out, w->width, INDENT, INDENT, text);
    else if (!label)
        buf_addf(w->out, "%*s%s\n", INDENT, "", text);
    else if (w->width)
        wrap_item(w->out, w->width, head, LABEL_COLUMN, text);
    else
        buf_addf(w->out, "%*s%s%*s%s\n", INDENT, "", head,
                 (int)(text_width(head) + INDENT + 1 < LABEL_COLUMN
                           ? LABEL_COLUMN - INDENT - text_width(head)
                           : 1),
                 "", text);
    free(head);
}

static void add_prose(struct writing *w, const struct prose_line *l)
{
    struct buf b;
    buf_init(&b, 0);
    for (const char *at = l->text; *at;) {
        size_t n = strcspn(at, "|");
        add_clause(w, &b, at, n);
        at += n + (at[n] == '|');
    }
    if (b.len)
        add_line(w, l->label, buf_str(&b));
    buf_release(&b);
}

static bool named_in(const char *text, const char *id)
{
    size_t n = strlen(id);
    for (const char *at = text; (at = strchr(at, '{'));) {
        at += 1 + strspn(at + 1, "?!");
        if (strncmp(at, id, n) == 0 && (at[n] == '}' || at[n] == ':'))
            return true;
    }
    return false;
}

static bool is_named(const struct prose *p, const char *id)
{
    for (const char *const *l = p->left_out; *l; l++)
        if (strcmp(*l, id) == 0)
            return true;
    for (const struct prose_line *l = p->lines; l->text; l++)
        if (named_in(l->text, id))
            return true;
    return false;
}

static void add_others(struct writing *w, const struct prose *p)
{
    for (size_t c = 0; c < w->t->ncolumns; c++) {
        const struct value *v = &w->r->cells[c].value;
        const char *text = value_display(v, &w->arena);
        if (v->state != VALUE_NONE && *text && !is_named(p, w->t->columns[c].id))
            add_line(w, w->t->columns[c].title, text);
    }
}

void prose_add(struct buf *out, const struct prose *p, const struct table *t, const struct row *r,
               size_t width, bool markdown)
{
    struct writing w = {.out = out, .t = t, .r = r, .width = width, .markdown = markdown};
    arena_init(&w.arena);
    for (const struct prose_line *l = p->lines; l->text; l++)
        add_prose(&w, l);
    add_others(&w, p);
    arena_release(&w.arena);
}
