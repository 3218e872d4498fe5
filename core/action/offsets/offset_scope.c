/* Parsing of scopes, single offsets and Kafka's CSV. */
#include "core/action/offsets/offset_scope.h"

#include "core/action/action.h"
#include "core/base/csv.h"
#include "core/base/map.h"
#include "core/base/parse.h"
#include "core/plan/command_line.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool partition_parse(const char *text, int32_t *out, struct err *err)
{
    int64_t n;

    if (!parse_int(text, 0, INT32_MAX, &n, err))
        return err_wrap(err, "partition");
    *out = (int32_t)n;
    return true;
}

static bool add_partition(struct scope *s, const char *text, struct err *err)
{
    int32_t p = 0;

    if (!partition_parse(text, &p, err))
        return false;
    for (size_t i = 0; i < s->n; i++) {
        if (s->partitions[i] == p)
            return err_set(err, ERR_USAGE, "partition %" PRId32 " is named twice", p);
    }
    s->partitions[s->n++] = p;
    return true;
}

/* "0,1,2" */
static bool add_partitions(struct arena *a, const char *text, struct scope *out, struct err *err)
{
    const char *at, *comma;
    size_t most = 1;

    for (at = text; *at; at++)
        most += *at == ',';
    out->partitions = arena_array(a, most, sizeof *out->partitions);
    for (at = text;; at = comma + 1) {
        comma = strchr(at, ',');
        if (!add_partition(out, arena_strndup(a, at, comma ? (size_t)(comma - at) : strlen(at)),
                           err))
            return false;
        if (!comma)
            return true;
    }
}

bool scope_parse(struct arena *a, const char *text, struct scope *out, struct err *err)
{
    const char *colon = strchr(text, ':');

    memset(out, 0, sizeof *out);
    out->topic = colon ? arena_strndup(a, text, (size_t)(colon - text)) : arena_strdup(a, text);
    if (!*out->topic)
        return err_set(err, ERR_USAGE, "a topic's name is missing: write topic or topic:0,1,2");
    if (!colon)
        return true;
    return add_partitions(a, colon + 1, out, err) || err_wrap(err, "%s", text);
}

bool partitions_parse(struct arena *a, const char *text, struct scope *out, struct err *err)
{
    memset(out, 0, sizeof *out);
    return add_partitions(a, text, out, err);
}

bool scopes_parse(struct arena *a, const struct args *args, struct scope **out, size_t *n,
                  struct err *err)
{
    struct scope *list = arena_array(a, args->n, sizeof *list);
    const char *text;

    *out = list;
    *n = 0;
    for (size_t i = 0; (text = args_nth(args, "topic", i)); i++) {
        if (!*text)
            continue;
        if (!scope_parse(a, text, &list[*n], err))
            return false;
        for (size_t k = 0; k < *n; k++) {
            if (strcmp(list[k].topic, list[*n].topic) == 0)
                return err_set(err, ERR_USAGE, "topic \"%s\" is named twice", list[k].topic);
        }
        (*n)++;
    }
    return true;
}

void scopes_to_command(struct buf *b, const struct scope *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        command_option(b, "topic", s[i].topic);
        for (size_t k = 0; k < s[i].n; k++)
            buf_addf(b, "%c%" PRId32, k ? ',' : ':', s[i].partitions[k]);
    }
}

/* topic:partition, a mark, offset */
static bool parse_three(struct arena *a, const char *text, char mark, struct each *out,
                        struct err *err)
{
    const char *last = strrchr(text, mark), *colon = NULL;
    char *left;

    if (last) {
        left = arena_strndup(a, text, (size_t)(last - text));
        colon = strrchr(left, ':');
    }
    if (!colon || colon == left)
        return err_set(err, ERR_USAGE, "%s: write topic:partition%coffset", text, mark);
    out->topic = arena_strndup(a, left, (size_t)(colon - left));
    if (!partition_parse(colon + 1, &out->partition, err) ||
        !parse_int(last + 1, 0, INT64_MAX, &out->offset, err))
        return err_wrap(err, "%s", text);
    return true;
}

