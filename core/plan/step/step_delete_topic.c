/* Deleting one topic. The step keeps what the topic was but for its records, so that the journal
 * can say how to make it again. Reading back waits until the brokers no longer list it; one of the
 * same name with another id was created by someone since. */
#include "core/plan/step/step_delete_topic.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/kafka/convert.h"
#include "core/kafka/topic_delete.h"
#include "core/plan/command_line.h"
#include "core/plan/json.h"
#include "core/plan/step/step_create_topic.h"

#include <inttypes.h>
#include <string.h>

/* A consumer requests the metadata of its topics now and then, and at once after an error. */
enum { WATCH_MS = 1500 };

static void add_brokers(struct buf *b, const struct create_topic *t)
{
    for (int i = 0; i < t->nassignments; i++) {
        for (int k = 0; k < t->nassigned[i]; k++)
            buf_addf(b, "%s%" PRId32, k ? ":" : i ? "," : "", t->assignment[i][k]);
    }
}

/* The line that makes it again, empty. */
static const char *command_again(struct plan *p, const struct create_topic *t,
                                 const struct profile *profile)
{
    const char *text;
    struct buf b;

    buf_init(&b, 0);
    command_klamm(&b, profile, "topic-create");
    buf_adds(&b, " --replica-assignment ");
    add_brokers(&b, t);
    for (size_t i = 0; i < t->nconfig; i++) {
        const char *value = t->config[i].value;

        command_option(&b, "config", plan_str(p, "%s=%s", t->config[i].key, *value ? value : "[]"));
    }
    command_object(&b, t->name);
    text = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
    return text;
}

struct plan_step *plan_add_delete_topic(struct plan *p, const struct delete_topic *d,
                                        const struct profile *profile)
{
    struct delete_topic *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s = plan_add(p, &step_delete_topic, d->shell->name);

    *copy = *d;
    copy->id = arena_strdup(&p->arena, d->id);
    copy->shell = create_topic_copy(p, d->shell);
    copy->gone_ms = 0;
    s->payload = copy;
    s->what = "delete topic";
    s->before = create_topic_text(p, copy->shell);
    s->cant_undo = plan_str(p, "its records are deleted; to create it again without them: %s",
                            command_again(p, copy->shell, profile));
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    (void)a, (void)b;
    return false;
}

static const char *name_of(const struct plan_step *s)
{
    return ((const struct delete_topic *)s->payload)->shell->name;
}

static struct request *send_step(struct cluster *c, const struct plan_step *s, size_t n,
                                 request_done *done, void *user)
{
    (void)n;
    return kafka_delete_topic(c, name_of(s), done, user);
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    return strcmp(name_of(s), o->object) == 0;
}

static void want(const struct plan_step *s, struct reads *f)
{
    const char *name = name_of(s);

    reads_want(f, FACT_METADATA, NULL);
    reads_want_topic_ids(f, &name, 1);
}

static bool same_id(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    struct delete_topic *d = s->payload;
    const struct metadata *md = reads_metadata(f, err);
    const char *id = reads_topic_id(f, d->shell->name);
    int64_t now = clock_mono_ms();

    if (!md)
        return false;
    *as_intended = false;
    if (metadata_topic(md, d->shell->name) || id) {
        d->gone_ms = 0;
        s->now = !id || same_id(id, d->id) || !d->id
                     ? TOPIC_STILL_LISTED
                     : plan_str(p,
                                "another topic of that name (id %s): it was deleted, and "
                                "something made it again, empty",
                                id);
        return true;
    }
    s->now = NULL;
    if (!d->gone_ms)
        d->gone_ms = now;
    *as_intended = !d->may_return || now - d->gone_ms >= WATCH_MS;
    return true;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct delete_topic *d = s->payload;

    return json_pack("{s:o, s:b, s:o}", "id", json_text(d->id), "may_return", d->may_return,
                     "topic", create_topic_json(d->shell));
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct delete_topic *d = arena_alloc(&p->arena, sizeof *d);

    d->id = json_text_get(&p->arena, json_object_get(data, "id"));
    d->may_return = json_is_true(json_object_get(data, "may_return"));
    d->shell = create_topic_from_json(p, json_object_get(data, "topic"), err);
    s->payload = d;
    return d->shell != NULL;
}

const struct step_kind step_delete_topic = {
    .name = "delete-topic",
    .together = together,
    .send = send_step,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .to_json = to_json,
    .from_json = from_json,
};
