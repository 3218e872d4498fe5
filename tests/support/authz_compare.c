/* Generated rules, and the same questions to the evaluator and to the brokers. What is about
 * everyone or everything stays within the names of the run. */
#include "tests/support/authz_compare.h"

#include "core/insight/access.h"
#include "core/kafka/acl_changes.h"
#include "core/kafka/acls.h"
#include "core/kafka/convert.h"
#include "core/model/acl_text.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/authz.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOPICS = 5, GROUPS = 4, IDS = 3, USERS = 2, MOST_RULES = 26 };

static struct act act;
static char prefix[40];
static char names[TOPICS][80]; /* topics, and groups and transactional ids of the same names */
static char users[USERS][80], principals[USERS][200];
static struct authz *as[USERS];
static struct authz_counts counts;

static const char *const *topics(void)
{
    static const char *list[TOPICS];

    for (int i = 0; i < TOPICS; i++)
        list[i] = names[i];
    return list;
}

/* ---- generated rules ------------------------------------------------------------------------- */

static uint64_t seed;

static unsigned list_dialog(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

/* Names that are, are the beginning of, go on after, or come next to those that are asked about. */
static const char *some_name(struct arena *a)
{
    const char *full = names[list_dialog(TOPICS)];
    size_t len = strlen(full), most = len - strlen(prefix);

    switch (list_dialog(6)) {
    case 0:
        return arena_strndup(a, full, len - list_dialog((unsigned)most + 1));
    case 1:
        return arena_printf(a, "%s-longer", full);
    case 2:
        return arena_strdup(a, prefix);
    default:
        return arena_strdup(a, full);
    }
}

static enum acl_operation some_operation(enum acl_resource r)
{
    for (;;) {
        enum acl_operation o = (enum acl_operation)(ACL_ALL + list_dialog(ACL_IDEMPOTENT_WRITE));

        if (acl_operations_of(r) & 1u << o)
            return o;
    }
}

static struct acl some_rule(struct arena *a)
{
    static const enum acl_resource kinds[] = {
        ACL_TOPIC,           ACL_TOPIC,   ACL_TOPIC,
        ACL_GROUP,           ACL_GROUP,   ACL_GROUP,
        ACL_GROUP,           ACL_CLUSTER, ACL_TRANSACTIONAL_ID,
        ACL_TRANSACTIONAL_ID};
    static const char *const hosts[] = {"*", "*", "*", "127.0.0.1", "10.0.0.1", "127.0.0.0/8"};
    struct acl r = {.resource = kinds[list_dialog(10)],
                    .pattern = list_dialog(3) ? ACL_LITERAL : ACL_PREFIXED,
                    .host = hosts[list_dialog(6)],
                    .permission = list_dialog(10) < 7 ? ACL_ALLOW : ACL_DENY};
    bool everyone = list_dialog(5) == 0 && r.resource != ACL_CLUSTER;

    /* What is about everyone or everything must not reach beyond these tests. */
    r.principal = everyone ? "User:*" : principals[list_dialog(USERS)];
    r.name = everyone || list_dialog(8) ? some_name(a)
             : list_dialog(2)           ? "*"
                                        : arena_strndup(a, prefix, 4);
    if (strcmp(r.name, "*") == 0 && list_dialog(3))
        r.pattern = ACL_LITERAL;
    if (r.resource == ACL_CLUSTER) {
        r.name = ACL_CLUSTER_NAME;
        r.pattern = ACL_LITERAL;
    }
    r.operation = some_operation(r.resource);
    return r;
}

static size_t some_rules(struct arena *a, struct acl *rules, size_t wanted)
{
    size_t n = 0;

    assert_true(wanted <= MOST_RULES);
    while (n < wanted) {
        bool before = false;

        rules[n] = some_rule(a);
        for (size_t i = 0; i < n && !before; i++)
            before = acl_same(&rules[i], &rules[n]);
        n += !before;
    }
    return n;
}

/* ---- making them true ------------------------------------------------------------------------ */

struct answer {
    bool done;
    void *result;
};

static void on_answer(void *user, void *result, const struct err *err)
{
    struct answer *w = user;

    if (err)
        fail_msg("%s", err->msg);
    w->result = result;
    w->done = true;
}

static void change(const struct acl *rules, size_t n, bool add)
{
    struct answer w = {0};
    struct outcome_list *l;

    act_settle(&act); /* its loop stood still while the brokers were asked as others */
    if (add)
        kafka_create_acls(act.cluster, rules, n, on_answer, &w);
    else
        kafka_delete_acls(act.cluster, rules, n, on_answer, &w);
    act_wait(&act, &w.done);
    l = w.result;
    assert_int_equal(l->n, n);
    for (size_t i = 0; i < l->n; i++) {
        if (l->o[i].err_code)
            fail_msg("%s", l->o[i].err);
    }
    outcome_list_free(l);
}

static size_t count_of(const struct acl *rules, size_t n, const char *principal)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += strcmp(rules[i].principal, principal) == 0;
    return count;
}

