/* klamm can PRINCIPAL OPERATION RESOURCE …: would the authorizer allow it, by which rule, and what
 * was assumed. Reasoned over the ACLs and a broker's settings: nothing is tried as that principal.
 * The exit code distinguishes yes, no and unknown. */
#include "cli/can_answer.h"
#include "cli/command.h"
#include "cli/command_option.h"
#include "cli/connect.h"
#include "cli/say.h"

#include "core/base/parse.h"
#include "core/insight/can_ask.h"
#include "core/live/dataset.h"
#include "core/model/acl_text.h"
#include "core/resource/access_cells.h"

#include <stdio.h>
#include <string.h>

enum { WAIT_MS = 30000 };

struct can {
    struct can_question q;
    size_t said; /* of its notes */
    const char *supers, *everyone;
    const char *output; /* as typed; NULL: sentences */
    enum export_format format;
    struct arena arena;
};

/* ---- what is asked --------------------------------------------------------------------------- */

static bool take_option(struct can *c, const char *const *args, size_t nargs, size_t *i,
                        struct err *err)
{
    static const struct command_option options[] = {
        {'o', "output", true}, {0, "host", true}, {0, "super-users", true}, {0, "everyone", true}};
    const char **values[] = {&c->output, &c->q.query.host, &c->supers, &c->everyone};
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        err_clear(err);
        if (command_take_option(&options[k], args, nargs, i, values[k], err))
            return err->kind == ERR_NONE;
    }
    return err_set(err, ERR_USAGE, "can has no option %s", args[*i]);
}

static bool makes_sense(struct can *c, struct err *err)
{
    bool everyone;
    if (!c->q.n)
        return err_set(err, ERR_USAGE, "usage: klamm can %s", command_can.usage);
    if (!can_fits(&c->q, err))
        return false;
    if (c->q.query.host && !(c->q.query.host = acl_host(&c->arena, c->q.query.host)))
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
                                                  : !can_take_word(&c->q, args[i], err))
            return false;
    }
    return makes_sense(c, err);
}

/* ---- the answer ------------------------------------------------------------------------------ */

/* What the brokers don't show may be given on the command line. */
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
        can_print_table(&c->q.query, list, c->q.n, c->format);
    else
        can_print(&c->q.query, list, c->q.n);
}

/* Of all together: one denial decides, whatever is not known of the others. */
static int status_of(const struct can_answer *list, size_t n)
{
    int status = CLI_DONE;
    for (size_t i = 0; i < n; i++) {
        if (list[i].decision == CAN_DENIED)
            return CLI_REFUSED;
        if (list[i].decision == CAN_UNKNOWN)
            status = CLI_GUARD;
    }
    return status;
}

/* For people, one sentence says what is the same for all; for machines, each row says it. */
static void answer_all(struct can *c, struct can_answer *list, enum can_decision decision,
                       const char *why)
{
    for (size_t i = 0; i < c->q.n; i++)
        list[i] = can_answer_all(decision, &c->q.places[i], why);
    if (c->output)
        can_print_table(&c->q.query, list, c->q.n, c->format);
    else if (decision == CAN_ALLOWED)
        printf("%s\n", why);
    if (decision == CAN_UNKNOWN)
        cli_say("unknown: %s", why);
}

static int answer(struct can *c, const struct model *m)
{
    struct table *t = table_new(NULL, 0);
    struct can_answer list[CAN_PLACES];
    struct access_rules r;
    if (access_rules_in(t, m, &r)) {
        assume(c, &r.settings);
        for (size_t i = 0; i < c->q.n; i++)
            list[i] = can_decide(&c->arena, &r, &c->q.query, &c->q.places[i]);
        print(c, list);
    } else if (m->acls && m->acls->proof == ACL_PROOF_NO_AUTHORIZER) {
        answer_all(c, list, CAN_ALLOWED,
                   "allowed: the brokers run without an authorizer, everyone may do everything");
    } else {
        answer_all(c, list, CAN_UNKNOWN, t->note ? t->note : "the ACLs are not known");
    }
    table_free(t);
    return status_of(list, c->q.n);
}

static bool list_topics_and_groups(struct connection *x, struct err *err)
{
    const struct model *m = &x->session->model;
    struct dataset *d = dataset_open(x->session, resource_find("groups"), NULL);
    enum waited how = connection_wait(x, WAIT_MS);
    dataset_close(x->session, d);
    if (how == WAITED_LINK_DOWN)
        *err = m->link_err;
    else if (!fact_known(&m->metadata_fact) || !m->metadata || !fact_known(&m->group_list_fact) ||
             !m->group_list || m->group_list->nerrors)
        err_set(err, ERR_TIMEOUT,
                "topics and groups could not be listed: write topic/NAME or group/NAME");
    return err->kind == ERR_NONE;
}

/* What was taken for what, each once. */
static void say_notes(struct can *c)
{
    for (; c->said < c->q.nnotes; c->said++)
        cli_say("%s", c->q.notes[c->said]);
}

static int ask(struct can *c, struct connection *x)
{
    struct err err = {0};
    if (can_must_guess(&c->q) &&
        (!list_topics_and_groups(x, &err) || !can_guess(&c->q, &x->session->model, &err)))
        return cli_fail(&err);
    say_notes(c);
    if (!can_fits(&c->q, &err))
        return cli_fail(&err);
    struct dataset *d = dataset_open(x->session, resource_find("principals"), NULL);
    enum waited how = connection_wait(x, WAIT_MS);
    int status;
    if (how == WAITED_LINK_DOWN) {
        status = cli_fail(&x->session->model.link_err);
    } else if (how == WAITED_TIMEOUT) {
        cli_say("unknown: no answer in time");
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
    c.q.arena = &c.arena;
    bool ok = parse(&c, args, nargs, &err);
    say_notes(&c);
    if (!ok || !connection_open(&x, o, &err))
        status = cli_fail(&err);
    else
        status = ask(&c, &x);
    connection_close(&x);
    arena_release(&c.arena);
    return status;
}

const struct command command_can = {
    .name = "can",
    .usage = "PRINCIPAL OPERATION RESOURCE… [--host IP] [--super-users LIST] "
             "[--everyone true|false] [-o table|wide|json|jsonl|yaml|csv|markdown]",
    .help = "say whether the ACLs allow it and by which rule; exit 0 allowed, 1 denied, 4 unknown",
    .examples = "User:alice consume topic/orders group/billing\n"
                "bob read payments\n"
                "User:alice alterConfigs topic/orders\n"
                "User:carol create cluster -o json",
    .about = "A principal without a type is taken for User:NAME, a resource without a kind for the "
             "topic "
             "or the group of that name, where there is only one of them; what was taken is said. "
             "consume is Read on a topic and a group, produce is Write on a topic.",
    .run = run,
};
