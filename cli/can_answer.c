/* The answers of klamm can. The authorizer's decision is core/insight's; what is added here is what
 * clients need beside it, and which settings that nobody is shown would make it another. Words for
 * people and rows for machines say the same, as both are made of one struct. */
#include "cli/can_answer.h"

#include "core/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- deciding ------------------------------------------------------------------------------- */

static struct access decide(const struct access_rules *r, const struct can_ask *q,
                            enum acl_operation operation, const struct can_place *p)
{
    return access_decide(r, &(struct access_ask){.principal = q->principal,
                                                 .host = q->host,
                                                 .operation = operation,
                                                 .resource = p->resource,
                                                 .pattern = ACL_LITERAL,
                                                 .name = p->name});
}

/* Without Describe no client finds a leader or a coordinator. */
static void look_for_describe(struct arena *a, const struct access_rules *r,
                              const struct can_ask *q, struct can_answer *answer)
{
    struct access x = decide(r, q, ACL_DESCRIBE, &answer->place);
    if (x.allowed || answer->place.resource == ACL_CLUSTER)
        return;
    bool open = x.why == ACCESS_BY_NETWORK;
    answer->decision = open ? CAN_UNTOLD : CAN_DENIED;
    answer->by = open || x.why == ACCESS_DENIED_BY ? x.by : NULL;
    answer->reasons[answer->nreasons++] =
        arena_printf(a, "clients need Describe on it, too: %s", access_words(a, &x));
}

static bool is_about(const struct acl *rule, const struct can_ask *q)
{
    return strcmp(rule->principal, q->principal) == 0 || strcmp(rule->principal, "User:*") == 0;
}

static bool host_before(const struct acl *const *list, size_t n, const struct can_ask *q,
                        const char *host)
{
    for (size_t i = 0; i < n; i++)
        if (is_about(list[i], q) && strcmp(list[i]->host, host) == 0)
            return true;
    return false;
}

/* "From anywhere" is no whole answer where one address is treated otherwise. */
static void look_at_hosts(struct arena *a, const struct access_rules *r, const struct can_ask *q,
                          const struct access *anywhere, struct can_answer *answer)
{
    const struct can_place *p = &answer->place;
    const struct acl **list = arena_array(a, r->nsorted + r->nbroad + 1, sizeof *list);
    size_t n = access_covering(r, p->resource, ACL_LITERAL, p->name, list), others = 0;
    for (size_t i = 0; i < n; i++) {
        const char *host = list[i]->host;
        struct can_ask from = *q;
        from.host = host;
        if (strcmp(host, ACL_WILDCARD) == 0 || !is_about(list[i], q) ||
            host_before(list, i, q, host) || !acl_host_counts(host, r->settings.networks))
            continue;
        struct access x = decide(r, &from, q->operation, p);
        if (x.allowed == anywhere->allowed && x.why != ACCESS_BY_NETWORK)
            continue;
        if (others++ < CAN_HOSTS)
            answer->reasons[answer->nreasons++] =
                arena_printf(a, "from %s: %s", text_visible(a, host, strlen(host)),
                             access_words(a, &x));
    }
    if (others > CAN_HOSTS)
        answer->reasons[answer->nreasons++] =
            arena_printf(a, "from %zu more addresses and networks, too, it is otherwise: --host",
                         others - CAN_HOSTS);
}

struct can_answer can_decide(struct arena *a, const struct access_rules *r, const struct can_ask *q,
                             const struct can_place *p)
{
    struct access x = decide(r, q, q->operation, p);
    bool open = x.why == ACCESS_BY_NETWORK;
    bool decided = open || x.why == ACCESS_ALLOWED_BY || x.why == ACCESS_DENIED_BY;
    struct can_answer answer = {.place = *p,
                                .decision = x.allowed ? CAN_ALLOWED
                                            : open    ? CAN_UNTOLD
                                                      : CAN_DENIED,
                                .by = decided ? x.by : NULL,
                                .reasons = {access_words(a, &x)},
                                .nreasons = 1};
    if (x.if_super)
        answer.unless[answer.nunless++] =
            "it is a super user: the brokers don't show who is (--super-users)";
    if (x.if_everyone) { /* no rule has a say: that setting alone decides */
        answer.decision = CAN_UNTOLD;
        answer.reasons[0] =
            "can't be told: no rule covers it, so allow.everyone.if.no.acl.found decides, which "
            "the brokers don't show (--everyone true or false)";
    }
    if (x.allowed && (q->operation == ACL_READ || q->operation == ACL_WRITE))
        look_for_describe(a, r, q, &answer);
    if (!q->host && x.why != ACCESS_SUPER)
        look_at_hosts(a, r, q, &x, &answer);
    return answer;
}

struct can_answer can_answer_all(enum can_decision decision, const struct can_place *p,
                                 const char *reason)
{
    return (struct can_answer){
        .place = *p, .decision = decision, .reasons = {reason}, .nreasons = 1};
}

/* ---- words ---------------------------------------------------------------------------------- */

void can_print(const struct can_ask *q, const struct can_answer *list, size_t n)
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

/* ---- rows ----------------------------------------------------------------------------------- */

enum { PRINCIPAL, OPERATION, RESOURCE, NAME, HOST, ALLOWED, ACL, REASONS, UNLESS, COLUMNS };

static const struct column columns[COLUMNS] = {
    [PRINCIPAL] = {.id = "principal", .title = "PRINCIPAL", .help = "Who is asked about."},
    [OPERATION] = {.id = "operation", .title = "OPERATION", .help = "What it would do."},
    [RESOURCE] = {.id = "resource", .title = "RESOURCE", .help = "The kind of thing."},
    [NAME] = {.id = "name", .title = "NAME", .help = "Which one."},
    [HOST] = {.id = "host", .title = "HOST", .priority = 1, .help = "From there; * anywhere."},
    [ALLOWED] = {.id = "allowed", .title = "ALLOWED", .help = "The decision."},
    [ACL] = {.id = "acl",
             .title = "ACL",
             .priority = 3,
             .help = "The rule that decides, in seven words; – none does."},
    [REASONS] = {.id = "reasons", .title = "WHY", .help = "Why, and what clients lack beside."},
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
                 [CAN_UNTOLD] = {"not known", -1, SEV_WARN}};
    cell_literal(r, ALLOWED, looks[decision].word);
    cell_yes_no(r, ALLOWED, looks[decision].yes);
    cell_sev(r, ALLOWED, looks[decision].sev);
}

static void add_answer(struct table *t, const struct can_ask *q, const struct can_answer *x)
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

void can_print_table(const struct can_ask *q, const struct can_answer *list, size_t n,
                     enum export_format f)
{
    struct table *t = table_new(columns, COLUMNS);
    struct buf b;
    for (size_t i = 0; i < n; i++)
        add_answer(t, q, &list[i]);
    buf_init(&b, 0);
    export_write(
        &(struct export_what){.table = t, .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR")},
        f, &b);
    fwrite(buf_str(&b), 1, b.len, stdout);
    buf_release(&b);
    table_free(t);
}