/* Rules for everyone are no one else's business here, but may be there: they are not counted. One
 * call writes all of its rules at once, so a broker that knows some of them knows all. */
static void settle(const struct acl *rules, size_t n, bool added)
{
    for (int u = 0; u < USERS; u++)
        authz_settle(principals[u], added ? count_of(rules, n, principals[u]) : 0);
}

static struct acl_list *all_rules(void)
{
    struct answer w = {0};

    kafka_describe_acls(act.cluster, on_answer, &w);
    act_wait(&act, &w.done);
    return w.result;
}

/* ---- comparing ------------------------------------------------------------------------------- */

struct judge {
    struct arena arena;
    const struct acl *rules;
    size_t n;
    struct access_rules all;
    uint64_t seed;
};

static struct access decide(const struct judge *j, int user, enum acl_operation o,
                            enum acl_resource r, const char *name)
{
    struct access_query q = {.principal = principals[user],
                             .host = "127.0.0.1",
                             .operation = o,
                             .resource = r,
                             .pattern = ACL_LITERAL,
                             .name = name};

    return access_decide(&j->all, &q);
}

static bool may(const struct judge *j, int user, enum acl_operation o, enum acl_resource r,
                const char *name)
{
    return decide(j, user, o, r, name).allowed;
}

static void disagree(struct judge *j, int user, const char *what, const char *name, bool real)
{
    for (size_t i = 0; i < j->n; i++)
        print_message("    %s\n", acl_spell(&j->arena, &j->rules[i]));
    fail_msg("seed %llu: %s %s on %s: the broker says %s", (unsigned long long)j->seed, users[user],
             what, name, real ? "yes" : "no");
}

/* Each operation has to have been allowed and denied, or nothing was compared. */
static unsigned outcomes[2][ACL_TRANSACTIONAL_ID + 1];

static void note_outcome(enum acl_resource r, enum acl_operation o, bool real)
{
    outcomes[real][r] |= 1u << o;
}

static void compare(struct judge *j, int user, const char *what, const char *name, bool mine,
                    bool real)
{
    counts.asked++;
    counts.allowed += real;
    if (mine != real)
        disagree(j, user, what, name, real);
}

/* Every operation that such a resource has; a user who may not describe it learns nothing else. */
static void compare_bits(struct judge *j, int user, enum acl_resource r, const char *name,
                         unsigned real)
{
    unsigned of = acl_operations_of(r) & ~(1u << ACL_ALL);

    if (!may(j, user, ACL_DESCRIBE, r, name)) {
        compare(j, user, "Describe", name, false, real != 0);
        note_outcome(r, ACL_DESCRIBE, false);
        return;
    }
    for (int o = ACL_READ; o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (of & 1u << o)
            note_outcome(r, (enum acl_operation)o, real & 1u << o);
        if (of & 1u << o)
            compare(j, user, acl_operation_name((enum acl_operation)o), name,
                    may(j, user, (enum acl_operation)o, r, name), real & 1u << o);
    }
}

