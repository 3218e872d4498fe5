/* The answers of klamm can, printed. Words for people and rows for machines say the same, as both
 * are made of one struct. */
#include "cli/can_answer.h"

#include "core/base/text.h"
#include "core/model/acl_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- words ----------------------------------------------------------------------------------- */

void can_print(const struct can_query *q, const struct can_answer *list, size_t n)
{
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < n; i++) {
        const struct can_answer *x = &list[i];
        printf("%s: %s on %s: %s\n", text_visible(&a, q->principal, strlen(q->principal)),
               acl_operation_name(q->operation),
               acl_resource_words(&a, x->place.resource, ACL_LITERAL, x->place.name),
               x->reasons[0]);
        for (size_t k = 0; k < x->nunless; k++)
            printf("  unless %s\n", x->unless[k]);
        for (size_t k = 1; k < x->nreasons; k++)
            printf("  but %s\n", x->reasons[k]);
    }
    arena_release(&a);
}

/* ---- rows ------------------------------------------------------------------------------------ */

enum { PRINCIPAL, OPERATION, RESOURCE, NAME, HOST, ALLOWED, ACL, REASONS, UNLESS, COLUMNS };

static const struct column columns[COLUMNS] = {
    [PRINCIPAL] = {.id = "principal", .title = "PRINCIPAL", .help = "The principal in question."},
    [OPERATION] = {.id = "operation", .title = "OPERATION", .help = "What it would do."},
    [RESOURCE] = {.id = "resource", .title = "RESOURCE", .help = "The kind of thing."},
    [NAME] = {.id = "name", .title = "NAME", .help = "Which one."},
    [HOST] = {.id = "host", .title = "HOST", .priority = 1, .help = "From there; * anywhere."},
    [ALLOWED] = {.id = "allowed", .title = "ALLOWED", .help = "The decision."},
    [ACL] = {.id = "acl",
             .title = "ACL",
             .priority = 3,
             .help = "The rule that decides, in seven words; – none does."},
    [REASONS] = {.id = "reasons", .title = "WHY", .help = "Why, and what else clients lack."},
    [UNLESS] = {.id = "unless",
                .title = "UNLESS",
                .help = "What is assumed of settings that the brokers don't show."},
};

static void cell_sentences(struct table *t, struct row *r, size_t col, const char *const *list,
                           size_t n)
{
    const char **copy = arena_array(&t->arena, n, sizeof *copy), *text = "";
    for (size_t i = 0; i < n; i++) {
        copy[i] = list[i];
        text = arena_printf(&t->arena, "%s%s%s", text, i ? "; " : "", list[i]);
    }
    cell_literal(r, col, text);
    cell_parts(t, r, col,
               (struct value_parts){.kind = PARTS_TEXTS, .n = (uint32_t)n, .texts = copy});
}

static void cell_decision(struct row *r, enum can_decision decision)
{
    static const struct {
        const char *word;
        int yes;
        enum severity sev;
    } looks[] = {[CAN_ALLOWED] = {"yes", 1, SEV_GOOD},
                 [CAN_DENIED] = {"no", 0, SEV_BAD},
                 [CAN_UNKNOWN] = {"not known", -1, SEV_WARN}};
    cell_literal(r, ALLOWED, looks[decision].word);
    cell_yes_no(r, ALLOWED, looks[decision].yes);
    cell_sev(r, ALLOWED, looks[decision].sev);
}

static void add_answer(struct table *t, const struct can_query *q, const struct can_answer *x)
{
    const char *kind = acl_resource_name(x->place.resource);
    struct row *r = table_add_row(t, arena_printf(&t->arena, "%s/%s", kind, x->place.name));
    cell_text(t, r, PRINCIPAL, q->principal);
    cell_literal(r, OPERATION, acl_operation_name(q->operation));
    cell_literal(r, RESOURCE, kind);
    cell_text(t, r, NAME, x->place.name);
    cell_text(t, r, HOST, q->host ? q->host : ACL_WILDCARD);
    cell_decision(r, x->decision);
    cell_text(t, r, ACL, x->by ? acl_spell(&t->arena, x->by) : NULL);
    cell_sentences(t, r, REASONS, x->reasons, x->nreasons);
    cell_sentences(t, r, UNLESS, x->unless, x->nunless);
}

void can_print_table(const struct can_query *q, const struct can_answer *list, size_t n,
                     enum export_format f)
{
    struct table *t = table_new(columns, COLUMNS);
    struct buf b;
    for (size_t i = 0; i < n; i++)
        add_answer(t, q, &list[i]);
    buf_init(&b, 0);
    export_write(&(struct export_what){.table = t,
                                       .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
                                       .whole = !isatty(STDOUT_FILENO)},
                 f, &b);
    fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
    table_free(t);
}
