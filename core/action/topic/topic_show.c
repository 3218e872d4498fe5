/* What a person reads of a topic-create: what the topic will be, what to consider, Kafka's own
 * command line. */
#include "core/action/topic/topic_show.h"

#include "core/action/topic/topic_create.h"
#include "core/plan/command_line.h"
#include "core/plan/config_pairs.h"
#include "core/plan/step/step_create_topic.h"

#include <inttypes.h>
#include <string.h>

enum { COL_SETTING, COL_VALUE, COL_NOTE };
static const struct column columns[] = {
    [COL_SETTING] = {.id = "setting",
                     .title = "SETTING",
                     .kind = VALUE_TEXT,
                     .help = "What is set on the new topic."},
    [COL_VALUE] = {.id = "value", .title = "VALUE", .kind = VALUE_TEXT, .help = "To what."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What it means."},
};

static struct row *add_line(struct table *t, const char *setting, const char *value,
                            const char *note)
{
    struct row *r = table_add_row(t, setting);

    cell_text(t, r, COL_SETTING, setting);
    cell_text(t, r, COL_VALUE, value);
    cell_note(t, r, COL_NOTE, note);
    return r;
}

static void add_number(struct table *t, const char *setting, int32_t asked, int32_t effective)
{
    struct row *r = add_line(t, setting, "the broker's default",
                             asked < 0 && effective >= 0 ? "the broker's default" : NULL);

    if (effective >= 0)
        cell_number(t, r, COL_VALUE, effective);
}

static void make_preview(struct plan *p, const struct creating *c)
{
    const struct create_topic *topic = &c->topic;
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    struct arena *a = &t->arena;

    add_line(t, "name", topic->name, NULL);
    add_number(t, "partitions", topic->partitions, c->partitions);
    add_number(t, "replication", topic->replication, c->replication);
    for (size_t i = 0; i < topic->nconfig; i++) {
        const struct config_pair *pair = &topic->config[i];

        const struct config_key *k = config_key_find(CONFIG_TOPIC, pair->key);

        add_line(t, pair->key, config_pair_shown(CONFIG_TOPIC, pair->key, pair->value, a),
                 i >= c->own ? arena_printf(a, "as %s has it", c->like)
                 : k         ? k->meaning
                             : NULL);
    }
    for (int i = 0; i < topic->nassignments; i++)
        cell_ids(t,
                 add_line(t, arena_printf(a, "brokers of partition %d", i), NULL,
                          arena_printf(a, "preferred leader %" PRId32, topic->assignment[i][0])),
                 COL_VALUE, topic->assignment[i], topic->nassigned[i]);
    t->complete = true;
    p->preview = t;
}

/* kafka-topics takes a list as it is and has no way to write an empty one; kafka-configs does. */
static void add_empty_lists(struct buf *b, const struct create_topic *t,
                            const struct profile *profile)
{
    struct buf list;

    buf_init(&list, 0);
    for (size_t i = 0; i < t->nconfig; i++) {
        if (!*t->config[i].value)
            buf_addf(&list, "%s%s=[]", list.len ? "," : "", t->config[i].key);
    }
    if (list.len) {
        buf_adds(b, " && ");
        command_start(b, "kafka-configs", profile);
        buf_adds(b, " --alter");
        command_option(b, "topic", t->name);
        command_option(b, "add-config", buf_str(&list));
    }
    buf_release(&list);
}

static void make_command(struct plan *p, const struct create_topic *t,
                         const struct profile *profile)
{
    struct buf b;

    buf_init(&b, 0);
    command_start(&b, "kafka-topics", profile);
    buf_adds(&b, " --create");
    command_option(&b, "topic", t->name);
    if (t->nassignments) {
        command_option(&b, "replica-assignment", args_get(p->args, "replica-assignment"));
    } else {
        if (t->partitions > 0)
            buf_addf(&b, " --partitions %" PRId32, t->partitions);
        if (t->replication > 0)
            buf_addf(&b, " --replication-factor %" PRId32, t->replication);
    }
    for (size_t i = 0; i < t->nconfig; i++) {
        if (*t->config[i].value)
            command_option(&b, "config",
                           plan_str(p, "%s=%s", t->config[i].key, t->config[i].value));
    }
    add_empty_lists(&b, t, profile);
    p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}

const char *create_config(const struct create_topic *t, const char *key)
{
    for (size_t i = 0; i < t->nconfig; i++) {
        if (strcmp(t->config[i].key, key) == 0)
            return t->config[i].value;
    }
    return NULL;
}

static void warn(struct plan *p, const struct creating *c)
{
    const struct create_topic *t = &c->topic;
    const char *unclean = create_config(t, "unclean.leader.election.enable");
    const char *policy = create_config(t, "cleanup.policy");

    if (c->replication == 1)
        plan_warn(
            p, "with one replica, each partition is unavailable while its broker is down, and lost "
               "with its disk");
    if (c->replication > 0 && c->min_isr > c->replication)
        plan_warn(p,
                  "min.insync.replicas is %" PRId64 " but there are only %" PRId32
                  " replicas: producers with acks=all will never succeed",
                  c->min_isr, c->replication);
    else if (c->replication > 1 && c->min_isr == c->replication)
        plan_warn(p, "min.insync.replicas equals the replication: producers with acks=all stop "
                     "as soon as one broker is down");
    if (unclean && strcmp(unclean, "true") == 0)
        plan_warn(p, "unclean leader election can lose records that were acknowledged");
    if (policy && !*policy)
        plan_warn(p, "with an empty cleanup.policy nothing is ever deleted or compacted: the logs "
                     "of the topic grow without limit");
    if (strncmp(t->name, "__", 2) == 0)
        plan_warn(p, "names that begin with two underscores are Kafka's own by custom");
}

void create_show(struct plan *p, const struct creating *c, const struct profile *profile)
{
    p->title = plan_str(p, "create topic %s%s%s", c->topic.name, c->like ? " like " : "",
                        c->like ? c->like : "");
    p->confirm = arena_strdup(&p->arena, c->topic.name);
    plan_sum(p, "validated by the broker");
    make_preview(p, c);
    make_command(p, &c->topic, profile);
    warn(p, c);
}