static void compare_what_is_said(struct judge *j, int user)
{
    unsigned bits[TOPICS];

    authz_topics(as[user], topics(), TOPICS, bits);
    for (int i = 0; i < TOPICS; i++)
        compare_bits(j, user, ACL_TOPIC, names[i], bits[i]);
    for (int i = 0; i < GROUPS; i++)
        compare_bits(j, user, ACL_GROUP, names[i], authz_group(as[user], names[i]));
    compare_bits(j, user, ACL_CLUSTER, ACL_CLUSTER_NAME, authz_cluster(as[user]));
}

typedef void ask_topics(struct authz *z, const char *const *list, size_t n, bool *allowed);

static void compare_topics(struct judge *j, int user, ask_topics *ask, enum acl_operation o)
{
    bool real[TOPICS];

    ask(as[user], topics(), TOPICS, real);
    for (int i = 0; i < TOPICS; i++)
        compare(j, user, acl_operation_name(o), names[i], may(j, user, o, ACL_TOPIC, names[i]),
                real[i]);
}

/* What may not be described has no leader that a client could find: reading would never end. */
static size_t described(const struct judge *j, int user, const char **seen)
{
    size_t n = 0;

    for (int i = 0; i < TOPICS; i++) {
        if (may(j, user, ACL_DESCRIBE, ACL_TOPIC, names[i]))
            seen[n++] = names[i];
    }
    return n;
}

static void compare_reading(struct judge *j, int user)
{
    const char *seen[TOPICS];
    bool real[TOPICS];
    size_t n = described(j, user, seen);

    authz_fetch(users[user], seen, n, real);
    for (size_t i = 0; i < n; i++)
        compare(j, user, "reads", seen[i], may(j, user, ACL_READ, ACL_TOPIC, seen[i]), real[i]);
    if (n > 0)
        authz_delete_records(as[user], seen, n, real);
    for (size_t i = 0; i < n; i++)
        compare(j, user, "deletes records", seen[i], may(j, user, ACL_DELETE, ACL_TOPIC, seen[i]),
                real[i]);
}

/* Who may create topics in the cluster needs no right for the name. */
static void compare_creating(struct judge *j, int user)
{
    bool real[TOPICS], any = may(j, user, ACL_CREATE, ACL_CLUSTER, ACL_CLUSTER_NAME);

    authz_create_topics(as[user], topics(), TOPICS, real);
    for (int i = 0; i < TOPICS; i++)
        compare(j, user, "creates", names[i], any || may(j, user, ACL_CREATE, ACL_TOPIC, names[i]),
                real[i]);
}

/* Describe is needed to find the coordinator, unless the client knows it from before. */
static void compare_group(struct judge *j, int user, const char *group)
{
    const char *gone = arena_printf(&j->arena, "%s-gone", group);
    bool read = may(j, user, ACL_READ, ACL_GROUP, group), committed[TOPICS], deleted;

    authz_commit(as[user], group, topics(), TOPICS, committed);
    for (int i = 0; i < TOPICS; i++) {
        if (committed[i] || may(j, user, ACL_DESCRIBE, ACL_GROUP, group))
            compare(j, user, "commits", names[i],
                    read && may(j, user, ACL_READ, ACL_TOPIC, names[i]), committed[i]);
    }
    deleted = authz_delete_group(as[user], gone);
    if (deleted || may(j, user, ACL_DESCRIBE, ACL_GROUP, gone))
        compare(j, user, "deletes group", gone, may(j, user, ACL_DELETE, ACL_GROUP, gone), deleted);
}

/* Clients need Describe to find a leader, whatever else they may. */
static void compare_what_is_done(struct judge *j, int user)
{
    bool wrote[TOPICS];

    compare_topics(j, user, authz_alter_configs, ACL_ALTER_CONFIGS);
    compare_topics(j, user, authz_add_partitions, ACL_ALTER);
    authz_produce(users[user], topics(), TOPICS, wrote);
    for (int i = 0; i < TOPICS; i++)
        compare(j, user, "writes", names[i],
                may(j, user, ACL_DESCRIBE, ACL_TOPIC, names[i]) &&
                    may(j, user, ACL_WRITE, ACL_TOPIC, names[i]),
                wrote[i]);
    compare_reading(j, user);
    for (int g = 0; g < GROUPS; g++)
        compare_group(j, user, names[g]);
    for (int i = 0; i < IDS; i++) {
        bool real = authz_transaction(users[user], names[i]);

        note_outcome(ACL_TRANSACTIONAL_ID, ACL_WRITE, real);
        compare(j, user, "transactions of", names[i],
                may(j, user, ACL_DESCRIBE, ACL_TRANSACTIONAL_ID, names[i]) &&
                    may(j, user, ACL_WRITE, ACL_TRANSACTIONAL_ID, names[i]),
                real);
    }
}

