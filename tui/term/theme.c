/* Themes: which file, what it says, and whether it says enough. console.c loads one at start and at
 * `:theme`; draw.c turns styles into what curses understands. A theme that lacks a role is refused
 * as a whole: half a theme is unreadable somewhere. */
#include "tui/term/theme.h"

#include "core/base/builtin.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/vec.h"
#include "core/config/yaml.h"
#include "core/config/yaml_typed.h"
#include "tui/term/colour.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const role_names[ROLES] = {
#define X(id, name, help) name,
#include "tui/term/theme_roles.h"
#undef X
};
static const char *const role_helps[ROLES] = {
#define X(id, name, help) help,
#include "tui/term/theme_roles.h"
#undef X
};

const char *role_name(enum role r)
{
    return role_names[r];
}

static bool parse_attr(struct style *s, const char *word)
{
    static const struct {
        const char *name;
        unsigned bit;
    } attrs[] = {{"bold", STYLE_BOLD},
                 {"dim", STYLE_DIM},
                 {"underline", STYLE_UNDERLINE},
                 {"reverse", STYLE_REVERSE},
                 {"italic", STYLE_ITALIC}};
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++) {
        if (strcmp(word, attrs[i].name) == 0) {
            s->attrs |= attrs[i].bit;
            return true;
        }
    }
    return false;
}

static bool next_word(const char **text, char *word, size_t size)
{
    const char *s = *text + strspn(*text, " \t");
    size_t n = strcspn(s, " \t");
    snprintf(word, size, "%.*s", (int)n, s);
    *text = s + n;
    return n > 0;
}

bool style_parse(struct style *out, const char *text, struct err *err)
{
    struct style s = {COLOUR_DEFAULT, COLOUR_DEFAULT, 0, false, false};
    char w[32];
    bool on = false;
    while (next_word(&text, w, sizeof w)) {
        int32_t c;
        if (strcmp(w, "on") == 0) {
            on = true;
        } else if (colour_parse(w, &c)) {
            *(on ? &s.bg : &s.fg) = c;
            *(on ? &s.has_bg : &s.has_fg) = true;
        } else if (!parse_attr(&s, w)) {
            return err_set(err, ERR_CONFIG,
                           "'%s' is neither a colour (#rrggbb, red, bright-red …, default) nor one "
                           "of bold, dim, underline, reverse, italic",
                           w);
        }
    }
    *out = s;
    return true;
}

/* What themes of earlier versions call a role; still read. */
static const struct {
    const char *name;
    enum role role;
} old_names[] = {{"glow", ROLE_HIGHLIGHT}, {"pick", ROLE_CHOICE}};
enum { OLD_NAMES = sizeof old_names / sizeof *old_names };

static const struct yaml_node *style_of(const struct yaml_node *roles, enum role r)
{
    const struct yaml_node *n = yaml_get(roles, role_names[r]);
    for (size_t i = 0; !n && i < OLD_NAMES; i++) {
        if (old_names[i].role == r)
            n = yaml_get(roles, old_names[i].name);
    }
    return n;
}

static bool read_roles(struct theme *t, struct yaml_tree *y, const struct yaml_node *roles)
{
    const char *names[ROLES + OLD_NAMES];
    memcpy(names, role_names, sizeof role_names);
    for (size_t i = 0; i < OLD_NAMES; i++)
        names[ROLES + i] = old_names[i].name;
    bool ok = yaml_only(y, roles, "roles", names, ROLES + OLD_NAMES);
    for (int i = 0; i < ROLES; i++) {
        const struct yaml_node *n = style_of(roles, (enum role)i);
        struct err e;
        if (!n) {
            ok = problems_error(y->problems, y->file, roles->line, "the role '%s' (%s) is missing",
                                role_names[i], role_helps[i]);
            continue;
        }
        const char *text = yaml_text(y, n, role_names[i]);
        if (!text)
            ok = false;
        else if (!style_parse(&t->style[i], text, &e))
            ok = problems_error(y->problems, y->file, n->line, "%s: %s", role_names[i], e.msg);
    }
    if (ok) { /* what everything stands on is always set */
        t->style[ROLE_TEXT].has_fg = t->style[ROLE_TEXT].has_bg = true;
    }
    return ok;
}

