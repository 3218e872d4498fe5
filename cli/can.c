/* klamm can PRINCIPAL OPERATION RESOURCE …: would the authorizer allow it, by which rule, and what
 * was assumed. Reasoned over the ACLs and a broker's settings: nothing is tried as that principal.
 * The exit code tells yes from no, and from "can't be told". */
#include "cli/can_answer.h"
#include "cli/command.h"
#include "cli/connect.h"

#include "core/base/parse.h"
#include "core/base/text.h"
#include "core/live/dataset.h"
#include "core/resource/access_cells.h"

#include <stdio.h>
#include <string.h>

enum { RESOURCES = 16, WAIT_MS = 30000 };

struct can {
    struct can_ask q;
    bool consume; /* Read on a topic and on a group */
    struct can_place places[RESOURCES];
    size_t n;
    const char *supers, *everyone;
    const char *output; /* as typed; NULL: sentences */
    enum export_format format;
    struct arena arena;
};

/* ---- what is asked -------------------------------------------------------------------------- */

/* "topic/orders", "topic:orders" or "cluster". */
static bool take_place(struct can *c, const char *word, struct err *err)
{
    struct can_place *p = &c->places[c->n];
    size_t len = strcspn(word, "/:");
    char kind[32];
    snprintf(kind, sizeof kind, "%.*s", (int)len, word);
    if (c->n == RESOURCES)
        return err_set(err, ERR_USAGE, "at most %d resources at a time", RESOURCES);
    if (!acl_resource_parse(kind, &p->resource) || !acl_operations_of(p->resource) ||
        p->resource == ACL_USER || p->resource == ACL_DELEGATION_TOKEN)
        return err_set(err, ERR_USAGE,
                       "'%s' is no resource: say topic/NAME, group/NAME, transactional-id/NAME or "
                       "cluster",
                       word);
    p->name = word[len] ? word + len + 1 : "";
    if (p->resource == ACL_CLUSTER && *p->name && strcmp(p->name, ACL_CLUSTER_NAME) != 0)
        return err_set(err, ERR_USAGE, "'%s': there is one cluster, say cluster", word);
    if (p->resource == ACL_CLUSTER)
        p->name = ACL_CLUSTER_NAME;
    if (!*p->name)
        return err_set(err, ERR_USAGE, "which %s? Say %s/NAME", kind, kind);
    if (strcmp(p->name, ACL_WILDCARD) == 0) /* rules that name one say otherwise of that one */
        return err_set(err, ERR_USAGE,
                       "'%s' is no one %s: name one; klamm get principal-access %s lists what it "
                       "may do",
                       word, kind, c->q.principal);
    c->n++;
    return true;
}

static bool take_operation(struct can *c, const char *word, struct err *err)
{
    c->consume = strcasecmp(word, "consume") == 0;
    if (c->consume)
        c->q.operation = ACL_READ;
    else if (strcasecmp(word, "produce") == 0)
        c->q.operation = ACL_WRITE;
    else if (!acl_operation_parse(word, &c->q.operation) || c->q.operation == ACL_ALL)
        return err_set(err, ERR_USAGE,
                       "'%s' is no operation: Read, Write, Create, Delete, Alter, Describe, "
                       "DescribeConfigs, AlterConfigs, ClusterAction, IdempotentWrite; or produce, "
                       "consume",
                       word);
    return true;
}

/* Brokers compare principals to the letter, and so do the rules. */
static bool take_principal(struct can *c, const char *word, struct err *err)
{
    const char *colon = strchr(word, ':');
    const char *name = colon ? colon + 1 : word;
    bool is_user = !colon || colon == word || strncasecmp(word, "User:", 5) == 0;
    c->q.principal = word;
    if (strcmp(word, "User:*") == 0)
        return err_set(err, ERR_USAGE, "User:* stands for everybody in rules: name one principal");
    if (colon && colon != word && *name && (!is_user || strncmp(word, "User:", 5) == 0))
        return true;
    if (!*name || !is_user)
        return err_set(err, ERR_USAGE, "a principal is Type:name, as User:alice");
    return err_set(err, ERR_USAGE, "a principal is Type:name: did you mean User:%s?", name);
}

static bool take_word(struct can *c, const char *word, struct err *err)
{
    if (!c->q.principal)
        return take_principal(c, word, err);
    return c->q.operation ? take_place(c, word, err) : take_operation(c, word, err);
}

static bool take_option(struct can *c, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    static const struct command_option options[] = {
        {'o', "output", true}, {0, "host", true}, {0, "super-users", true}, {0, "everyone", true}};
    const char **values[] = {&c->output, &c->q.host, &c->supers, &c->everyone};
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        err_clear(err);
        if (command_take_option(&options[k], args, nargs, i, values[k], err))
            return err->kind == ERR_NONE;
    }
    return err_set(err, ERR_USAGE, "can has no option %s", args[*i]);
}

static bool has_place(const struct can *c, enum acl_resource r)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->places[i].resource == r)
            return true;
    return false;
}