static struct judge round_of; /* its rules must go whatever happens */

static void end_round(void)
{
    if (round_of.n) {
        change(round_of.rules, round_of.n, false);
        settle(round_of.rules, round_of.n, false);
        arena_release(&round_of.arena);
    }
    round_of.n = 0;
}

static void one_round(uint64_t number, size_t nrules, const struct access_settings *settings,
                      bool doing)
{
    static struct acl rules[MOST_RULES];
    struct judge *j = &round_of;
    struct acl_list *list;

    *j = (struct judge){.rules = rules, .seed = number};
    arena_init(&j->arena);
    seed = number;
    j->n = some_rules(&j->arena, rules, nrules);
    change(rules, j->n, true);
    settle(rules, j->n, true);
    list = all_rules();
    j->all = access_rules_of(&j->arena, list->acls, list->n, settings);
    for (int u = 0; u < USERS; u++) {
        compare_what_is_said(j, u);
        compare_topics(j, u, authz_describe_configs, ACL_DESCRIBE_CONFIGS);
        compare_creating(j, u);
        if (doing)
            compare_what_is_done(j, u);
    }
    acl_list_free(list);
    end_round();
}

struct authz_counts authz_compare_rounds(int rounds, int doing, size_t nrules,
                                         const struct access_settings *settings)
{
    counts = (struct authz_counts){0};
    for (int i = 0; i < rounds; i++)
        one_round(1000 + (uint64_t)i, nrules, settings, i < doing);
    print_message("    %zu decisions, %zu of them allowed\n", counts.asked, counts.allowed);
    return counts;
}

static void assert_outcomes(enum acl_resource r, unsigned of)
{
    for (int o = ACL_READ; o <= ACL_IDEMPOTENT_WRITE; o++) {
        for (int real = 0; real < 2; real++) {
            if (of & ~outcomes[real][r] & (1u << o))
                fail_msg("%s on %s was never %s", acl_operation_name((enum acl_operation)o),
                         acl_resource_name(r), real ? "allowed" : "denied");
        }
    }
}

void authz_compare_saw_all(void)
{
    for (enum acl_resource r = ACL_TOPIC; r <= ACL_CLUSTER; r++)
        assert_outcomes(r, acl_operations_of(r) & ~(1u << ACL_ALL));
    assert_outcomes(ACL_TRANSACTIONAL_ID, 1u << ACL_WRITE);
}

/* ---- around it ------------------------------------------------------------------------------- */

void authz_compare_open(int replication)
{
    static const char *const ends[TOPICS] = {"pay", "orders", "orders-eu", "payments", "pa"};
    bool written[TOPICS];

    act_open(&act, NULL);
    snprintf(prefix, sizeof prefix, "%s-", run_name("access"));
    for (int i = 0; i < TOPICS; i++) {
        snprintf(names[i], sizeof *names, "%s%s", prefix, ends[i]);
        admin_create_topic(names[i], 1, replication, NULL);
    }
    authz_produce(NULL, topics(), TOPICS, written);
    for (int i = 0; i < USERS; i++) {
        snprintf(users[i], sizeof *users, "%su%d", prefix, i);
        snprintf(principals[i], sizeof *principals, "User:%s", users[i]);
        as[i] = authz_open(users[i]);
    }
}

void authz_compare_close(void)
{
    end_round();
    for (int i = 0; i < USERS; i++)
        authz_close(as[i]);
    for (int i = 0; i < TOPICS; i++)
        admin_delete_topic(names[i]);
    act_close(&act);
}
