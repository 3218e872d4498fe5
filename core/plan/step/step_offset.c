/* Committing an offset for a group, and deleting one: two kinds of steps, each the reverse of the
 * other, which share what they carry. All partitions of one group travel in one OffsetCommit or
 * OffsetDelete; the broker answers for each. */
#include "core/plan/step/step_offset.h"

#include "core/kafka/commits.h"
#include "core/kafka/convert.h"
#include "core/plan/command_line.h"
#include "core/plan/json.h"
#include "core/plan/step.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void describe(struct plan *p, struct plan_step *s, const char *verb)
{
    const struct offset_step *o = s->payload;

    s->object = plan_show(p, plan_str(p, "%s-%" PRId32, o->topic, o->partition));
    s->what = plan_str(p, "%s %s", verb, plan_show(p, o->group));
    s->before = o->from == OFFSET_UNKNOWN ? NULL : plan_str(p, "%" PRId64, o->from);
    s->after = o->to == OFFSET_UNKNOWN ? NULL : plan_str(p, "%" PRId64, o->to);
}

static void commit_words(struct plan *p, struct plan_step *s)
{
    describe(p, s, "commit offset for");
}

static void deletion_words(struct plan *p, struct plan_step *s)
{
    describe(p, s, "delete offset of");
}

static struct plan_step *add(struct plan *p, const struct step_kind *kind,
                             const struct offset_step *o)
{
    struct offset_step *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s;

    *copy = *o;
    copy->group = arena_strdup(&p->arena, o->group);
    copy->topic = arena_strdup(&p->arena, o->topic);
    s = plan_add(p, kind, "");
    s->payload = copy;
    kind->words(p, s);
    return s;
}

struct plan_step *plan_add_offset(struct plan *p, const struct offset_step *o)
{
    return add(p, &step_offset, o);
}

struct plan_step *plan_add_offset_deletion(struct plan *p, const struct offset_step *o)
{
    struct offset_step gone = *o;

    gone.to = OFFSET_UNKNOWN;
    return add(p, &step_offset_deletion, &gone);
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    const struct offset_step *x = a->payload, *y = b->payload;

    return strcmp(x->group, y->group) == 0;
}

typedef struct request *send_call(struct cluster *c, const char *group,
                                  const struct offset_commit *o, size_t n, request_done *done,
                                  void *user);

static struct request *send_by(send_call *call, struct cluster *c, const struct plan_step *s,
                               size_t n, request_done *done, void *user)
{
    const struct offset_step *first = s->payload;
    struct request *r;
    struct arena a;
    struct offset_commit *o;

    arena_init(&a);
    o = arena_array(&a, n, sizeof *o);
    for (size_t i = 0; i < n; i++) {
        const struct offset_step *step = s[i].payload;

        o[i].topic = step->topic;
        o[i].partition = step->partition;
        o[i].offset = step->to;
    }
    r = call(c, first->group, o, n, done, user);
    arena_release(&a);
    return r;
}

static struct request *send_commits(struct cluster *c, const struct plan_step *s, size_t n,
                                    request_done *done, void *user)
{
    return send_by(kafka_commit_offsets, c, s, n, done, user);
}

static struct request *send_deletions(struct cluster *c, const struct plan_step *s, size_t n,
                                      request_done *done, void *user)
{
    return send_by(kafka_delete_offsets, c, s, n, done, user);
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    const struct offset_step *step = s->payload;

    return outcome_of_partition(o, step->topic, step->partition);
}

static void want(const struct plan_step *s, struct reads *f)
{
    const struct offset_step *o = s->payload;

    reads_want(f, FACT_GROUP_OFFSETS, o->group);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct offset_step *o = s->payload;
    const struct group_offsets *all = reads_group_offsets(f, o->group, err);
    const struct group_offset *now;

    if (!all)
        return false;
    now = group_offsets_find(all, o->topic, o->partition);
    if (now && now->err)
        return err_set(err, ERR_BROKER, "%s", now->err);
    s->now = NULL;
    if (now && now->committed != OFFSET_UNKNOWN)
        s->now = plan_str(p, "%" PRId64, now->committed);
    *as_intended = (s->now ? now->committed : OFFSET_UNKNOWN) == o->to;
    return true;
}

/* A first commit is undone by deleting it. That holds for the commits that made a group, too: what
 * others have committed in it since must stay. */
