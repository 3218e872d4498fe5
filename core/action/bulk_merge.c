/* Makes one plan of the plans of several objects. Steps and facts are grouped by object, so that
 * each object travels in one broker call and a refusal of one does not stop the next. The table
 * gets a column with the object; a sentence that several parts say is said once, with their names.
 * Confirmed by the count: a name proves only that one of them was read. */
#include "core/action/bulk_merge.h"

#include "core/action/bulk.h"
#include "core/action/register.h"
#include "core/base/buf.h"

#include <ctype.h>
#include <string.h>

enum {
    NAMES_SHOWN = 4,
    SENTENCES = 8, /* of one kind; the question must stay on the screen */
};

struct merge {
    const struct action *action;
    struct bulk_part *parts;
    size_t n;
    struct plan *to;
};

/* ---- the table ------------------------------------------------------------------------------- */

static const struct table *some_preview(const struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->parts[i].plan && m->parts[i].plan->preview)
            return m->parts[i].plan->preview;
    }
    return NULL;
}

static const char *upper(struct arena *a, const char *word)
{
    char *text = arena_strdup(a, word);

    for (char *c = text; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return text;
}

/* The columns live as long as the table, which may be held longer than the plan. */
static struct table *table_with_object(const struct table *of, const char *noun)
{
    struct table *t = table_new(NULL, 0);
    struct column *columns = arena_array(&t->arena, of->ncolumns + 1, sizeof *columns);

    columns[0] = (struct column){.id = "object",
                                 .title = upper(&t->arena, noun),
                                 .kind = VALUE_TEXT,
                                 .help = "What the row is about: each is sent by itself."};
    memcpy(columns + 1, of->columns, of->ncolumns * sizeof *columns);
    t->columns = columns;
    t->ncolumns = of->ncolumns + 1;
    return t;
}

static void copy_row(struct table *t, const char *object, const struct row *from)
{
    struct row *row = table_add_row(t, arena_printf(&t->arena, "%s %s", object, from->key));

    cell_text(t, row, 0, object);
    row->sev = from->sev;
    for (size_t i = 0; i + 1 < t->ncolumns; i++) {
        row->cells[i + 1].sev = from->cells[i].sev;
        row->cells[i + 1].value = value_copy(&from->cells[i].value, &t->arena);
    }
}

/* Why there is no plan for it, in the table too: every object is listed. */
static void failed_row(struct table *t, const struct bulk_part *part)
{
    struct row *row = table_add_row(t, part->object);
    int note = table_column(t, "note");

    for (size_t i = 1; i < t->ncolumns; i++)
        cell_failed(t, row, i, part->err.msg);
    cell_text(t, row, 0, part->object);
    row->sev = SEV_BAD;
    if (note > 0)
        cell_note(t, row, (size_t)note, part->err.msg);
}

static void merge_tables(struct merge *m, const char *noun)
{
    const struct table *first = some_preview(m);
    struct table *t;

    if (!first)
        return;
    t = table_with_object(first, noun);
    for (size_t i = 0; i < m->n; i++) {
        const struct plan *p = m->parts[i].plan;

        if (!p)
            failed_row(t, &m->parts[i]);
        for (size_t k = 0; p && p->preview && k < p->preview->nrows; k++)
            copy_row(t, m->parts[i].object, &p->preview->rows[k]);
    }
    t->complete = true;
    m->to->preview = t;
}

/* ---- sentences ------------------------------------------------------------------------------- */

struct texts {
    const char *const *list;
    size_t n;
};

static struct texts texts_of(const struct plan *p, bool warnings)
{
    if (!p)
        return (struct texts){NULL, 0};
    return warnings ? (struct texts){p->warnings, p->nwarnings}
                    : (struct texts){p->summary, p->nsummary};
}

static bool says(const struct plan *p, bool warnings, const char *text)
{
    struct texts t = texts_of(p, warnings);

    for (size_t i = 0; i < t.n; i++) {
        if (strcmp(t.list[i], text) == 0)
            return true;
    }
    return false;
}

/* "a, b: what both say". */
static void say_once(struct merge *m, bool warnings, const char *text)
{
    size_t n = 0;
    struct buf b;

    buf_init(&b, 0);
    for (size_t i = 0; i < m->n; i++) {
        if (says(m->parts[i].plan, warnings, text) && n++ < NAMES_SHOWN)
            buf_addf(&b, "%s%s", n > 1 ? ", " : "", m->parts[i].object);
    }
    if (n > NAMES_SHOWN)
        buf_addf(&b, " and %zu more", n - NAMES_SHOWN);
    if (warnings)
        plan_warn(m->to, "%s: %s", buf_str(&b), text);
    else
        plan_sum(m->to, "%s: %s", buf_str(&b), text);
    buf_release(&b);
}

static bool said_before(const struct merge *m, size_t part, bool warnings, const char *text)
{
    for (size_t i = 0; i < part; i++) {
        if (says(m->parts[i].plan, warnings, text))
            return true;
    }
    return false;
}

static void merge_texts(struct merge *m, bool warnings)
{
    size_t said = 0, left = 0;

    for (size_t i = 0; i < m->n; i++) {
        struct texts t = texts_of(m->parts[i].plan, warnings);

        for (size_t k = 0; k < t.n; k++) {
            if (said_before(m, i, warnings, t.list[k]))
                continue;
            if (said++ < SENTENCES)
                say_once(m, warnings, t.list[k]);
            else
                left++;
        }
    }
    if (left && warnings)
        plan_warn(m->to, "and %zu more warnings like these: plan fewer at a time to read them all",
                  left);
    else if (left)
        plan_sum(m->to, "and so on for the others: the table has them all");
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void merge_blocks(struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct bulk_part *part = &m->parts[i];
        const char *why = part->plan ? part->plan->blocked : part->err.msg;

        if (why && strstr(why, part->object))
            plan_block(m->to, "%s", why);
        else if (why)
            plan_block(m->to, "%s: %s", part->object, why);
    }
}

/* The lines of some would do a part of what is planned, or of what is refused as a whole. */
static bool has_line(const struct plan *p)
{
    return p && !p->blocked && (p->command || p->nsteps == 0);
}

static void merge_commands(struct merge *m)
{
    enum { COMMANDS_SHOWN = 16 }; /* no one reads more, and a comment says that there are more */
    struct buf b;
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++) {
        if (!has_line(m->parts[i].plan))
            return;
    }
    buf_init(&b, 0);
    for (size_t i = 0; i < m->n; i++) {
        const struct plan *p = m->parts[i].plan;

        if (p->command && n++ < COMMANDS_SHOWN)
            buf_addf(&b, "%s%s", b.len ? " && " : "", p->command);
    }
    if (n > COMMANDS_SHOWN)
        buf_addf(&b, "  # and %zu more like these", n - COMMANDS_SHOWN);
    if (b.len)
        m->to->command = arena_strdup(&m->to->arena, buf_str(&b));
    buf_release(&b);
}

