/* The arguments of offsets-reset and group-create: reading them, checking them while they are
 * typed, completing them. */
#include "core/action/offsets/offsets_args.h"

#include "core/action/bulk.h"
#include "core/action/complete.h"
#include "core/action/options.h"
#include "core/base/clock.h"
#include "core/base/csv.h"
#include "core/base/file.h"
#include "core/base/map.h"
#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/parse_instant.h"
#include "core/base/text_compare.h"
#include "core/base/text_human.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS 86400000
#define FILE_MAX (64 << 20)

/* ---- reading them ---------------------------------------------------------------------------- */

/* A file's worth of them is no rarity, so they are looked up in a map. */
static bool add_each(struct reset *r, struct arena *a, struct map *seen, const char *text,
                     struct err *err)
{
    struct each *e = &r->each[r->neach];

    if (!*text)
        return true;
    if (!each_parse(a, text, e, err))
        return false;
    if (map_set(seen, arena_printf(a, "%s:%" PRId32, e->topic, e->partition), e))
        return err_set(err, ERR_USAGE, "%s:%" PRId32 " is given twice", e->topic, e->partition);
    r->neach++;
    return true;
}

static bool parse_each(struct reset *r, struct arena *a, const struct args *args, struct err *err)
{
    struct map seen;
    bool ok = true;

    r->goal = GOAL_EACH;
    r->asked = "to chosen offsets";
    r->each = arena_array(a, args->n, sizeof *r->each);
    map_init(&seen);
    for (size_t i = 0; ok && i < args->n; i++)
        ok = strcmp(args->list[i].name, "each") != 0 ||
             add_each(r, a, &seen, args->list[i].value, err);
    map_release(&seen, NULL);
    return ok && (r->neach > 0 ||
                  err_set(err, ERR_USAGE, "no offset is given: write topic:partition=offset"));
}

const char *reset_when(struct arena *a, const char *words, int64_t ms)
{
    return arena_printf(a, "%s (%s)", words, text_moment(a, ms, clock_wall_ms()));
}

/* A day ahead may be a clock that is wrong; more is a slip of the finger. */
static bool is_near(int64_t wall_ms, int64_t now_ms, const char *text, struct err *err)
{
    return wall_ms <= now_ms + DAY_MS ||
           err_set(err, ERR_USAGE,
                   "%s is more than a day ahead; for the end of the log write latest", text);
}

static bool parse_when(struct reset *r, struct arena *a, const char *text, struct err *err)
{
    int64_t now = clock_wall_ms();
    struct instant when;

    if (!parse_instant(text, now, &when, err) || !is_near(when.wall_ms, now, text, err))
        return false;
    r->goal = GOAL_TIME;
    r->when_ms = when.wall_ms;
    r->ignored = arena_strdup(a, when.ignored);
    r->asked = reset_when(a, arena_printf(a, "to %s", text), r->when_ms);
    return true;
}

static bool parse_ago(struct reset *r, struct arena *a, const char *text, struct err *err)
{
    int64_t now = clock_wall_ms(), ms;
    char span[TEXT_NUM];

    if (!parse_duration(text, &ms, err))
        return false;
    r->goal = GOAL_TIME;
    if (__builtin_sub_overflow(now, ms, &r->when_ms)) /* back for ages, or ahead for ages */
        r->when_ms = ms > 0 ? -1 : INT64_MAX;
    if (r->when_ms < 0)
        return err_set(err, ERR_USAGE, "%s ago was before 1970", text);
    if (!is_near(r->when_ms, now, text, err))
        return false;
    text_duration(span, ms < 0 ? -ms : ms);
    r->asked =
        reset_when(a, arena_printf(a, "to %s %s", span, ms < 0 ? "from now" : "ago"), r->when_ms);
    return true;
}

static bool parse_number(struct reset *r, struct arena *a, enum offset_goal goal, const char *text,
                         struct err *err)
{
    r->goal = goal;
    if (!parse_int(text, goal == GOAL_OFFSET ? 0 : -INT64_MAX, INT64_MAX, &r->n, err))
        return err_wrap(err, "%s", goal == GOAL_OFFSET ? "offset" : "shift");
    r->asked = goal == GOAL_OFFSET ? arena_printf(a, "to offset %" PRId64, r->n)
                                   : arena_printf(a, "by %+" PRId64 " records", r->n);
    return true;
}