/* What nothing is ever asked for is no question. */
static bool makes_sense(struct can *c, struct err *err)
{
    bool everyone;
    if (!c->n)
        return err_set(err, ERR_USAGE, "klamm can %s", command_can.usage);
    for (size_t i = 0; i < c->n; i++) {
        const char *kind = acl_resource_name(c->places[i].resource);
        if (!(acl_operations_of(c->places[i].resource) & 1u << c->q.operation))
            return err_set(err, ERR_USAGE, "nothing needs %s on a %s",
                           acl_operation_name(c->q.operation), kind);
    }
    if (c->consume && (!has_place(c, ACL_TOPIC) || !has_place(c, ACL_GROUP)))
        return err_set(err, ERR_USAGE, "consuming needs a topic and a group: name both");
    if (c->q.host && !(c->q.host = acl_host(&c->arena, c->q.host)))
        return err_set(err, ERR_USAGE, "--host takes an IP address, as the brokers see it");
    if (c->output && !export_format_parse(c->output, &c->format, err))
        return false;
    return !c->everyone || parse_bool(c->everyone, &everyone, err) || err_wrap(err, "--everyone");
}

static bool parse(struct can *c, const char *const *args, size_t nargs, struct err *err)
{
    bool words_only = false;
    for (size_t i = 1; i < nargs; i++) {
        if (!words_only && strcmp(args[i], "--") == 0)
            words_only = true;
        else if (!words_only && args[i][0] == '-' ? !take_option(c, args, nargs, &i, err)
                                                  : !take_word(c, args[i], err))
            return false;
    }
    return makes_sense(c, err);
}

/* ---- the answer ----------------------------------------------------------------------------- */

/* What the brokers don't show may be told on the command line. */
static void assume(struct can *c, struct access_settings *s)
{
    bool everyone = false;
    if (c->supers) {
        struct config_entry e = {.name = "super.users", .value = (char *)c->supers};
        struct config_set given = {.entries = &e, .n = 1};
        enum access_set kept = s->everyone;
        enum acl_networks networks = s->networks;
        *s = access_settings_of(&c->arena, &given);
        s->everyone = kept;
        s->networks = networks;
    }
    if (c->everyone && parse_bool(c->everyone, &everyone, NULL))
        s->everyone = everyone ? ACCESS_YES : ACCESS_NO;
}

static void print(const struct can *c, const struct can_answer *list)
{
    if (c->output)
        can_print_table(&c->q, list, c->n, c->format);
    else
        can_print(&c->q, list, c->n);
}

/* Of all together: one denial decides, whatever is not known of the others. */
static int status_of(const struct can_answer *list, size_t n)
{
    int status = CLI_DONE;
    for (size_t i = 0; i < n; i++) {
        if (list[i].decision == CAN_DENIED)
            return CLI_REFUSED;
        if (list[i].decision == CAN_UNTOLD)
            status = CLI_GUARD;
    }
    return status;
}

/* People are told in a sentence of its own what is the same for all; machines, of each. */
static void answer_all(struct can *c, struct can_answer *list, enum can_decision decision,
                       const char *why)
{
    for (size_t i = 0; i < c->n; i++)
        list[i] = can_answer_all(decision, &c->places[i], why);
    if (c->output)
        can_print_table(&c->q, list, c->n, c->format);
    else if (decision == CAN_ALLOWED)
        printf("%s\n", why);
    if (decision == CAN_UNTOLD)
        cli_say("can't be told: %s", why);
}

static int answer(struct can *c, const struct model *m)
{
    struct table *t = table_new(NULL, 0);
    struct can_answer list[RESOURCES];
    struct access_rules r;
    if (access_rules_in(t, m, &r)) {
        assume(c, &r.settings);
        for (size_t i = 0; i < c->n; i++)
            list[i] = can_decide(&c->arena, &r, &c->q, &c->places[i]);
        print(c, list);
    } else if (m->acls && m->acls->proof == ACL_PROOF_NO_AUTHORIZER) {
        answer_all(c, list, CAN_ALLOWED,
                   "allowed: the brokers run without an authorizer, everybody may do everything");
    } else {
        answer_all(c, list, CAN_UNTOLD, t->note ? t->note : "the ACLs are not known");
    }
    table_free(t);
    return status_of(list, c->n);
}

static int ask(struct can *c, struct connection *x)
{
    struct dataset *d = dataset_open(x->session, resource_find("principals"), NULL);
    enum waited how = connection_wait(x, WAIT_MS);
    int status;
    if (how == WAITED_LINK_DOWN) {
        status = cli_fail(&x->session->model.link_err);
    } else if (how == WAITED_TIMEOUT) {
        cli_say("can't be told: no answer in time");
        status = CLI_UNREACHABLE;
    } else {
        status = answer(c, &x->session->model);
    }
    dataset_close(x->session, d);
    return status;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct connection x = {0};
    struct can c = {0};
    struct err err = {0};
    int status;
    arena_init(&c.arena);
    if (!parse(&c, args, nargs, &err) || !connection_open(&x, o, &err))
        status = cli_fail(&err);
    else
        status = ask(&c, &x);
    connection_close(&x);
    arena_release(&c.arena);
    return status;
}

const struct command command_can = {
    .name = "can",
    .usage =
        "PRINCIPAL OPERATION RESOURCE… [--host IP] [--super-users LIST] [--everyone true|false]\n"
        "          [-o table|wide|json|jsonl|csv|markdown]",
    .help = "whether the ACLs allow it and by which rule: can User:alice consume topic/orders "
            "group/billing; exit 0 allowed, 1 denied, 4 can't be told",
    .run = run,
};