static const char *asked_for(const struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->parts[i].plan && m->parts[i].plan->asked)
            return plan_show(m->to, m->parts[i].plan->asked);
    }
    return NULL;
}

static void name_it(struct merge *m, const struct args *args)
{
    struct plan *p = m->to;

    p->asked = asked_for(m);
    p->title = plan_str(p, "%s of %s%s%s", m->action->title, bulk_names(m->action, args, &p->arena),
                        p->asked ? " – " : "", p->asked ? p->asked : "");
    p->confirm = plan_str(p, "%zu", m->n);
}

static void count_up(struct merge *m, const char *noun)
{
    size_t changed = 0;

    for (size_t i = 0; i < m->n; i++)
        changed += m->parts[i].plan && !plan_is_empty(m->parts[i].plan);
    plan_sum(m->to, "%zu of %zu %ss change, in %zu steps; each %s is sent in one call of its own",
             changed, m->n, noun, m->to->nsteps, noun);
}

struct plan *bulk_merge(const struct action *a, const struct args *args, struct bulk_part *parts,
                        size_t n)
{
    struct merge m = {.action = a, .parts = parts, .n = n, .to = plan_new(a->name)};
    const char *noun = bulk_noun(a, args);

    m.to->args = args_copy(args);
    m.to->danger = a->danger;
    action_params_of(a, m.to);
    merge_tables(&m, noun);
    merge_blocks(&m);
    merge_commands(&m);
    name_it(&m, args);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].plan && parts[i].plan->danger > m.to->danger)
            m.to->danger = parts[i].plan->danger;
        if (parts[i].plan)
            plan_take(m.to, parts[i].plan);
    }
    count_up(&m, noun);
    if (a->total)
        a->total(m.to);
    else
        merge_texts(&m, false);
    merge_texts(&m, true);
    for (size_t i = 0; i < n; i++)
        parts[i].plan = NULL;
    return m.to;
}
