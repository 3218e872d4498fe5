/* Settings as a document: each override of the object is a line; everything else is a comment that
 * says where the value comes from and what it means. The change is the difference from those lines:
 * a changed or uncommented line sets, a deleted line removes the override. Of several objects only
 * what is set to the same on all of them is a line. Secrets are never in it. */
#include "core/action/config/config_alter.h"
#include "core/action/config/config_plan.h"
#include "core/action/document.h"
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/config/profile.h"
#include "core/model/config_fallback.h"
#include "core/model/config_value.h"
#include "core/plan/config_pairs.h"

#include <inttypes.h>
#include <string.h>

/* What both writing and reading look at. */
struct paper {
    struct arena arena;
    struct alter asked; /* what the arguments say already */
    const struct config_set **sets;
    size_t n;
    const struct config_set *broker; /* NULL: not needed, or not known */
};

/* ---- what is there --------------------------------------------------------------------------- */

static const char *some_broker(const struct reads *f, char id[16])
{
    const struct metadata *md = reads_metadata(f, NULL);

    for (size_t i = 0; md && i < md->nbrokers; i++) {
        if (md->brokers[i].alive) {
            snprintf(id, 16, "%" PRId32, md->brokers[i].id);
            return id;
        }
    }
    return NULL;
}

static bool needs_broker(const struct config_set *set)
{
    for (size_t i = 0; set && i < set->n; i++) {
        if (config_entry_overridden(set, &set->entries[i]) &&
            config_fallback_needs_broker(set, &set->entries[i]))
            return true;
    }
    return false;
}

/* Unchanged on all of them: not requested. The list fills in the value of the selected row. */
static bool asks_nothing(const struct paper *p, const struct alter_key *k)
{
    for (size_t i = 0; k->value && i < p->n; i++) {
        const struct config_entry *e = config_set_find(p->sets[i], k->key);

        if (!e || !e->value || strcmp(e->value, k->value) != 0)
            return false;
    }
    return k->value != NULL;
}

static void drop_what_is_so(struct paper *p)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->asked.n; i++) {
        if (!asks_nothing(p, &p->asked.keys[i]))
            p->asked.keys[kept++] = p->asked.keys[i];
    }
    p->asked.n = kept;
}

static bool paper_open(struct paper *p, const struct args *args, const struct reads *f,
                       struct err *err)
{
    const char *name;
    char id[16];
    bool ok;

    memset(p, 0, sizeof *p);
    arena_init(&p->arena);
    p->sets = arena_array(&p->arena, args->n + 1, sizeof *p->sets);
    ok = alter_parse_keys(&p->asked, &p->arena, args, err);
    for (size_t i = 0; ok && (name = args_nth(args, "name", i)); i++)
        ok = !*name || (p->sets[p->n++] = reads_config(f, p->asked.type, name, err)) != NULL;
    if (ok && p->n && p->asked.type == CONFIG_GROUP && !p->sets[0]->n)
        ok = err_set(err, ERR_UNSUPPORTED, "%s", CONFIG_NO_GROUPS);
    if (some_broker(f, id))
        p->broker = reads_config(f, CONFIG_BROKER, id, NULL);
    for (size_t i = 0; ok && i < p->asked.n; i++) {
        struct alter_key *k = &p->asked.keys[i];

        k->entry = config_set_find(p->sets[0], k->key);
        if (k->items && p->n > 1)
            ok = err_set(err, ERR_USAGE,
                         "a document of several objects can't hold append and subtract");
        alter_resolve(k, k->entry ? k->entry->value : NULL, &p->arena);
    }
    if (ok)
        drop_what_is_so(p);
    return ok;
}

static void paper_close(struct paper *p)
{
    arena_release(&p->arena);
}

static bool want(const struct action_ctx *x, const struct args *args, struct reads *f, bool *more,
                 struct err *err)
{
    size_t before = f->items.len, named = 0;
    enum config_type type = CONFIG_TOPIC;
    const char *name, *word = args_get(args, "type");
    char id[16];

