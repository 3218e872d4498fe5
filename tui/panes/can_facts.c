/* What klamm can answers on the command line, above the list of principals: whether the ACLs allow it,
 * by which rule, and what would make it another answer. Decided again whenever the model changes. */
#include "tui/panes/can_facts.h"

#include "core/insight/can_ask.h"
#include "core/model/acl_text.h"
#include "core/model/model_fact.h"
#include "core/resource/access_cells.h"

#include <string.h>

static bool read_question(struct can_question *q, const char *scope, struct err *err)
{
    for (const char *s = scope + strspn(scope, " "); *s; s += strspn(s, " ")) {
        size_t n = strcspn(s, " ");
        if (!can_take_word(q, arena_strndup(q->arena, s, n), err))
            return false;
        s += n;
    }
    return q->n
               ? can_fits(q, err)
               : err_set(err, ERR_USAGE,
                         "write :can PRINCIPAL OPERATION RESOURCE, as :can User:bob read payments");
}

/* A name is looked for among the topics and groups that are known. */
static bool understood(struct facts *f, struct can_question *q, const struct model *m,
                       const char *scope)
{
    struct err err = {0};
    facts_row(f, "question");
    bool ok = read_question(q, scope, &err);
    if (ok && can_must_guess(q) && !m->metadata) {
        facts_add(f, SEV_MUTED, "waiting for the list of topics");
        return false;
    }
    if (!ok || !can_guess(q, m, &err) || !can_fits(q, &err)) {
        facts_add(f, SEV_BAD, "%s", facts_safe(f, err.msg));
        return false;
    }
    facts_add(f, SEV_NONE, "%s: %s", facts_safe(f, q->query.principal),
              acl_operation_name(q->query.operation));
    for (size_t i = 0; i < q->nnotes; i++)
        facts_add(f, SEV_MUTED, "%s", facts_safe(f, q->notes[i]));
    return true;
}

static void add_answer(struct facts *f, const struct can_answer *x)
{
    static const enum severity sev[] = {
        [CAN_ALLOWED] = SEV_GOOD, [CAN_DENIED] = SEV_BAD, [CAN_UNKNOWN] = SEV_WARN};
    facts_row(f, "answer");
    facts_add(f, sev[x->decision], "%s: %s",
              acl_resource_words(&f->arena, x->place.resource, ACL_LITERAL, x->place.name),
              x->reasons[0]);
    for (size_t k = 0; k < x->nunless; k++)
        facts_add(f, SEV_WARN, "unless %s", x->unless[k]);
    for (size_t k = 1; k < x->nreasons; k++)
        facts_add(f, SEV_WARN, "but %s", x->reasons[k]);
}

void can_facts(struct facts *f, const struct model *m, const char *scope)
{
    struct can_question q = {.arena = &f->arena};
    struct access_rules rules;
    if (!understood(f, &q, m, scope))
        return;
    struct table *t = table_new(NULL, 0);
    if (access_rules_in(t, m, &rules)) {
        for (size_t i = 0; i < q.n; i++) {
            struct can_answer x = can_decide(&f->arena, &rules, &q.query, &q.places[i]);
            add_answer(f, &x);
        }
    } else {
        bool open = m->acls && m->acls->proof == ACL_PROOF_NO_AUTHORIZER;
        facts_row(f, "answer");
        facts_add(f, open ? SEV_GOOD : SEV_WARN, "%s%s", open ? "allowed: " : "unknown: ",
                  t->note ? facts_safe(f, t->note) : "the ACLs are not known yet");
    }
    table_free(t);
}
