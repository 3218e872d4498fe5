/* Arguments by name, as typed. Used by forms, command line and verbs alike. */
#include "core/plan/args.h"

#include "core/base/mem.h"
#include "core/base/parse.h"

#include <stdlib.h>
#include <string.h>

/* Where "word: " begins a part of the help; NULL: nowhere. */
static const char *part_of(const char *help, const char *word, size_t len)
{
    for (const char *at = help; at; at = strstr(at, "; ")) {
        at += *at == ';' ? 2 : 0;
        if (strncmp(at, word, len) == 0 && strncmp(at + len, ": ", 2) == 0)
            return at;
    }
    return NULL;
}

static bool begins_a_choice(const struct param *p, const char *at)
{
    bool any = false;

    for (size_t i = 0; p->choices && p->choices[i] && !any; i++)
        any = part_of(at, p->choices[i], strlen(p->choices[i])) == at;
    return any;
}

const char *param_choice_means(const struct param *p, const char *choice, struct arena *a)
{
    size_t len = strlen(choice);
    const char *at = p->help ? part_of(p->help, choice, len) : NULL, *end;

    if (!at)
        return NULL;
    at += len + 2;
    for (end = strstr(at, "; "); end && !begins_a_choice(p, end + 2); end = strstr(end + 2, "; "))
        ;
    return end ? arena_strndup(a, at, (size_t)(end - at)) : arena_strdup(a, at);
}

void args_init(struct args *a)
{
    memset(a, 0, sizeof *a);
    arena_init(&a->arena);
}

void args_release(struct args *a)
{
    free(a->list);
    arena_wipe(&a->arena); /* there may be a password among them */
    memset(a, 0, sizeof *a);
}

struct args *args_copy(const struct args *a)
{
    struct args *copy = xcalloc(1, sizeof *copy);

    args_init(copy);
    for (size_t i = 0; a && i < a->n; i++)
        args_add(copy, a->list[i].name, a->list[i].value);
    return copy;
}

void args_free(struct args *a)
{
    if (!a)
        return;
    args_release(a);
    free(a);
}

void args_add(struct args *a, const char *name, const char *value)
{
    if (a->n == a->cap) {
        a->cap = a->cap ? a->cap * 2 : 8;
        a->list = xrealloc(a->list, a->cap, sizeof *a->list);
    }
    a->list[a->n].name = arena_strdup(&a->arena, name);
    a->list[a->n++].value = arena_strdup(&a->arena, value);
}

void args_remove(struct args *a, const char *name)
{
    size_t kept = 0;

    for (size_t i = 0; i < a->n; i++) {
        if (strcmp(a->list[i].name, name) != 0)
            a->list[kept++] = a->list[i];
    }
    a->n = kept;
}

void args_set(struct args *a, const char *name, const char *value)
{
    /* The new value may be one of those that are freed. */
    const char *kept = arena_strdup(&a->arena, value);

    args_remove(a, name);
    if (kept)
        args_add(a, name, kept);
}

const char *args_nth(const struct args *a, const char *name, size_t i)
{
    for (size_t k = 0; k < a->n; k++) {
        if (strcmp(a->list[k].name, name) == 0 && i-- == 0)
            return a->list[k].value;
    }
    return NULL;
}

const char *args_get(const struct args *a, const char *name)
{
    return args_nth(a, name, 0);
}

bool args_yes(const struct args *a, const char *name)
{
    const char *v = args_get(a, name);
    bool yes = false;

    return v && *v && parse_bool(v, &yes, NULL) && yes;
}

const struct param *param_find(const struct param *params, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(params[i].name, name) == 0)
            return &params[i];
    }
    return NULL;
}
