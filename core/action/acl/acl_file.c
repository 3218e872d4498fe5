/* A rule is a row of named fields, whether a line of CSV or an object of JSON. Where the row has
 * the whole rule in seven words, these count, because they keep bytes that the other columns show
 * as escapes. Names of fields are klamm's, or those of the CSV that other consoles write. */
#include "core/action/acl/acl_file.h"

#include "core/base/csv.h"
#include "core/model/acl_text.h"

#include <jansson.h>
#include <string.h>

enum field { ACL, PRINCIPAL, PERMISSION, OPERATION, RESOURCE, NAME, PATTERN, HOST, FIELDS };

struct fields {
    const char *field[FIELDS]; /* NULL: not there */
};

static bool field_named(const char *name, enum field *out)
{
    static const struct {
        const char *name;
        enum field field;
    } names[] = {
        {"acl", ACL},
        {"principal", PRINCIPAL},
        {"permission", PERMISSION},
        {"permissiontype", PERMISSION},
        {"operation", OPERATION},
        {"resource", RESOURCE},
        {"resourcetype", RESOURCE},
        {"name", NAME},
        {"resourcename", NAME},
        {"pattern", PATTERN},
        {"patterntype", PATTERN},
        {"host", HOST},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(names[i].name, name) == 0) {
            *out = names[i].field;
            return true;
        }
    }
    return false;
}

/* ---- one rule -------------------------------------------------------------------------------- */

static bool wrong(struct err *err, const char *what, const char *value)
{
    return value ? err_set(err, ERR_USAGE, "'%s' is no %s", value, what)
                 : err_set(err, ERR_USAGE, "there is no %s", what);
}

static bool is_unknown(const struct fields *r)
{
    if (r->field[ACL])
        return strstr(r->field[ACL], " #") != NULL;
    for (int i = PERMISSION; i <= PATTERN; i++) {
        if (i != NAME && r->field[i] && strcasecmp(r->field[i], "unknown") == 0)
            return true;
    }
    return false;
}

static bool parse_fields(struct arena *a, const struct fields *r, struct acl *out, struct err *err)
{
    const char *const *f = r->field;
    const char *pattern = f[PATTERN] && *f[PATTERN] ? f[PATTERN] : "literal";

    if (!f[PERMISSION] || !acl_permission_parse(f[PERMISSION], &out->permission))
        return wrong(err, "permission", f[PERMISSION]);
    if (!f[OPERATION] || !acl_operation_parse(f[OPERATION], &out->operation))
        return wrong(err, "operation", f[OPERATION]);
    if (!f[RESOURCE] || !acl_resource_parse(f[RESOURCE], &out->resource))
        return wrong(err, "resource", f[RESOURCE]);
    if (!acl_pattern_parse(pattern, &out->pattern))
        return wrong(err, "pattern", pattern);
    if (!f[NAME] || !*f[NAME])
        return wrong(err, "name", f[NAME]);
    if (!f[PRINCIPAL] || !*f[PRINCIPAL])
        return wrong(err, "principal", f[PRINCIPAL]);
    out->name = arena_strdup(a, f[NAME]);
    out->principal = arena_strdup(a, f[PRINCIPAL]);
    out->host = f[HOST] && *f[HOST] ? arena_strdup(a, f[HOST]) : ACL_WILDCARD;
    return true;
}

static bool take_row(struct arena *a, const struct fields *r, struct acl_set *out, size_t *unknown,
                     struct err *err)
{
    struct acl acl;
    bool whole = r->field[ACL] && *r->field[ACL];

    if (is_unknown(r)) {
        ++*unknown;
        return true;
    }
    if (whole ? !acl_parse(a, r->field[ACL], &acl, err) : !parse_fields(a, r, &acl, err))
        return false;
    if (!acl_can_carry(&acl, err) || !acl_principal_ok(acl.principal, err))
        return false;
    acl_set_push(a, out, &acl);
    return true;
}

/* A rule that is there twice counts once, in the place of the first. */
static void drop_repeated(struct arena *a, struct acl_set *s)
{
    const struct acl *sorted = acl_set_sorted(a, s);
    bool repeats = false;

    for (size_t i = 1; i < s->n && !repeats; i++)
        repeats = acl_same(&sorted[i - 1], &sorted[i]);
    if (repeats) {
        struct acl_set once = {0};

        for (size_t i = 0; i < s->n; i++)
            acl_set_add(a, &once, &s->a[i]);
        *s = once;
    }
}

/* ---- CSV ------------------------------------------------------------------------------------- */

