/* The answers of klamm can and of :can. The authorizer's decision is access.c's; what is added here is
 * what else clients need, and which settings that brokers don't show would change it. */
#include "core/insight/can.h"

#include "core/base/text.h"
#include "core/model/acl_network.h"

#include <string.h>

static struct access decide(const struct access_rules *r, const struct can_query *q,
                            enum acl_operation operation, const struct can_place *p)
{
    return access_decide(r, &(struct access_query){.principal = q->principal,
                                                   .host = q->host,
                                                   .operation = operation,
                                                   .resource = p->resource,
                                                   .pattern = ACL_LITERAL,
                                                   .name = p->name});
}

/* Without Describe no client finds a leader or a coordinator. */
static void look_for_describe(struct arena *a, const struct access_rules *r,
                              const struct can_query *q, struct can_answer *answer)
{
    struct access x = decide(r, q, ACL_DESCRIBE, &answer->place);
    if (x.allowed || answer->place.resource == ACL_CLUSTER)
        return;
    bool open = x.why == ACCESS_BY_NETWORK;
    answer->decision = open ? CAN_UNKNOWN : CAN_DENIED;
    answer->by = open || x.why == ACCESS_DENIED_BY ? x.by : NULL;
    answer->reasons[answer->nreasons++] =
        arena_printf(a, "clients need Describe on it, too: %s", access_words(a, &x));
}

static bool is_about(const struct acl *rule, const struct can_query *q)
{
    return strcmp(rule->principal, q->principal) == 0 || strcmp(rule->principal, "User:*") == 0;
}

static bool host_before(const struct acl *const *list, size_t n, const struct can_query *q,
                        const char *host)
{
    for (size_t i = 0; i < n; i++)
        if (is_about(list[i], q) && strcmp(list[i]->host, host) == 0)
            return true;
    return false;
}

/* "From anywhere" is not a whole answer where one address is treated differently. */
static void look_at_hosts(struct arena *a, const struct access_rules *r, const struct can_query *q,
                          const struct access *anywhere, struct can_answer *answer)
{
    const struct can_place *p = &answer->place;
    const struct acl **list = arena_array(a, r->nsorted + r->nbroad + 1, sizeof *list);
    size_t n = access_covering(r, p->resource, ACL_LITERAL, p->name, list), others = 0;
    for (size_t i = 0; i < n; i++) {
        const char *host = list[i]->host;
        struct can_query from = *q;
        from.host = host;
        if (strcmp(host, ACL_WILDCARD) == 0 || !is_about(list[i], q) ||
            host_before(list, i, q, host) || !acl_host_counts(host, r->settings.networks))
            continue;
        struct access x = decide(r, &from, q->operation, p);
        if (x.allowed == anywhere->allowed && x.why != ACCESS_BY_NETWORK)
            continue;
        if (others++ < CAN_HOSTS)
            answer->reasons[answer->nreasons++] = arena_printf(
                a, "from %s: %s", text_visible(a, host, strlen(host)), access_words(a, &x));
    }
    if (others > CAN_HOSTS)
        answer->reasons[answer->nreasons++] =
            arena_printf(a, "from %zu more addresses and networks, too, it is otherwise: --host",
                         others - CAN_HOSTS);
}

struct can_answer can_decide(struct arena *a, const struct access_rules *r,
                             const struct can_query *q, const struct can_place *p)
{
    struct access x = decide(r, q, q->operation, p);
    bool open = x.why == ACCESS_BY_NETWORK;
    bool decided = open || x.why == ACCESS_ALLOWED_BY || x.why == ACCESS_DENIED_BY;
    struct can_answer answer = {.place = *p,
                                .decision = x.allowed ? CAN_ALLOWED
                                            : open    ? CAN_UNKNOWN
                                                      : CAN_DENIED,
                                .by = decided ? x.by : NULL,
                                .reasons = {access_words(a, &x)},
                                .nreasons = 1};
    if (x.if_super)
        answer.unless[answer.nunless++] =
            "it is a super user: the brokers don't show who is (--super-users)";
    if (x.if_everyone) { /* no rule applies: that setting alone decides */
        answer.decision = CAN_UNKNOWN;
        answer.reasons[0] =
            "unknown: no rule covers it, so allow.everyone.if.no.acl.found decides, which the "
            "brokers don't show (--everyone true or false)";
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
