/* Saved plans. A file is outside of our hands between review and sending, so what it says is
 * checked from two sides: a checksum finds edits and damage; and its arguments are planned again,
 * so that its steps can be compared with what the verb itself would do now. Each step must be about
 * the same object and thing, and where its value differs (the end of a log grows), the words that
 * are shown for it are made from what would be sent. So a file can't show one thing and send
 * another, nor reach anything but what its arguments name. */
#include "cli/plan_file.h"

#include "core/action/register.h"
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/text_human.h"
#include "core/plan/plan_json.h"
#include "core/plan/step.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT = 2, MAX_BYTES = 256 << 20 };

/* FNV-1a over the plan and the cluster: against edits and damage, not against forgers. */
static void checksum(const json_t *plan, const char *cluster_id, char out[17])
{
    uint64_t h = UINT64_C(14695981039346656037);
    char *text = json_dumps(plan, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
    const char *const parts[] = {text ? text : "", "\n", cluster_id};
    for (size_t i = 0; i < 3; i++)
        for (const char *c = parts[i]; *c; c++)
            h = (h ^ (unsigned char)*c) * UINT64_C(1099511628211);
    snprintf(out, 17, "%016" PRIx64, h);
    free(text);
}

static bool no_secret(const struct plan *p, struct err *err)
{
    const struct action *a = action_find(p->verb);
    bool secret = false;
    for (size_t i = 0; i < p->nsteps; i++)
        secret = secret || p->steps[i].secret;
    for (size_t i = 0; a && p->args && i < p->args->n; i++) {
        const struct param *param = action_param(a, p->args->list[i].name);
        secret = secret || (param && param->secret);
    }
    return !secret ||
           err_set(err, ERR_GUARD, "this plan holds a secret, which is never written to a file");
}

bool plan_file_write(const char *path, const struct plan *p, const char *cluster_id,
                     const struct profile *profile, struct err *err)
{
    char sum[17], at[TEXT_NUM];
    if (!no_secret(p, err))
        return false;
    json_t *plan = plan_to_json(p);
    checksum(plan, cluster_id, sum);
    json_t *o = json_pack("{s:i, s:s, s:s, s:s, s:s, s:o}", "klamm_plan", FORMAT, "cluster_id",
                          cluster_id, "cluster", profile->name, "saved",
                          text_instant_utc(at, clock_wall_ms()), "checksum", sum, "plan", plan);
    char *text = o ? json_dumps(o, JSON_INDENT(1) | JSON_ENSURE_ASCII) : NULL;
    bool ok = text ? file_write(path, text, strlen(text), 0600, err)
                   : err_set(err, ERR_IO, "the plan could not be written as JSON");
    free(text);
    json_decref(o);
    return ok;
}

/* ---- reading --------------------------------------------------------------------------------- */

static json_t *load(const char *path, struct err *err)
{
    struct buf b;
    json_error_t why;
    json_t *o = NULL;
    buf_init(&b, 0);
    if (file_read(path, MAX_BYTES, &b, err)) {
        o = json_loadb(buf_str(&b), b.len, JSON_REJECT_DUPLICATES, &why);
        if (!o)
            err_set(err, ERR_CONFIG, "%s:%d: not a plan: %s", path, why.line, why.text);
    }
    buf_release(&b);
    return o;
}

static const char *string_of(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

static bool of_this(const char *path, const json_t *o, const char *cluster_id, struct err *err)
{
    const json_t *version = json_object_get(o, "klamm_plan"), *plan = json_object_get(o, "plan");
    char sum[17];
    if (!json_is_integer(version) || !json_is_object(plan))
        return err_set(err, ERR_CONFIG, "%s is not a plan saved by --plan-out", path);
    if (json_integer_value(version) < 1 || json_integer_value(version) > FORMAT)
        return err_set(err, ERR_CONFIG, "%s is a plan of format %lld, this klamm knows %d", path,
                       (long long)json_integer_value(version), FORMAT);
    if (strcmp(string_of(o, "cluster_id"), cluster_id) != 0)
        return err_set(err, ERR_GUARD,
                       "%s was made for another cluster: %s (id %s), this one has the id %s", path,
                       string_of(o, "cluster"), string_of(o, "cluster_id"), cluster_id);
    checksum(plan, cluster_id, sum);
    if (strcmp(sum, string_of(o, "checksum")) != 0)
        return err_set(err, ERR_GUARD, "%s was changed since it was saved: make a new plan", path);
    return true;
}

struct plan *plan_file_read(const char *path, const struct action *a, const char *cluster_id,
                            struct err *err)
{
    json_t *o = load(path, err);
    struct plan *p = NULL;
    if (o && of_this(path, o, cluster_id, err)) {
        p = plan_from_json(json_object_get(o, "plan"), err);
        if (!p)
            err_wrap(err, "%s", path);
    }
    json_decref(o);
    if (!p)
        return NULL;
    if (strcmp(p->verb, a->name) == 0) {
        action_params_of(a, p);
        return p;
    }
    err_set(err, ERR_USAGE, "%s is a plan of %s, not of %s", path, p->verb, a->name);
    plan_free(p);
    return NULL;
}

/* ---- against the current state --------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_data(const struct plan_step *a, const struct plan_step *b)
{
    json_t *x = a->kind->to_json(a), *y = b->kind->to_json(b);
    bool equal = json_equal(x, y);
    json_decref(x);
    json_decref(y);
    return equal;
}

/* What will be sent is not what would be sent by a plan of now; then its words are made again. */
static bool words_fit(struct plan *file, struct plan_step *s, const struct plan_step *now)
{
    struct plan_step said = *s;
    if (!s->kind->words)
        return false;
    s->kind->words(file, s);
    s->note = plan_show(file, now->note);
    return same(s->before, now->before) && same(s->object, said.object) &&
           same(s->what, said.what) && same(s->before, said.before) && same(s->after, said.after);
}

static bool same_thing(const struct plan_step *a, const struct plan_step *b)
{
    return a->kind == b->kind && a->role == b->role && same(a->object, b->object) &&
           same(a->what, b->what);
}

/* Each saved step has its like among those of now, in that order. *equal: they are the same, with
 * no more and no less. */
static bool steps_fit(struct plan *file, const struct plan *now, bool *equal)
{
    size_t k = 0;
    *equal = file->nsteps == now->nsteps;
    for (size_t i = 0; i < file->nsteps; i++, k++) {
        struct plan_step *s = &file->steps[i];
        while (k < now->nsteps && !same_thing(s, &now->steps[k]))
            k++;
        if (k == now->nsteps || s->secret)
            return false;
        if (same_data(s, &now->steps[k]) && same(s->before, now->steps[k].before) &&
            same(s->after, now->steps[k].after))
            s->cant_undo = plan_show(file, now->steps[k].cant_undo);
        else if (words_fit(file, s, &now->steps[k]))
            *equal = false;
        else
            return false;
    }
    return true;
}

/* All that is shown besides the steps comes from the verb, not from the file. */
static void take_words(struct plan *file, const struct plan *now, const struct action *a)
{
    char at[TEXT_NUM];
    file->title = plan_str(file, "%s of %s, as saved at %s", a->title, now->confirm,
                           text_instant(at, file->made_wall_ms));
    file->confirm = plan_show(file, now->confirm);
    file->command = plan_show(file, now->command);
    file->danger = now->danger;
    file->nwarnings = file->nsummary = 0;
    for (size_t i = 0; i < now->nwarnings; i++)
        plan_warn(file, "%s", now->warnings[i]);
    if (now->blocked)
        plan_block(file, "%s", now->blocked);
}

static bool fits(struct plan *file, const struct plan *now, bool *equal, struct err *err)
{
    const struct action *a = action_find(file->verb);
    if (!plan_same_facts(file, now, err) || (a->revalidate && !a->revalidate(file, now, err))) {
        err_wrap(err, "nothing was sent: the cluster changed since the plan was saved");
        err->kind = ERR_GUARD;
        return false;
    }
    if (!steps_fit(file, now, equal))
        return err_set(err, ERR_GUARD,
                       "nothing was sent: the saved steps are not those that %s would take now: "
                       "make a new plan",
                       file->verb);
    take_words(file, now, a);
    return true;
}

struct plan *plan_file_check(struct plan *file, struct plan *now, struct err *err)
{
    bool equal = false;
    if (!fits(file, now, &equal, err)) {
        plan_free(file);
        plan_free(now);
        return NULL;
    }
    plan_free(equal ? file : now);
    return equal ? now : file;
}