/* What must be in the first line: the whole rule, or each of these. */
static const struct {
    enum field field;
    const char *name;
} needed[] = {
    {PRINCIPAL, "principal"}, {PERMISSION, "permission"},
    {OPERATION, "operation"}, {RESOURCE, "resource"},
    {NAME, "name"},
};

/* Anything can be read as CSV, and a list without rules means that none is wanted: so the first
 * line has to say that these are ACLs. */
static bool check_header(const struct csv_row *first, struct err *err)
{
    size_t seen[FIELDS] = {0};
    enum field field;

    for (size_t i = 0; i < first->nfields; i++) {
        if (field_named(first->fields[i], &field) && seen[field]++)
            return err_set(err, ERR_USAGE, "line 1 has two columns for the same: '%s' is one",
                           first->fields[i]);
    }
    for (size_t i = 0; !seen[ACL] && i < sizeof needed / sizeof *needed; i++) {
        if (!seen[needed[i].field])
            return err_set(err, ERR_USAGE, "line 1 has no column %s: this is not a list of ACLs%s",
                           needed[i].name,
                           first->nfields == 1 && strpbrk(first->fields[0], ";\t")
                               ? " with commas between its columns"
                               : "");
    }
    return true;
}

static bool parse_csv(struct arena *a, const char *data, size_t len, struct acl_set *out,
                      size_t *unknown, struct err *err)
{
    struct csv_row *rows;
    size_t nrows;
    enum field field;

    if (!csv_parse(a, data, len, &rows, &nrows, err))
        return false;
    if (!nrows)
        return err_set(err, ERR_USAGE, "the file is empty");
    if (!check_header(&rows[0], err))
        return false;
    for (size_t i = 1; i < nrows; i++) {
        struct fields r = {{0}};

        if (rows[i].nfields == 1 && !*rows[i].fields[0])
            continue; /* a blank line */
        if (rows[i].nfields != rows[0].nfields)
            return err_set(err, ERR_USAGE, "line %zu has %zu fields, the first line has %zu",
                           rows[i].line, rows[i].nfields, rows[0].nfields);
        for (size_t k = 0; k < rows[i].nfields; k++) {
            if (field_named(rows[0].fields[k], &field))
                r.field[field] = rows[i].fields[k];
        }
        if (!take_row(a, &r, out, unknown, err))
            return err_wrap(err, "line %zu", rows[i].line);
    }
    return true;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static bool take_object(struct arena *a, const json_t *o, struct acl_set *out, size_t *unknown,
                        struct err *err)
{
    struct fields r = {{0}};
    enum field field;
    const char *key;
    json_t *value;

    if (!json_is_object(o))
        return err_set(err, ERR_USAGE, "it is not an object");
    json_object_foreach((json_t *)(uintptr_t)o, key, value)
    {
        if (!field_named(key, &field) || json_is_null(value))
            continue;
        if (!json_is_string(value) || r.field[field])
            return err_set(err, ERR_USAGE, "its %s is %s", key,
                           r.field[field] ? "there twice" : "no text");
        r.field[field] = json_string_value(value);
    }
    return take_row(a, &r, out, unknown, err);
}

static bool take_json(struct arena *a, const json_t *list, struct acl_set *out, size_t *unknown,
                      struct err *err)
{
    if (!json_is_array(list))
        return take_object(a, list, out, unknown, err);
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (!take_object(a, json_array_get(list, i), out, unknown, err))
            return err_wrap(err, "entry %zu", i + 1);
    }
    return true;
}

/* An array, or objects one after the other. */
static bool parse_json(struct arena *a, const char *data, size_t len, struct acl_set *out,
                       size_t *unknown, struct err *err)
{
    bool ok = true;

    while (ok && len) {
        json_error_t bad;
        json_t *v = json_loadb(data, len, JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &bad);
        size_t used = v ? (size_t)bad.position : len;

        ok = v ? take_json(a, v, out, unknown, err)
               : err_set(err, ERR_USAGE, "line %d is not JSON: %s", bad.line, bad.text);
        json_decref(v);
        data += used;
        len -= used;
        while (len && strchr(" \t\r\n", *data)) {
            data++;
            len--;
        }
    }
    return ok;
}

bool acl_file_parse(struct arena *a, const char *data, size_t len, struct acl_set *out,
                    size_t *unknown, struct err *err)
{
    size_t blank = 0;

    *unknown = 0;
    while (blank < len && strchr(" \t\r\n", data[blank]))
        blank++;
    bool json = blank < len && (data[blank] == '[' || data[blank] == '{');

    if (json ? !parse_json(a, data + blank, len - blank, out, unknown, err)
             : !parse_csv(a, data, len, out, unknown, err))
        return false;
    drop_repeated(a, out);
    return true;
}
