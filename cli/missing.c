/* What is unknown, reported on stderr and in the exit code, so that a script never takes a part for
 * the whole. */
#include "cli/missing.h"

#include "cli/cli.h"
#include "cli/say.h"
#include "core/base/table_order.h"
#include "core/format/export.h"
#include "core/model/model_fact.h"

int missing_list(const struct connection *x, const struct dataset *d)
{
    const struct fact *f = NULL;
    if (d->nwants)
        f = model_fact(&x->session->model, x->session->wants.list[d->first_want].kind,
                       x->session->wants.list[d->first_want].name);
    struct err err = {.kind = f && f->failed != ERR_NONE ? f->failed : ERR_BROKER};
    err_set(&err, err.kind, "%s: %s", d->resource->name, d->err ? d->err : "no answer");
    return cli_fail(&err);
}

/* Cells whose value is unknown: how many, and the first with its reason. */
static int cells_exit(const struct table *t, const struct table_order *o)
{
    size_t missing = 0;
    const struct row *first = NULL;
    size_t column = 0;
    for (size_t i = 0; i < o->n; i++)
        for (size_t c = 0; c < t->ncolumns; c++) {
            const struct value *v = &t->rows[o->index[i]].cells[c].value;
            if (v->state != VALUE_DENIED && v->state != VALUE_FAILED && !v->part)
                continue;
            if (missing++ == 0) {
                first = &t->rows[o->index[i]];
                column = c;
            }
        }
    if (!first)
        return CLI_DONE;
    const struct value *v = &first->cells[column].value;
    struct arena a;
    arena_init(&a);
    cli_say("%zu value%s unknown; the first: %s of %s: %s", missing, missing == 1 ? "" : "s",
            t->columns[column].id, export_row_name(t, first, &a),
            v->part                    ? "a part of it is unknown"
            : v->state == VALUE_DENIED ? "denied"
            : v->text                  ? v->text
                                       : "failed");
    arena_release(&a);
    return CLI_REFUSED;
}

int missing_values(const struct table *t, const struct table_order *o)
{
    if (t->note)
        cli_say("%s", t->note);
    if (t->note && (t->note_sev == SEV_BAD || (t->note_sev == SEV_WARN && !t->nrows)))
        return CLI_REFUSED;
    return cells_exit(t, o);
}