/* Its time is not known yet, see reset_find_record. */
static bool parse_record(struct reset *r, struct arena *a, const char *text, struct err *err)
{
    struct each *like = arena_alloc(a, sizeof *like);

    r->goal = GOAL_TIME;
    r->like = like;
    r->asked = arena_printf(a, "to the time of record %s", text);
    return record_parse(a, text, like, err);
}

/* What it has committed is not known yet, see reset_take_group. */
static bool parse_from(struct reset *r, struct arena *a, const char *text, struct err *err)
{
    if (r->group && strcmp(text, r->group) == 0)
        return err_set(err, ERR_USAGE, "%s can't be copied to itself", text);
    r->goal = GOAL_EACH;
    r->from = arena_strdup(a, text);
    r->asked = arena_printf(a, "to where group %s is", text);
    return true;
}

static bool parse_lines(struct reset *r, struct arena *a, const struct args *args, struct err *err)
{
    const char *lines = args_get(args, "lines"), *path = args_get(args, "file");

    r->goal = GOAL_EACH;
    r->asked = arena_printf(a, "from %s", path);
    if (!lines) /* in a form, which reads no files while someone types */
        return true;
    return offset_csv_parse(a, lines, strlen(lines), r->group, &r->each, &r->neach, err) ||
           err_wrap(err, "%s", path);
}

static bool parse_value(struct reset *r, struct arena *a, const struct args *args, const char *to,
                        const char *v, struct err *err)
{
    if (strcmp(to, "offset") == 0)
        return parse_number(r, a, GOAL_OFFSET, v, err);
    if (strcmp(to, "shift") == 0)
        return parse_number(r, a, GOAL_SHIFT, v, err);
    if (strcmp(to, "instant") == 0)
        return parse_when(r, a, v, err);
    if (strcmp(to, "duration") == 0)
        return parse_ago(r, a, v, err);
    if (strcmp(to, "record") == 0)
        return parse_record(r, a, v, err);
    if (strcmp(to, "from") == 0)
        return parse_from(r, a, v, err);
    return parse_lines(r, a, args, err);
}

/* The parameter that says where exactly. */
static const char *param_of(const char *to)
{
    return strcmp(to, "group") == 0 ? "from" : to;
}

static bool parse_goal(struct reset *r, struct arena *a, const struct args *args, const char *to,
                       struct err *err)
{
    const char *param = param_of(to), *v = args_get(args, param);

    r->asked = arena_printf(a, "to %s", to);
    if (strcmp(to, "earliest") == 0)
        r->goal = GOAL_EARLIEST;
    else if (strcmp(to, "latest") == 0)
        r->goal = GOAL_LATEST;
    else if (strcmp(to, "current") == 0)
        r->goal = GOAL_CURRENT;
    else if (strcmp(to, "each") == 0)
        return parse_each(r, a, args, err);
    else if (!v || !*v)
        return err_set(err, ERR_USAGE, "'%s' is needed", param);
    else
        return parse_value(r, a, args, param, v, err);
    return true;
}

static bool names_partitions(const char *to)
{
    return strcmp(to, "each") == 0 || strcmp(to, "file") == 0;
}

static bool no_topic_beside(const char *to, bool topics, struct err *err)
{
    return !topics || !names_partitions(to) ||
           err_set(err, ERR_USAGE,
                   "the partitions are named with their offsets already: leave out 'topic'");
}

bool reset_parse(struct reset *r, struct arena *a, const struct args *args, struct err *err)
{
    const char *group = args_get(args, "group"), *to = args_get(args, "to");

    memset(r, 0, sizeof *r);
    if (!group)
        return err_set(err, ERR_USAGE, "the group is missing");
    if (!to || !*to)
        return err_set(err, ERR_USAGE, "'to' is needed: earliest, latest, offset …");
    r->group = arena_strdup(a, group);
    return scopes_parse(a, args, &r->scopes, &r->nscopes, err) && parse_goal(r, a, args, to, err) &&
           no_topic_beside(to, r->nscopes > 0, err);
}

/* ---- what can be read only once -------------------------------------------------------------- */

/* Lines without a group are for the one group that is named. */
static bool lines_fit(const struct args *args, struct buf *lines, struct err *err)
{
    struct csv_row *rows;
    struct arena a;
    size_t n;
    bool ok;

    arena_init(&a);
    ok = offset_csv_rows(&a, buf_str(lines), lines->len, &rows, &n, err) &&
         (n == 0 || rows[0].nfields != 3 || !args_nth(args, "group", 1) ||
          err_set(err, ERR_USAGE,
                  "its lines name no group, and there are several: they must be "
                  "group,topic,partition,offset"));
    arena_release(&a);
    return ok;
}