static bool reverse(struct plan *to, const struct plan_step *s, struct err *err)
{
    struct offset_step back = *(const struct offset_step *)s->payload;
    int64_t was = back.from;

    (void)err;
    back.from = back.to;
    back.to = was;
    if (was == OFFSET_UNKNOWN)
        plan_add_offset_deletion(to, &back);
    else
        plan_add_offset(to, &back);
    return true;
}

static bool again(struct plan *to, const struct plan_step *s, const struct reads *f,
                  struct err *err)
{
    struct offset_step o = *(const struct offset_step *)s->payload;
    const struct group_offsets *all = reads_group_offsets(f, o.group, err);
    const struct group_offset *now = all ? group_offsets_find(all, o.topic, o.partition) : NULL;

    o.from = now ? now->committed : OFFSET_UNKNOWN;
    if (all)
        plan_add_offset(to, &o);
    return all != NULL;
}

static const char *topic(const struct plan_step *s)
{
    return ((const struct offset_step *)s->payload)->topic;
}

static const char *group(const struct plan_step *s)
{
    return ((const struct offset_step *)s->payload)->group;
}

static json_t *offset_or_null(int64_t offset)
{
    return offset == OFFSET_UNKNOWN ? json_null() : json_integer(offset);
}

static json_t *to_json(const struct plan_step *s)
{
    const struct offset_step *o = s->payload;
    return json_pack("{s:o, s:o, s:I, s:o, s:o}", "group", json_text(o->group), "topic",
                     json_text(o->topic), "partition", (json_int_t)o->partition, "from",
                     offset_or_null(o->from), "to", offset_or_null(o->to));
}

static int64_t offset_from(const json_t *data, const char *key)
{
    const json_t *v = json_object_get(data, key);

    return json_is_integer(v) ? json_integer_value(v) : OFFSET_UNKNOWN;
}

static bool read_json(struct plan *p, struct plan_step *s, const json_t *data, bool deletion,
                      struct err *err)
{
    struct offset_step *o = arena_alloc(&p->arena, sizeof *o);
    int64_t partition;

    if (!json_need_text(&p->arena, data, "group", &o->group, err) ||
        !json_need_text(&p->arena, data, "topic", &o->topic, err) ||
        !json_need_int(data, "partition", &partition, err))
        return false;
    o->from = offset_from(data, "from");
    o->to = offset_from(data, "to");
    if (partition < 0 || partition > INT32_MAX || (!deletion && o->to < 0) ||
        (o->from < 0 && o->from != OFFSET_UNKNOWN))
        return err_set(err, ERR_CONFIG, "partition and offset must not be negative");
    if (deletion)
        o->to = OFFSET_UNKNOWN;
    o->partition = (int32_t)partition;
    s->payload = o;
    return true;
}

static bool commit_from_json(struct plan *p, struct plan_step *s, const json_t *data,
                             struct err *err)
{
    return read_json(p, s, data, false, err);
}

static bool deletion_from_json(struct plan *p, struct plan_step *s, const json_t *data,
                               struct err *err)
{
    return read_json(p, s, data, true, err);
}

static bool command(const struct plan_step *s, size_t n, const struct profile *profile,
                    struct buf *b)
{
    enum { WRITTEN_OUT = 60 }; /* -o csv gives the file for more */
    const struct offset_step *first = s->payload;
    struct buf lines;

    if (n > WRITTEN_OUT)
        return false;
    buf_init(&lines, 0);
    for (size_t i = 0; i < n; i++) {
        const struct offset_step *o = s[i].payload;

        buf_addf(&lines, "%s,%" PRId32 ",%" PRId64 "\n", o->topic, o->partition, o->to);
    }
    command_file(b, buf_str(&lines));
    buf_release(&lines);
    command_start(b, "kafka-consumer-groups", profile);
    command_option(b, "group", first->group);
    buf_adds(b, " --reset-offsets --from-file " COMMAND_FILE " --execute");
    return true;
}

const struct step_kind step_offset = {
    .name = "commit-offset",
    .together = together,
    .send = send_commits,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .command = command,
    .again = again,
    .topic = topic,
    .group = group,
    .to_json = to_json,
    .from_json = commit_from_json,
    .words = commit_words,
};

const struct step_kind step_offset_deletion = {
    .name = "delete-offset",
    .together = together,
    .send = send_deletions,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .topic = topic,
    .group = group,
    .to_json = to_json,
    .from_json = deletion_from_json,
    .words = deletion_words,
};
