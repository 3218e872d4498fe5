/* Reading the journal: for its pane, for `klamm journal` and for undo. Keeps the raw lines and the
 * few fields a list shows; the plan of an entry is parsed when it is asked for. */
#include "core/action/journal.h"

#include "core/action/json.h"
#include "core/action/plan_json.h"
#include "core/base/map.h"
#include "core/base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void journal_release(struct journal *j)
{
    free(j->entries);
    arena_release(&j->arena);
    memset(j, 0, sizeof *j);
}

static const char *text_of(struct journal *j, const json_t *o, const char *key)
{
    return json_text_get(&j->arena, json_object_get(o, key));
}

static bool take_intent(struct journal *j, struct map *by_id, const json_t *o, const char *line)
{
    const char *id = text_of(j, o, "id");
    struct journal_entry *e;

    if (!id || map_get(by_id, id))
        return false;
    if (j->n == j->cap) {
        j->cap = j->cap ? j->cap * 2 : 32;
        j->entries = xrealloc(j->entries, j->cap, sizeof *j->entries);
    }
    e = &j->entries[j->n++];
    memset(e, 0, sizeof *e);
    e->id = id;
    e->at = text_of(j, o, "at");
    e->wall_ms = json_integer_value(json_object_get(o, "at_ms"));
    e->user = text_of(j, o, "user");
    e->host = text_of(j, o, "host");
    e->cluster_name = text_of(j, json_object_get(o, "cluster"), "name");
    e->verb = text_of(j, o, "verb");
    e->title = text_of(j, o, "title");
    e->nsteps = json_array_size(json_object_get(o, "steps"));
    e->intent = arena_strdup(&j->arena, line);
    /* Positions from 1, because NULL is "absent" to the map. */
    map_set(by_id, id, (void *)j->n);
    return true;
}

static bool take_result(struct journal *j, struct map *by_id, const json_t *o, const char *line)
{
    const char *id = text_of(j, o, "id");
    size_t at = id ? (size_t)map_get(by_id, id) : 0;
    struct journal_entry *e;

    if (at == 0)
        return false;
    e = &j->entries[at - 1];
    e->status = text_of(j, o, "status");
    e->error = text_of(j, o, "error");
    e->ended = text_of(j, o, "at");
    e->result = arena_strdup(&j->arena, line);
    return true;
}

static bool take_line(struct journal *j, struct map *by_id, const char *line)
{
    json_t *o = json_loads(line, 0, NULL);
    const char *entry = json_string_value(json_object_get(o, "entry"));
    bool ok = false;

    if (entry && strcmp(entry, "intent") == 0)
        ok = take_intent(j, by_id, o, line);
    else if (entry && strcmp(entry, "result") == 0)
        ok = take_result(j, by_id, o, line);
    json_decref(o);
    return ok;
}

bool journal_read(struct journal *j, const char *cluster_id, struct err *err)
{
    char *path, *line = NULL;
    size_t cap = 0;
    struct map by_id;
    bool ok;
    FILE *f;

    memset(j, 0, sizeof *j);
    arena_init(&j->arena);
    path = journal_path(cluster_id, err);
    if (!path)
        return false;
    f = fopen(path, "re");
    if (!f) {
        ok = errno == ENOENT ||
             err_set(err, ERR_IO, "the journal %s could not be read: %s", path, strerror(errno));
        free(path);
        return ok;
    }
    map_init(&by_id);
    while (getline(&line, &cap, f) > 0) {
        if (line[0] != '\n' && !take_line(j, &by_id, line))
            j->damaged++;
    }
    ok = !ferror(f) || err_set(err, ERR_IO, "the journal %s could not be read to its end", path);
    fclose(f);
    free(line);
    free(path);
    map_release(&by_id, NULL);
    return ok;
}

const struct journal_entry *journal_find(const struct journal *j, const char *id)
{
    for (size_t i = j->n; i-- > 0;) {
        if (strcmp(j->entries[i].id, id) == 0)
            return &j->entries[i];
    }
    return NULL;
}

static bool put_results(struct plan *p, const char *line, struct err *err)
{
    json_t *o = json_loads(line, 0, NULL);
    bool ok = plan_results_from_json(p, json_object_get(o, "steps"), err);

    json_decref(o);
    return ok;
}

struct plan *journal_plan(const struct journal_entry *e, struct err *err)
{
    json_t *o = json_loads(e->intent, 0, NULL);
    struct plan *p = plan_from_json(o, err);

    json_decref(o);
    if (!p)
        return NULL;
    for (size_t i = 0; i < p->nsteps; i++)
        p->steps[i].state = STEP_UNKNOWN;
    if (e->result && !put_results(p, e->result, err)) {
        plan_free(p);
        return NULL;
    }
    return p;
}