bool reset_resolve_args(struct args *args, struct err *err)
{
    const char *to = args_get(args, "to"), *path = args_get(args, "file");
    struct buf lines;
    char *full;
    bool ok;

    if (!to || strcmp(to, "file") != 0 || args_get(args, "lines"))
        return true;
    full = file_expand(path);
    buf_init(&lines, 0);
    ok = file_read(full, FILE_MAX, &lines, err);
    free(full);
    if (ok && !lines_fit(args, &lines, err)) {
        err_wrap(err, "%s", path);
        err->kind = ERR_USAGE;
        ok = false;
    }
    if (ok)
        args_set(args, "lines", buf_str(&lines));
    buf_release(&lines);
    return ok;
}

/* ---- the form -------------------------------------------------------------------------------- */

static bool partitions_known(const struct action_ctx *x, const struct reset *r, struct err *err)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;

    for (size_t i = 0; md && i < r->nscopes; i++) {
        const struct topic *t = metadata_topic(md, r->scopes[i].topic);

        for (size_t k = 0; t && k < r->scopes[i].n; k++) {
            if (!topic_partition(t, r->scopes[i].partitions[k]))
                return err_set(err, ERR_USAGE,
                               "topic \"%s\" has %d partitions, no partition %" PRId32, t->name,
                               t->npartitions, r->scopes[i].partitions[k]);
        }
    }
    return true;
}

bool reset_check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err)
{
    struct reset r = {0};
    struct arena a;
    bool ok;

    (void)p;
    arena_init(&a);
    ok = scopes_parse(&a, args, &r.scopes, &r.nscopes, err) && partitions_known(x, &r, err);
    arena_release(&a);
    return ok;
}

bool reset_check_to(const struct action_ctx *x, const struct args *args, const struct param *p,
                    struct err *err)
{
    const char *to = args_get(args, p->name), *topic = args_get(args, "topic");

    (void)x;
    return !to || no_topic_beside(to, topic && *topic, err);
}

bool reset_check_goal(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err)
{
    struct reset r = {.group = args_get(args, "group")};
    struct arena a;
    bool ok;

    (void)x;
    if (!param_applies(p, args))
        return true;
    arena_init(&a);
    ok = parse_goal(&r, &a, args, args_get(args, "to"), err);
    arena_release(&a);
    return ok;
}

/* As far as the group's commits are known: only topics it has some on. */
void reset_complete_topic(const struct action_ctx *x, const struct args *args,
                          const struct param *p, const char *typed, struct args *out)
{
    const char *group = args_get(args, "group");
    const struct group_offsets *o = group && x->model && !args_nth(args, "group", 1)
                                        ? model_group_offsets(x->model, group)
                                        : NULL;
    const char *last = "";

    if (!o)
        complete_topics(x->model, p->name, typed, out);
    for (size_t i = 0; o && i < o->n; i++) {
        const char *topic = o->o[i].topic;

        if (o->o[i].committed != OFFSET_UNKNOWN && strcmp(topic, last) != 0 &&
            text_starts_ci(topic, typed))
            args_add(out, p->name, topic);
        last = o->o[i].committed != OFFSET_UNKNOWN ? topic : last;
    }
}

const char *reset_shown_moment(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct arena *a)
{
    struct reset r = {0};

    (void)x;
    (void)args;
    if (!*typed || !(p->type == PARAM_DURATION ? parse_ago(&r, a, typed, NULL)
                                               : parse_when(&r, a, typed, NULL)))
        return NULL;
    return arena_printf(a, "→ %s", text_moment(a, r.when_ms, clock_wall_ms()));
}

void reset_complete_each(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out)
{
    const char *group = args_get(args, "group");
    const struct group_offsets *o = group && x->model ? model_group_offsets(x->model, group) : NULL;
    char text[320];

    for (size_t i = 0; o && i < o->n; i++) {
        if (o->o[i].committed == OFFSET_UNKNOWN)
            continue;
        snprintf(text, sizeof text, "%s:%" PRId32 "=%" PRId64, o->o[i].topic, o->o[i].partition,
                 o->o[i].committed);
        if (text_starts_ci(text, typed))
            args_add(out, p->name, text);
    }
}