bool each_parse(struct arena *a, const char *text, struct each *out, struct err *err)
{
    return parse_three(a, text, '=', out, err);
}

bool record_parse(struct arena *a, const char *text, struct each *out, struct err *err)
{
    return parse_three(a, text, ':', out, err);
}

struct csv_reading {
    struct arena *arena;
    const char *group;
    struct each *out;
    size_t n;
    struct map seen; /* "topic partition" → its line */
};

static bool take_row(struct csv_reading *c, const struct csv_row *row, struct err *err)
{
    char **f = row->fields + (row->nfields == 4);
    struct each e = {.topic = f[0]};
    char *key;
    size_t before;

    if (row->nfields == 4 && strcmp(row->fields[0], c->group) != 0)
        return true;
    if (!*e.topic || !partition_parse(f[1], &e.partition, err) ||
        !parse_int(f[2], 0, INT64_MAX, &e.offset, err)) {
        if (!*e.topic)
            err_set(err, ERR_USAGE, "the topic is missing");
        return err_wrap(err, "line %zu", row->line);
    }
    key = arena_printf(c->arena, "%s %" PRId32, e.topic, e.partition);
    before = (size_t)map_set(&c->seen, key, (void *)row->line);
    if (before)
        return err_set(err, ERR_USAGE, "line %zu: %s:%" PRId32 " is in line %zu already", row->line,
                       e.topic, e.partition, before);
    c->out[c->n++] = e;
    return true;
}

/* Kafka's own export ends with one. */
static bool is_blank(const struct csv_row *row)
{
    return row->nfields == 1 && !*row->fields[0];
}

static bool take_rows(struct csv_reading *c, const struct csv_row *rows, size_t nrows,
                      struct err *err)
{
    size_t columns = nrows ? rows[0].nfields : 0;

    if (nrows == 0)
        return err_set(err, ERR_USAGE, "the file is empty");
    if (columns != 3 && columns != 4)
        return err_set(err, ERR_USAGE,
                       "line %zu: topic,partition,offset or group,topic,partition,offset is "
                       "expected, without a header",
                       rows[0].line);
    for (size_t i = 0; i < nrows; i++) {
        if (is_blank(&rows[i]))
            continue;
        if (rows[i].nfields != columns)
            return err_set(err, ERR_USAGE, "line %zu: %zu fields instead of %zu", rows[i].line,
                           rows[i].nfields, columns);
        if (!take_row(c, &rows[i], err))
            return false;
    }
    if (c->n == 0)
        return err_set(err, ERR_USAGE, "the file has no line for group %s", c->group);
    return true;
}

bool offset_csv_rows(struct arena *a, const char *data, size_t len, struct csv_row **rows,
                     size_t *n, struct err *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t at = len >= 3 && memcmp(data, mark, 3) == 0 ? 3 : 0;

    while (at < len && isspace((unsigned char)data[at]))
        at++;
    if (at < len && (data[at] == '{' || data[at] == '['))
        return err_set(err, ERR_USAGE,
                       "this is JSON: lines as topic,partition,offset are expected, or "
                       "group,topic,partition,offset, as -o csv writes them");
    return csv_parse(a, data, len, rows, n, err);
}

bool offset_csv_parse(struct arena *a, const char *data, size_t len, const char *group,
                      struct each **out, size_t *n, struct err *err)
{
    struct csv_reading c = {.arena = a, .group = group};
    struct csv_row *rows;
    size_t nrows;
    bool ok;

    if (!offset_csv_rows(a, data, len, &rows, &nrows, err))
        return false;
    c.out = arena_array(a, nrows, sizeof *c.out);
    map_init(&c.seen);
    ok = take_rows(&c, rows, nrows, err);
    map_release(&c.seen, NULL);
    *out = c.out;
    *n = c.n;
    return ok;
}