    (void)x;
    if (word && *word && !alter_type_parse(word, &type))
        return err_set(err, ERR_USAGE, "'type' must be topic, broker or group");
    reads_want(f, FACT_METADATA, NULL);
    for (size_t i = 0; (name = args_nth(args, "name", i)); i++) {
        if (!*name)
            continue;
        reads_want_config(f, type, name);
        if (f->items.len == before && needs_broker(reads_config(f, type, name, NULL)) &&
            some_broker(f, id))
            reads_want_config(f, CONFIG_BROKER, id);
        named++;
    }
    *more = f->items.len > before;
    return named > 0 || err_set(err, ERR_USAGE, "say whose settings: the name is missing");
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* As a line it would be read back just so. */
static bool fits_a_line(const char *value)
{
    size_t n = value ? strlen(value) : 0;

    return n && text_is_plain(value, n) && *value != ' ' && value[n - 1] != ' ';
}

/* Set to the same on all the objects, and changeable: a line of the document. */
static const struct config_entry *line_of(const struct paper *p, const char *key)
{
    const struct config_entry *first = config_set_find(p->sets[0], key);

    if (!first || first->read_only || first->sensitive || !fits_a_line(first->value))
        return NULL;
    for (size_t i = 0; i < p->n; i++) {
        const struct config_entry *e = config_set_find(p->sets[i], key);

        if (!e || !config_entry_overridden(p->sets[i], e) || !e->value ||
            strcmp(e->value, first->value) != 0)
            return NULL;
    }
    return first;
}

static const struct alter_key *asked_of(const struct paper *p, const char *key)
{
    for (size_t i = 0; i < p->asked.n; i++) {
        if (strcmp(p->asked.keys[i].key, key) == 0)
            return &p->asked.keys[i];
    }
    return NULL;
}

static void add_line(struct paper *p, struct buf *out, const char *mark, const char *key,
                     const char *raw)
{
    struct config_key k = config_key_of(p->asked.type, key);

    buf_addf(out, "%s%s = %s\n", mark, key, config_value_typed(&k, raw, &p->arena));
}

static const char *kind_text(struct paper *p, const char *key)
{
    struct config_key k = config_key_of(p->asked.type, key);
    const char *unit = config_kind_unit(k.kind);

    if (k.choices)
        return arena_printf(&p->arena, "%s of %s", config_kind_name(k.kind), k.choices);
    return arena_printf(&p->arena, "%s%s%s%s", config_kind_name(k.kind), *unit ? ", " : "", unit,
                        k.unlimited ? ", or unlimited" : "");
}

/* What the value is, and what would count without it. */
static void add_facts(struct paper *p, struct buf *out, const struct config_entry *e)
{
    const struct config_set *set = p->sets[0];
    struct config_synonym behind;
    const char *key = e->name;

    if (!config_entry_overridden(set, e))
        document_comment(out, "  %s; %s", config_source_name(e->source), kind_text(p, key));
    else if (config_fallback(set, e, p->broker, &p->arena, &behind))
        document_comment(out, "  %s; without it %s, %s", kind_text(p, key),
                         config_pair_shown(p->asked.type, key, behind.value, &p->arena),
                         config_source_name(behind.source));
    else
        document_comment(out, "  %s; what it falls back to is unknown", kind_text(p, key));
}

static void add_differences(struct paper *p, struct buf *out, const char *key)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct config_entry *e = config_set_find(p->sets[i], key);

        if (e)
            document_comment(out, "  %s: %s, %s", p->sets[i]->name,
                             config_pair_shown(p->asked.type, key, e->value, &p->arena),
                             config_source_name(e->source));
    }
}

