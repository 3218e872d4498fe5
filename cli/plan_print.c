/* What a plan looks like on stdout: title, its own table, warnings, sums, what it rests on (wide),
 * and Kafka's command line. The preview is the verb's own table, else one row per step. CSV is that
 * of Kafka's tool where there is one, so that the file can be given to it. */
#include "cli/plan_print.h"

#include "cli/linear_words.h"
#include "cli/tree_print.h"
#include "core/action/apply.h"
#include "core/base/buf.h"
#include "core/base/text_human.h"
#include "core/plan/plan_table.h"
#include "core/plan/step.h"

#include <stdlib.h>
#include <unistd.h>

/* Between the parts of what is printed; what is read aloud needs no empty line. */
static const char *gap(void)
{
    return linear_speaks() ? "" : "\n";
}

/* A row is a sentence, and no line is empty. */
static void say_table(const struct table *t, FILE *out)
{
    struct arena a;
    arena_init(&a);
    size_t n, *columns = export_columns(t, EXPORT_TABLE, &n);
    for (size_t i = 0; i < t->nrows; i++)
        fprintf(out, "%s\n", linear_row(&a, t, &t->rows[i], columns, n));
    free(columns);
    arena_release(&a);
}

static void print_table(const struct plan_print *w, const struct table *t,
                        enum export_format format, FILE *out)
{
    struct buf b;
    if (linear_speaks() && export_for_people(format)) {
        say_table(t, out);
        return;
    }
    buf_init(&b, 0);
    export_write(&(struct export_what){.table = t,
                                       .no_headers = w->no_headers,
                                       .whole = !isatty(fileno(out)),
                                       .colour = isatty(fileno(out)) && !getenv("NO_COLOR")},
                 format, &b);
    fwrite(buf_str(&b), 1, b.len, out);
    buf_release(&b);
}

void plan_print_steps(const struct plan_print *w, bool sent, FILE *out)
{
    struct table *t = plan_table(w->plan, sent, w->format != EXPORT_CSV);
    print_table(w, t, w->format, out);
    table_free(t);
}

static void print_csv(const struct plan_print *w, FILE *out)
{
    struct buf b;
    bool made_here = w->plan->detail || w->plan->nparts; /* not read from a file */
    if (!w->action || !w->action->export_csv || !made_here) {
        if (w->plan->preview)
            print_table(w, w->plan->preview, EXPORT_CSV, out);
        else
            plan_print_steps(w, false, out);
        return;
    }
    buf_init(&b, 0);
    w->action->export_csv(w->plan, &b);
    fwrite(buf_str(&b), 1, b.len, out);
    buf_release(&b);
}

static void print_lasting(const struct plan *p, FILE *out)
{
    const char *lines[PLAN_LASTING];
    struct arena a;
    arena_init(&a);
    size_t n = plan_lasting(p, &a, lines);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "can't be undone: %s\n", lines[i]);
    arena_release(&a);
}

static void print_facts(const struct plan *p, FILE *out)
{
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < p->nfacts; i++)
        fprintf(out, "as it is: %s = %s\n", plan_fact_words(&p->facts[i], &a),
                p->facts[i].value ? p->facts[i].value : "absent");
    arena_release(&a);
}

static void print_texts(const struct plan_print *w, FILE *out)
{
    const struct plan *p = w->plan;
    for (size_t i = 0; i < p->nwarnings; i++)
        fprintf(out, "%s%s\n", linear_speaks() ? "Warning: " : "! ", p->warnings[i]);
    print_lasting(p, out);
    for (size_t i = 0; i < p->nsummary; i++)
        fprintf(out, "%s\n", p->summary[i]);
    if (w->format == EXPORT_WIDE)
        print_facts(p, out);
    if (p->command)
        fprintf(out, "the same with Kafka's tool: %s\n", p->command);
}

void plan_print(const struct plan_print *w, FILE *out)
{
    if (export_is_tree(w->format))
        return;
    if (w->format == EXPORT_CSV) {
        print_csv(w, out);
        return;
    }
    fprintf(out, "%s\n%s", w->plan->title ? w->plan->title : w->plan->verb, gap());
    if (w->plan->preview)
        print_table(w, w->plan->preview, w->format, out);
    else
        plan_print_steps(w, false, out);
    fputs(gap(), out);
    print_texts(w, out);
}

