/* The export of lists: filter, sort and chosen columns as on the screen, every row and not only the
 * visible ones. The format is that of the file's suffix; a file that is there is not overwritten.
 * Cells that have not been requested yet are empty, and the message counts them. */
#include "tui/dialog/export.h"

#include "core/base/file.h"
#include "core/base/text_human.h"
#include "core/format/export.h"
#include "tui/widget/line_dialog.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool format_of(const char *file, enum export_format *out, struct err *err)
{
    static const struct {
        const char *suffix;
        enum export_format format;
    } formats[] = {{".csv", EXPORT_CSV},   {".json", EXPORT_JSON}, {".jsonl", EXPORT_JSONL},
                   {".yaml", EXPORT_YAML}, {".yml", EXPORT_YAML},  {".md", EXPORT_MARKDOWN},
                   {".txt", EXPORT_TABLE}};
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; dot && i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(dot, formats[i].suffix) == 0) {
            *out = formats[i].format;
            return true;
        }
    }
    return err_set(err, ERR_USAGE,
                   "the name decides the format: .csv .json .jsonl .yaml .md "
                   ".txt");
}

static size_t unknown_cells(const struct table_view *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->order.n; i++) {
        const struct row *r = &v->table->rows[v->order.index[i]];
        for (size_t c = 0; c < v->nshown; c++)
            n += r->cells[v->shown[c]].value.state == VALUE_UNKNOWN;
    }
    return n;
}

/* A name that can't be checked is not known to be free. */
static bool is_free(const char *path, struct err *err)
{
    struct stat st;
    if (stat(path, &st) == 0)
        return !S_ISREG(st.st_mode) ||
               err_set(err, ERR_USAGE, "such a file is there already; choose another name: %s",
                       path);
    return errno == ENOENT || err_set(err, ERR_IO, "Can't write %s: %s", path, strerror(errno));
}

bool export_to_file(const char *file, const struct buf *text, struct err *err)
{
    char *path = file_expand(file);
    bool ok = is_free(path, err) && file_write(path, buf_str(text), text->len, 0644, err);
    free(path);
    return ok;
}

static bool write_list(const struct table_view *v, const char *file, struct err *err)
{
    enum export_format format = EXPORT_CSV;
    struct buf out;
    size_t columns[VIEW_COLUMNS];
    bool ok = format_of(file, &format, err);
    buf_init(&out, 0);
    for (size_t i = 0; i < v->nshown; i++)
        columns[i] = (size_t)v->shown[i];
    if (ok) {
        struct export_what what = {
            .table = v->table, .order = &v->order, .columns = columns, .ncolumns = v->nshown};
        export_write(&what, format, &out);
        ok = export_to_file(file, &out, err);
    }
    buf_release(&out);
    return ok;
}

char *export_place(const char *file)
{
    char *path = file_expand(file), *whole = realpath(path, NULL);
    if (whole)
        free(path);
    return whole ? whole : path;
}

bool export_view(struct app *a, const struct table_view *v, const char *file)
{
    struct err e = {0};
    char rows[TEXT_NUM], cells[TEXT_NUM];
    size_t unknown = unknown_cells(v);
    if (!*file)
        return true;
    if (!write_list(v, file, &e)) {
        app_say(a, SEV_WARN, "not exported: %s", e.msg);
        return false;
    }
    char *place = export_place(file);
    const char *noun = v->order.n == 1 ? "row" : "rows";
    text_count(rows, (int64_t)v->order.n);
    text_count(cells, (int64_t)unknown);
    if (unknown)
        app_say(a, SEV_WARN, "%s %s written to %s; %s %s not arrived and %s empty", rows, noun,
                place, cells, unknown == 1 ? "cell had" : "cells had", unknown == 1 ? "is" : "are");
    else
        app_say(a, SEV_GOOD, "%s %s written to %s", rows, noun, place);
    free(place);
    return true;
}

static bool save(struct app *a, void *user, const char *file)
{
    return export_view(a, user, file);
}

/* While the name is typed the cells of rows that were never on screen are requested. */
static void done_with(void *user)
{
    struct table_view *v = user;
    v->want_all = false;
}

const char *export_file_name(struct arena *a, const char *what, const char *of)
{
    static const char suffix[] = ".csv";
    char *name = of ? arena_printf(a, "%s-%s.csv", what, of) : arena_printf(a, "%s.csv", what);
    if (strlen(name) > NAME_MAX) /* groups' names have no limit */
        memcpy(name + NAME_MAX - (sizeof suffix - 1), suffix, sizeof suffix);
    for (char *s = name; *s; s++) {
        if (!isalnum((unsigned char)*s) && !strchr("-_.", *s))
            *s = '_';
    }
    return name;
}

void export_open(struct app *a, const struct dataset *d, struct table_view *v, const char *file)
{
    struct arena arena;
    arena_init(&arena);
    v->want_all = !file;
    if (file)
        save(a, v, file);
    else
        line_dialog_open(a, "write to (.csv .json .jsonl .yaml .md .txt):",
                         export_file_name(&arena, d->resource->name, d->scope), save, v, done_with);
    arena_release(&arena);
}