static void add_entry(struct paper *p, struct buf *out, const struct config_entry *e)
{
    const struct alter_key *asked = asked_of(p, e->name);
    struct config_key k = config_key_of(p->asked.type, e->name);
    bool line = line_of(p, e->name) != NULL;

    buf_addc(out, '\n');
    if (k.meaning)
        document_comment(out, "%s", k.meaning);
    if (line || p->n == 1)
        add_facts(p, out, e);
    else
        add_differences(p, out, e->name);
    if (asked && asked->value)
        add_line(p, out, "", e->name, asked->value);
    else if (fits_a_line(e->value))
        add_line(p, out, line && !asked ? "" : "#", e->name, e->value);
    else
        document_comment(out, "%s = %s", e->name, e->value ? e->value : "");
}

/* ---- the document ---------------------------------------------------------------------------- */

static void add_head(struct paper *p, const struct action_ctx *x, struct buf *out)
{
    const char *noun = config_type_name(p->asked.type);
    char when[TEXT_NUM];

    buf_addf(out, "# Settings of %s%s", noun, p->n > 1 ? "s" : "");
    for (size_t i = 0; i < p->n; i++)
        buf_addf(out, "%s %s", i ? "," : "",
                 text_visible(&p->arena, p->sets[i]->name, strlen(p->sets[i]->name)));
    buf_addc(out, '\n');
    document_comment(out, "on cluster %s, read %s", cluster_profile(x->cluster)->name,
                     text_instant(when, clock_wall_ms()));
    buf_addf(out,
             "#\n# Change values, save, and close the editor. You see the plan before anything is "
             "sent,\n# and only what you changed is sent. Values as people write them: 7d, 1GiB, "
             "unlimited.\n# A line whose # is removed is set on %s%s; a line removed, or with a # "
             "before "
             "it,\n# is reverted. Saved unchanged: nothing happens.\n",
             p->n > 1 ? "all of them" : "the ", p->n > 1 ? "" : noun);
}

static bool changeable(const struct config_entry *e)
{
    return !e->read_only && !e->sensitive;
}

static void add_section(struct paper *p, struct buf *out, const char *title, bool lines)
{
    const struct config_set *set = p->sets[0];

    buf_addf(out, "\n# ---- %s ----\n", title);
    for (size_t i = 0; i < set->n; i++) {
        const struct config_entry *e = &set->entries[i];
        const struct alter_key *asked = asked_of(p, e->name);
        bool line = line_of(p, e->name) || (asked && asked->value);

        if (changeable(e) && line == lines)
            add_entry(p, out, e);
    }
}

static void add_rest(struct paper *p, struct buf *out)
{
    const struct config_set *set = p->sets[0];
    size_t fixed = 0, secret = 0;

    for (size_t i = 0; i < set->n; i++) {
        secret += set->entries[i].sensitive;
        fixed += set->entries[i].read_only && !set->entries[i].sensitive;
    }
    if (fixed || secret)
        buf_addf(out,
                 "\n# Not here: %zu setting%s that can't be changed while the broker runs, %zu "
                 "secret%s.\n",
                 fixed, fixed == 1 ? "" : "s", secret, secret == 1 ? "" : "s");
}

static bool write_document(const struct action_ctx *x, const struct args *args,
                           const struct reads *f, struct buf *out, struct err *err)
{
    struct paper p;
    bool ok = paper_open(&p, args, f, err);

    if (ok) {
        add_head(&p, x, out);
        add_section(&p, out, p.n > 1 ? "set to the same on all of them" : "set here", true);
        add_section(&p, out, p.n > 1 ? "different, or from elsewhere" : "from elsewhere", false);
        add_rest(&p, out);
    }
    paper_close(&p);
    return ok;
}

/* ---- reading it back ------------------------------------------------------------------------- */

struct seen { /* the lines so far */
    const char *key;
    size_t line;
};

struct reading {
    struct paper *paper;
    struct args *out;
    struct document_wrongs *wrong;
    struct seen *seen;
    size_t nseen;
    bool asks;
};