void plan_print_result(const struct plan_print *w, const struct apply_result *r, FILE *out)
{
    const struct plan *p = w->plan;
    size_t done = plan_count(p, STEP_DONE) + plan_count(p, STEP_ACCEPTED);
    bool sent = plan_count(p, STEP_PLANNED) < p->nsteps;
    if (export_is_tree(w->format) || w->format == EXPORT_CSV)
        return;
    fputs(gap(), out);
    if (sent)
        plan_print_steps(w, true, out);
    fprintf(out, "%s%s: %zu of %zu steps", sent ? gap() : "", apply_status_name(r->status), done,
            p->nsteps);
    if (r->journal_id)
        fprintf(out, ", journal %s", r->journal_id);
    fputc('\n', out);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

/* These texts are made visible for people; what remains undecodable is shown as absent. */
static json_t *text(const char *s)
{
    json_t *t = s ? json_string(s) : NULL;
    return t ? t : json_null();
}

/* Nothing to say is not a missing fact. */
static json_t *note(const char *s)
{
    return text(s ? s : "");
}

static json_t *texts(const char *const *list, size_t n)
{
    json_t *a = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(a, text(list[i]));
    return a;
}

static json_t *step(const struct plan_step *s)
{
    json_t *o = json_object();
    bool hide = s->secret;
    json_object_set_new(o, "kind", json_string(s->kind->name));
    json_object_set_new(o, "object", text(s->object));
    json_object_set_new(o, "what", text(s->what));
    json_object_set_new(o, "before", text(hide ? NULL : s->before));
    json_object_set_new(o, "after", text(hide ? NULL : s->after));
    json_object_set_new(o, "secret", json_boolean(hide));
    json_object_set_new(o, "data", hide || !s->kind->to_json ? json_null() : s->kind->to_json(s));
    json_object_set_new(o, "cant_undo", text(s->cant_undo));
    json_object_set_new(o, "note", note(s->note));
    json_object_set_new(o, "state", json_string(step_state_name(s->state)));
    json_object_set_new(o, "read_back", json_boolean(s->read));
    json_object_set_new(o, "now", text(hide ? NULL : s->now));
    json_object_set_new(o, "result", note(s->result));
    return o;
}

json_t *plan_steps_json(const struct plan *p)
{
    json_t *a = json_array();
    for (size_t i = 0; i < p->nsteps; i++)
        json_array_append_new(a, step(&p->steps[i]));
    return a;
}

static json_t *facts(const struct plan *p)
{
    json_t *list = json_array();
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < p->nfacts; i++) {
        json_t *o = plan_fact_to_json(&p->facts[i]);
        json_object_set_new(o, "what", text(plan_fact_words(&p->facts[i], &a)));
        json_array_append_new(list, o);
    }
    arena_release(&a);
    return list;
}

/* The same rows as `get -o json` would give. */
static json_t *preview(const struct plan *p)
{
    struct buf b;
    json_t *rows;
    if (!p->preview)
        return json_array();
    buf_init(&b, 0);
    export_write(&(struct export_what){.table = p->preview}, EXPORT_JSON, &b);
    rows = json_loadb(buf_str(&b), b.len, 0, NULL);
    buf_release(&b);
    return rows ? rows : json_array();
}

static json_t *instant(int64_t ms)
{
    char at[TEXT_NUM];
    return json_string(text_instant_utc(at, ms));
}

void plan_print_tree(const struct plan_print *w, const struct apply_result *r,
                     const struct err *why, FILE *out)
{
    const struct plan *p = w->plan;
    const struct err *err = r ? &r->err : why;
    json_t *o = json_object();
    json_object_set_new(o, "verb", text(p->verb));
    json_object_set_new(o, "title", text(p->title));
    json_object_set_new(o, "cluster", text(w->profile->name));
    json_object_set_new(o, "made", instant(p->made_wall_ms));
    json_object_set_new(o, "status", json_string(r ? apply_status_name(r->status) : "planned"));
    json_object_set_new(o, "error", text(err && err->msg[0] ? err->msg : NULL));
    json_object_set_new(o, "blocked", text(p->blocked));
    json_object_set_new(o, "journal", text(r ? r->journal_id : NULL));
    json_object_set_new(o, "danger", json_string(p->danger == DANGER_HIGH ? "high" : "low"));
    json_object_set_new(o, "warnings", texts(p->warnings, p->nwarnings));
    json_object_set_new(o, "summary", texts(p->summary, p->nsummary));
    json_object_set_new(o, "command", text(p->command));
    json_object_set_new(o, "facts", facts(p));
    json_object_set_new(o, "preview", preview(p));
    json_object_set_new(o, "steps", plan_steps_json(p));
    tree_print(o, w->format, out);
}