static bool read_theme(struct theme *t, struct yaml_tree *y)
{
    static const char *const keys[] = {"about", "roles"};
    if (!yaml_is_map(y, y->root, "a theme") || !yaml_only(y, y->root, "a theme", keys, 2))
        return false;
    const struct yaml_node *about = yaml_get(y->root, "about");
    const char *text = about ? yaml_text(y, about, "about") : "";
    if (text)
        snprintf(t->about, sizeof t->about, "%s", text);
    const struct yaml_node *roles = yaml_get(y->root, "roles");
    if (!roles)
        return problems_error(y->problems, y->file, 0, "'roles' is missing");
    return yaml_is_map(y, roles, "roles") && read_roles(t, y, roles);
}

bool theme_parse(struct theme *t, const char *file, const char *data, size_t len, struct err *err)
{
    struct theme next = {0};
    struct problems problems;
    struct yaml_tree y;
    const char *base = strrchr(file, '/');
    problems_init(&problems);
    snprintf(next.name, sizeof next.name, "%s", base ? base + 1 : file);
    char *dot = strrchr(next.name, '.');
    if (dot)
        *dot = 0;
    bool loaded = yaml_tree_load(&y, file, data, len, &problems);
    bool ok = loaded && read_theme(&next, &y);
    yaml_tree_release(&y);
    ok = problems_check(&problems, err) && ok;
    problems_release(&problems);
    if (ok)
        *t = next;
    return ok;
}

static char *user_dir(void)
{
    char *config = file_xdg("config");
    char *path = config ? xasprintf("%s/themes", config) : NULL;
    free(config);
    return path;
}

static bool load_user(struct theme *t, const char *name, bool *found, struct err *err)
{
    char *dir = user_dir();
    char *path = dir ? xasprintf("%s/%s.yaml", dir, name) : NULL;
    struct buf data;
    bool ok = false;
    buf_init(&data, 0);
    *found = path && access(path, F_OK) == 0;
    if (*found)
        ok = file_read_ordinary(path, YAML_FILE_MAX, &data, err) &&
             theme_parse(t, path, buf_str(&data), data.len, err);
    buf_release(&data);
    free(path);
    free(dir);
    return ok;
}

static bool refuse_unknown(const char *name, struct err *err)
{
    struct buf all;
    size_t n;
    char **names = theme_names(&n);
    buf_init(&all, 400);
    for (size_t i = 0; i < n; i++) {
        buf_addf(&all, "%s%s", i ? ", " : "", names[i]);
        free(names[i]);
    }
    free(names);
    err_set(err, ERR_CONFIG, "there is no theme '%s'; there are %s", name, buf_str(&all));
    buf_release(&all);
    return false;
}

bool theme_load(struct theme *t, const char *name, struct err *err)
{
    bool found = false;
    if (!strchr(name, '/') && name[0] != '.') {
        bool ok = load_user(t, name, &found, err);
        if (found)
            return ok;
        for (const struct builtin_file *f = builtin_files; f->name; f++) {
            char want[80];
            snprintf(want, sizeof want, "themes/%s.yaml", name);
            if (strcmp(f->name, want) == 0)
                return theme_parse(t, f->name, f->data, f->size, err);
        }
    }
    return refuse_unknown(name, err);
}

bool theme_is_fine(const struct theme *t)
{
    for (int r = 0; r < ROLES; r++) {
        const struct style *s = &t->style[r];
        if ((s->has_fg && s->fg >= 0 && s->fg < COLOUR_NAMED) ||
            (s->has_bg && s->bg >= 0 && s->bg < COLOUR_NAMED))
            return true;
    }
    return false;
}

struct name_list VEC(char *);

static void add_name(struct name_list *l, const char *file)
{
    const char *dot = strrchr(file, '.');
    if (!dot || strcmp(dot, ".yaml") != 0 || dot == file)
        return;
    char *name = xstrndup(file, (size_t)(dot - file));
    for (size_t i = 0; i < l->len; i++) {
        if (strcmp(l->data[i], name) == 0) {
            free(name);
            return;
        }
    }
    vec_push(l, name);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **theme_names(size_t *n)
{
    struct name_list l = {0};
    char *dir = user_dir();
    DIR *d = dir ? opendir(dir) : NULL;
    for (struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d))
        add_name(&l, e->d_name);
    if (d)
        closedir(d);
    free(dir);
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        if (strncmp(f->name, "themes/", 7) == 0)
            add_name(&l, f->name + 7);
    }
    if (l.len)
        qsort(l.data, l.len, sizeof *l.data, by_name);
    *n = l.len;
    return l.data;
}
