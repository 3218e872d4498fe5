/* A list of words that the one being typed may become. Each once, in the order they were added. */
#include "tui/dialog/candidates.h"

#include "core/action/complete.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/text_compare.h"
#include "tui/selection.h"

#include <stdlib.h>
#include <string.h>

#define CANDIDATES_MAX 2000

void candidates_init(struct candidates *c)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena);
}

void candidates_release(struct candidates *c)
{
    arena_release(&c->arena);
    free(c->list);
}

void candidates_add(struct candidates *c, const char *typed, const char *word, const char *help)
{
    if (!text_starts_ci(word, typed) || c->n >= CANDIDATES_MAX)
        return;
    for (size_t i = 0; i < c->n; i++) {
        if (strcmp(c->list[i].word, word) == 0)
            return;
    }
    if (c->n == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 64;
        c->list = xrealloc(c->list, c->cap, sizeof *c->list);
    }
    c->list[c->n++] = (struct candidate){text_visible(&c->arena, word, strlen(word)),
                                         arena_strdup(&c->arena, help)};
}

size_t candidates_common(const struct candidates *c)
{
    size_t n = strlen(c->list[0].word);
    for (size_t i = 1; i < c->n; i++) {
        size_t k = 0;
        while (k < n && c->list[i].word[k] == c->list[0].word[k])
            k++;
        n = k;
    }
    return n;
}

void candidates_of_param(struct app *a, const struct action *act, const struct args *args,
                         const char *param, const char *typed, struct candidates *out)
{
    struct action_ctx x = selection_context(a);
    struct args found;
    const struct param *p = action_param(act, param);
    for (size_t i = 0; p && p->choices && p->choices[i]; i++)
        candidates_add(out, typed, p->choices[i], NULL);
    if (!p || p->choices)
        return;
    args_init(&found);
    param_complete(&x, args, p, typed, &found);
    for (size_t i = 0; i < found.n; i++) {
        const char *word = found.list[i].value;
        if (text_is_plain(word, strlen(word))) /* else what is shown is not what would be meant */
            candidates_add(out, typed, word, NULL);
    }
    args_release(&found);
}
