/* Words → a question. A name without a kind is taken for a topic or a group only when just one of
 * them exists: an answer about the wrong one would be worse than none. */
#include "core/insight/can_ask.h"

#include "core/model/acl_text.h"

#include <stdio.h>
#include <string.h>

static void note(struct can_question *c, const char *word, const char *taken_for)
{
    c->notes[c->nnotes++] = arena_printf(c->arena, "%s is taken for %s", word, taken_for);
}

/* "topic/orders", "topic:orders" or "cluster". */
static bool take_place(struct can_question *c, const char *word, struct err *err)
{
    struct can_place *p = &c->places[c->n];
    size_t len = strcspn(word, "/:");
    char kind[32];
    snprintf(kind, sizeof kind, "%.*s", (int)len, word);
    if (c->n == CAN_PLACES)
        return err_set(err, ERR_USAGE, "at most %d resources at a time", CAN_PLACES);
    if (!word[len] && !acl_resource_parse(word, &p->resource)) {
        *p = (struct can_place){.name = word, .guess = true};
        c->n++;
        return true;
    }
    if (!acl_resource_parse(kind, &p->resource) || !acl_operations_of(p->resource) ||
        p->resource == ACL_USER || p->resource == ACL_DELEGATION_TOKEN)
        return err_set(err, ERR_USAGE,
                       "'%s' is not a resource: write topic/NAME, group/NAME, "
                       "transactional-id/NAME or cluster",
                       word);
    p->name = word[len] ? word + len + 1 : "";
    if (p->resource == ACL_CLUSTER && *p->name && strcmp(p->name, ACL_CLUSTER_NAME) != 0)
        return err_set(err, ERR_USAGE, "'%s': there is one cluster, say cluster", word);
    if (p->resource == ACL_CLUSTER)
        p->name = ACL_CLUSTER_NAME;
    if (!*p->name)
        return err_set(err, ERR_USAGE, "which %s? Say %s/NAME", kind, kind);
    if (strcmp(p->name, ACL_WILDCARD) == 0) /* rules that name one say otherwise of that one */
        return err_set(
            err, ERR_USAGE,
            "'%s' is not a single %s: name one; klamm get principal-access %s lists what it "
            "may do",
            word, kind, c->query.principal);
    c->n++;
    return true;
}

static bool take_operation(struct can_question *c, const char *word, struct err *err)
{
    c->consume = strcasecmp(word, "consume") == 0;
    if (c->consume)
        c->query.operation = ACL_READ;
    else if (strcasecmp(word, "produce") == 0)
        c->query.operation = ACL_WRITE;
    else if (!acl_operation_parse(word, &c->query.operation) || c->query.operation == ACL_ALL)
        return err_set(err, ERR_USAGE,
                       "'%s' is not an operation: Read, Write, Create, Delete, Alter, Describe, "
                       "DescribeConfigs, AlterConfigs, ClusterAction, IdempotentWrite; or "
                       "produce, consume",
                       word);
    return true;
}

/* Brokers compare principals to the letter, and so do the rules. */
static bool take_principal(struct can_question *c, const char *word, struct err *err)
{
    const char *colon = strchr(word, ':');
    if (!colon && *word) {
        c->query.principal = arena_printf(c->arena, "User:%s", word);
        note(c, word, c->query.principal);
        return true;
    }
    const char *name = colon ? colon + 1 : word;
    bool is_user = !colon || colon == word || strncasecmp(word, "User:", 5) == 0;
    c->query.principal = word;
    if (strcmp(word, "User:*") == 0)
        return err_set(err, ERR_USAGE, "User:* stands for everyone in rules: name one principal");
    if (colon && colon != word && *name && (!is_user || strncmp(word, "User:", 5) == 0))
        return true;
    if (!*name || !is_user)
        return err_set(err, ERR_USAGE, "a principal is Type:name, as User:alice");
    return err_set(err, ERR_USAGE, "a principal is Type:name: did you mean User:%s?", name);
}

bool can_take_word(struct can_question *c, const char *word, struct err *err)
{
    if (!c->query.principal)
        return take_principal(c, word, err);
    return c->query.operation ? take_place(c, word, err) : take_operation(c, word, err);
}

static bool has_place(const struct can_question *c, enum acl_resource r)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->places[i].resource == r)
            return true;
    return false;
}

/* No request ever needs this operation on that resource. A guess is checked when it is known. */
bool can_fits(const struct can_question *c, struct err *err)
{
    for (size_t i = 0; i < c->n; i++) {
        const char *kind = acl_resource_name(c->places[i].resource);
        if (!c->places[i].guess &&
            !(acl_operations_of(c->places[i].resource) & 1u << c->query.operation))
            return err_set(err, ERR_USAGE, "nothing needs %s on a %s",
                           acl_operation_name(c->query.operation), kind);
    }
    if (c->consume && !can_must_guess(c) && (!has_place(c, ACL_TOPIC) || !has_place(c, ACL_GROUP)))
        return err_set(err, ERR_USAGE, "consuming needs a topic and a group: name both");
    return true;
}

/* ---- guesses --------------------------------------------------------------------------------- */

static bool guess(struct can_question *c, const struct model *m, struct can_place *p,
                  struct err *err)
{
    enum acl_operation op = c->query.operation;
    bool topic = acl_operations_of(ACL_TOPIC) & 1u << op && metadata_topic(m->metadata, p->name);
    bool group = acl_operations_of(ACL_GROUP) & 1u << op && m->group_list &&
                 group_listing_find(m->group_list, p->name);
    if (topic && group)
        return err_set(err, ERR_USAGE, "'%s' is a topic and a group: write topic/%s or group/%s",
                       p->name, p->name, p->name);
    if (!topic && !group)
        return err_set(err, ERR_USAGE,
                       "'%s' is neither a topic nor a group that you may see: write topic/NAME, "
                       "group/NAME, transactional-id/NAME or cluster",
                       p->name);
    p->resource = topic ? ACL_TOPIC : ACL_GROUP;
    p->guess = false;
    note(c, p->name, arena_printf(c->arena, "%s/%s", acl_resource_name(p->resource), p->name));
    return true;
}

bool can_must_guess(const struct can_question *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->places[i].guess)
            return true;
    return false;
}

bool can_guess(struct can_question *c, const struct model *m, struct err *err)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->places[i].guess && !guess(c, m, &c->places[i], err))
            return false;
    return true;
}
