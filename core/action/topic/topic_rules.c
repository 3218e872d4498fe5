/* Rules for topics that can be checked before asking a broker. */
#include "core/action/topic/topic_rules.h"

#include "core/base/parse.h"
#include "core/base/text.h"
#include "core/plan/step/step_create_topic.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum { NAME_MAX_LEN = 249 };

bool topic_name_ok(const char *name, struct err *err)
{
    size_t len = strlen(name);

    if (len == 0)
        return err_set(err, ERR_USAGE, "a topic needs a name");
    if (len > NAME_MAX_LEN)
        return err_set(err, ERR_USAGE, "the name has %zu characters; a topic's name has at most %d",
                       len, NAME_MAX_LEN);
    for (const char *c = name; *c; c++) {
        unsigned char u = (unsigned char)*c;

        if (u < 0x80 && (isalnum(u) || strchr("._-", u)))
            continue;
        if (u > 0x20 && u < 0x7f)
            return err_set(err, ERR_USAGE,
                           "'%c' can't be in a topic's name: letters, digits, '.', '_' and '-' can",
                           u);
        return err_set(err, ERR_USAGE, "a topic's name has only letters, digits, '.', '_' and '-'");
    }
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return err_set(err, ERR_USAGE, "a topic can't be named '%s'", name);
    return true;
}

static bool collides(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        char x = *a == '.' ? '_' : *a, y = *b == '.' ? '_' : *b;

        if (x != y)
            return false;
    }
    return *a == *b;
}

bool topic_name_free(const struct metadata *md, const char *name, struct err *err)
{
    if (!md)
        return true;
    if (metadata_topic(md, name))
        return err_set(err, ERR_USAGE, "topic \"%s\" exists already", name);
    for (size_t i = 0; i < md->ntopics; i++) {
        if (collides(name, md->topics[i].name))
            return err_set(err, ERR_USAGE,
                           "%s collides with %s: they differ only in '.' and '_', which are the "
                           "same in metric names, so brokers refuse it",
                           name, md->topics[i].name);
    }
    return true;
}

const struct topic *topic_there(const struct metadata *md, const char *name, enum err_kind kind,
                                struct err *err)
{
    const struct topic *t = metadata_topic(md, name);
    struct arena a;

    if (t)
        return t;
    arena_init(&a);
    err_set(err, kind, "there is no topic %s, or you may not see it",
            text_visible(&a, name, strlen(name)));
    arena_release(&a);
    return NULL;
}

bool topics_there(const struct model *m, const struct args *args, const char *param,
                  struct err *err)
{
    const struct metadata *md = m ? m->metadata : NULL;
    const char *name;

    for (size_t i = 0; md && (name = args_nth(args, param, i)); i++) {
        if (*name && !topic_there(md, name, ERR_USAGE, err))
            return false;
    }
    return true;
}

static bool parse_partition(struct arena *a, const char *text, size_t len, int32_t **out, int *n,
                            struct err *err)
{
    const char *end = text + len, *at = text;

    *out = arena_array(a, len + 1, sizeof **out);
    *n = 0;
    for (;;) {
        const char *colon = memchr(at, ':', (size_t)(end - at));
        size_t word = (size_t)((colon ? colon : end) - at);
        int64_t id;

        if (!parse_int(arena_strndup(a, at, word), 0, INT32_MAX, &id, err))
            return err_wrap(err, "a broker id in %.*s", (int)len, text);
        for (int i = 0; i < *n; i++) {
            if ((*out)[i] == id)
                return err_set(err, ERR_USAGE, "broker %" PRId64 " is there twice in %.*s", id,
                               (int)len, text);
        }
        (*out)[(*n)++] = (int32_t)id;
        if (!colon)
            return true;
        at = colon + 1;
    }
}

bool assignment_parse(struct arena *a, const char *text, struct create_topic *t, struct err *err)
{
    size_t most = 1, n = 0;
    const char *at = text;

    for (const char *c = text; *c; c++)
        most += *c == ',';
    t->assignment = arena_array(a, most, sizeof *t->assignment);
    t->nassigned = arena_array(a, most, sizeof *t->nassigned);
    for (;; n++) {
        size_t len = strcspn(at, ",");

        if (!parse_partition(a, at, len, &t->assignment[n], &t->nassigned[n], err))
            return false;
        if (t->nassigned[n] != t->nassigned[0])
            return err_set(err, ERR_USAGE,
                           "partition %zu has %d replicas and partition 0 has %d: all must have "
                           "the same number",
                           n, t->nassigned[n], t->nassigned[0]);
        if (!at[len])
            break;
        at += len + 1;
    }
    t->nassignments = (int)n + 1;
    return true;
}
