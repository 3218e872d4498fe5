/* The facts that plans rest on: their ids in files, their words for people, and the sentences that
 * files of format 1 have instead of ids. */
#include "core/plan/plan_fact.h"

#include "core/base/buf.h"
#include "core/base/text.h"
#include "core/plan/json.h"

#include <string.h>

/* In words and sentence $o is the object and $p the part. The words may change; ids and sentences
 * are in files and never do. A fact that is younger than format 1 has no sentence. */
static const struct kind {
    const char *id, *words, *sentence;
} kinds[PLAN_FACT_IDS] = {
    [PLAN_FACT_TOPIC] = {"topic", "topic $o", "topic $o"},
    [PLAN_FACT_TOPIC_ID] = {"topic-id", "the id of topic $o", "the id of topic $o"},
    [PLAN_FACT_TOPIC_SIZE] = {"topic-size", "the partitions and replicas of $o",
                              "the partitions and replicas of $o"},
    [PLAN_FACT_PARTITIONS] = {"partitions", "the number of partitions of $o",
                              "the number of partitions of $o"},
    [PLAN_FACT_RECORDS] = {"records", "the records of $o", "the records of $o"},
    [PLAN_FACT_LEADER] = {"leader", "the leader of $o", "the leader of $o"},
    [PLAN_FACT_OWN_SETTINGS] = {"own-settings", "the own settings of $o", "the own settings of $o"},
    [PLAN_FACT_SETTING] = {"setting", "$p of $o", "$p of $o"},
    [PLAN_FACT_COPIED_SETTING] = {"copied-setting", "$p of $o, to be copied",
                                  "$p of $o, to be copied"},
    [PLAN_FACT_GROUP_STATE] = {"group-state", "the state of group $o", "the state of group $o"},
    [PLAN_FACT_GROUP_MEMBERS] = {"group-members", "the members of group $o",
                                 "the members of group $o"},
    [PLAN_FACT_TOPIC_READER] = {"topic-reader", "who in group $o reads $p",
                                "who in group $o reads $p"},
    [PLAN_FACT_COMMIT] = {"commit", "the commit of $o on $p", "the commit of $o on $p"},
    [PLAN_FACT_ACL] = {"acl", "ACL '$o'", "ACL '$o'"},
    [PLAN_FACT_ACCESS] = {"access", "the access of $o: $p", NULL},
    [PLAN_FACT_CREDENTIAL] = {"credential", "$p of user $o", "$p of user $o"},
    [PLAN_FACT_JOURNAL_RESULT] = {"journal-result", "the journal's result of $o",
                                  "the journal's result of $o"},
    [PLAN_FACT_STEP] = {"step", "$o ($p)", "$o ($p)"},
    [PLAN_FACT_SENTENCE] = {NULL, "$o", "$o"},
};

static const char *render(struct arena *a, const char *pattern, const struct plan_fact *f)
{
    const char *text;
    struct buf b;

    buf_init(&b, 0);
    for (const char *s = pattern; *s; s++) {
        if (*s != '$')
            buf_addc(&b, *s);
        else if (*++s == 'o')
            buf_adds(&b, f->object);
        else
            buf_adds(&b, f->part ? f->part : "");
    }
    text = text_visible(a, buf_str(&b), b.len);
    buf_release(&b);
    return text;
}

const char *plan_fact_words(const struct plan_fact *f, struct arena *a)
{
    return render(a, kinds[f->id].words, f);
}

static bool has_sentence(const struct plan_fact *f, const char *sentence)
{
    struct arena a;
    bool same;

    if (f->sentence || !kinds[f->id].sentence)
        return f->sentence && strcmp(f->sentence, sentence) == 0;
    arena_init(&a);
    same = strcmp(render(&a, kinds[f->id].sentence, f), sentence) == 0;
    arena_release(&a);
    return same;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool plan_fact_same(const struct plan_fact *a, const struct plan_fact *b)
{
    if (a->id == b->id)
        return strcmp(a->object, b->object) == 0 && same_text(a->part, b->part);
    if (a->id == PLAN_FACT_SENTENCE)
        return has_sentence(b, a->object);
    return b->id == PLAN_FACT_SENTENCE && has_sentence(a, b->object);
}

/* ---- in files -------------------------------------------------------------------------------- */

json_t *plan_fact_to_json(const struct plan_fact *f)
{
    json_t *o = json_object();

    if (f->id == PLAN_FACT_SENTENCE) {
        json_object_set_new(o, "what", json_text(f->object));
    } else {
        json_object_set_new(o, "id", json_string(kinds[f->id].id));
        json_object_set_new(o, "object", json_text(f->object));
    }
    if (f->part)
        json_object_set_new(o, "part", json_text(f->part));
    json_object_set_new(o, "value", json_text(f->value));
    return o;
}

static bool id_parse(const char *name, enum plan_fact_id *out, struct err *err)
{
    for (int i = 0; i < PLAN_FACT_IDS; i++) {
        if (kinds[i].id && strcmp(kinds[i].id, name) == 0) {
            *out = (enum plan_fact_id)i;
            return true;
        }
    }
    return err_set(err, ERR_UNSUPPORTED, "this klamm does not know facts of kind %s", name);
}

/* Plans that were saved before have another word for the principals that no rule names. */
static const char *object_of(const struct plan_fact *f)
{
    bool old = f->id == PLAN_FACT_ACCESS && strcmp(f->object, "everybody else") == 0;

    return old ? "everyone else" : f->object;
}

bool plan_fact_from_json(struct arena *a, const json_t *o, struct plan_fact *out, struct err *err)
{
    const char *id;

    *out = (struct plan_fact){.id = PLAN_FACT_SENTENCE};
    out->value = json_text_get(a, json_object_get(o, "value"));
    if (json_object_get(o, "what"))
        return json_need_text(a, o, "what", &out->object, err);
    out->part = json_text_get(a, json_object_get(o, "part"));
    if (!json_need_text(a, o, "id", &id, err) || !id_parse(id, &out->id, err) ||
        !json_need_text(a, o, "object", &out->object, err))
        return false;
    out->object = object_of(out);
    return true;
}