static const struct seen *seen_before(const struct reading *r, const char *key)
{
    for (size_t i = 0; i < r->nseen; i++) {
        if (strcmp(r->seen[i].key, key) == 0)
            return &r->seen[i];
    }
    return NULL;
}

static void ask_revert(struct reading *r, const char *key)
{
    args_add(r->out, "revert", key);
    r->asks = true;
}

static void ask_set(struct reading *r, const char *key, const char *value)
{
    args_add(r->out, "set", arena_printf(&r->paper->arena, "%s=%s", key, value));
    r->asks = true;
}

static bool set_anywhere(const struct paper *p, const char *key)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct config_entry *e = config_set_find(p->sets[i], key);

        if (e && config_entry_overridden(p->sets[i], e))
            return true;
    }
    return false;
}

static void read_pair(struct reading *r, size_t line, const char *text)
{
    struct paper *p = r->paper;
    const char *eq = strchr(text, '='), *key, *value;
    size_t n = eq ? (size_t)(eq - text) : strlen(text);
    const struct config_entry *e, *was;
    struct err err = {0};

    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    key = arena_strndup(&p->arena, text, n);
    value = eq ? eq + 1 + strspn(eq + 1, " \t") : "";
    if (!eq) {
        document_wrong(r->wrong, line, "%s: write key = value, or # before the line", key);
        return;
    }
    if (!config_pair_parse(p->asked.type, arena_printf(&p->arena, "%s=%s", key, value), &p->arena,
                           &key, &value, &err) ||
        (p->asked.type != CONFIG_BROKER &&
         !config_key_listed(p->sets[0], p->asked.type, key, &err)) ||
        ((e = config_set_find(p->sets[0], key)) && !alter_allowed(e, &err))) {
        document_wrong(r->wrong, line, "%s", err.msg);
        return;
    }
    if (seen_before(r, key)) {
        document_wrong(r->wrong, line, "%s is in line %zu already", key, seen_before(r, key)->line);
        return;
    }
    r->seen[r->nseen++] = (struct seen){key, line};
    was = line_of(p, key);
    if (!value && set_anywhere(p, key))
        ask_revert(r, key);
    else if (value && (!was || strcmp(was->value, value) != 0))
        ask_set(r, key, value);
}

static void read_lines(struct reading *r, const char *text)
{
    const char *line;
    size_t most = 1;

    for (const char *c = text; *c; c++)
        most += *c == '=';
    r->seen = arena_array(&r->paper->arena, most, sizeof *r->seen);
    for (size_t i = 1; (line = document_line(&text, &r->paper->arena)); i++) {
        if (*line && *line != '#')
            read_pair(r, i, line);
    }
}

/* Lines that were there and are not any more. */
static void read_gone(struct reading *r)
{
    const struct config_set *set = r->paper->sets[0];

    for (size_t i = 0; i < set->n; i++) {
        if (line_of(r->paper, set->entries[i].name) && !seen_before(r, set->entries[i].name))
            ask_revert(r, set->entries[i].name);
    }
}

static bool read_document(const struct action_ctx *x, const struct args *args,
                          const struct reads *f, const char *text, struct args *out,
                          struct document_wrongs *wrong)
{
    struct paper p;
    struct err err = {0};
    struct reading r = {.paper = &p, .out = out, .wrong = wrong};
    const char *name;

    (void)x;
    if (!paper_open(&p, args, f, &err)) {
        document_wrong(wrong, 1, "%s", err.msg);
    } else {
        args_set(out, "type", config_type_name(p.asked.type));
        for (size_t i = 0; (name = args_nth(args, "name", i)); i++)
            args_add(out, "name", name);
        read_lines(&r, text);
        read_gone(&r);
    }
    paper_close(&p);
    return r.asks && wrong->n == 0;
}

const struct action_document config_document = {
    .suffix = ".properties",
    .want = want,
    .write = write_document,
    .read = read_document,
};
