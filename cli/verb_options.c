/* Reads `klamm VERB OBJECT… [parameters]`. The grammar is that of the console, too: core/action/line.h.
 */
#include "cli/verb_options.h"

#include "core/action/options.h"
#include "core/action/register.h"
#include "core/base/arena.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_DEFAULT_MS = 30000 };

static bool format_fits(enum export_format f, struct err *err)
{
    if (f == EXPORT_NAME || f == EXPORT_JSONL)
        return err_set(err, ERR_USAGE,
                       "a plan is printed as table, wide, json, yaml, csv or markdown, not as "
                       "%s",
                       export_format_names[f]);
    return true;
}

bool verb_options_parse(struct verb_options *v, const struct action *a, const char *const *args,
                        size_t nargs, struct err *err)
{
    struct line_word *words = xcalloc(nargs, sizeof *words);
    *v = (struct verb_options){0};
    for (size_t i = 1; i < nargs; i++)
        words[i - 1].text = args[i];
    bool ok = line_parse(&v->line, a, words, nargs - 1, err);
    free(words);
    if (!v->line.timeout_ms)
        v->line.timeout_ms = TIMEOUT_DEFAULT_MS;
    return ok && (!v->line.output || (export_format_parse(v->line.output, &v->format, err) &&
                                      format_fits(v->format, err)));
}

static const char *typed_for(const struct action *a, const char *word, const char *param,
                             struct arena *arena)
{
    if (strncmp(word, "--", 2) != 0)
        return NULL;
    const char *option = arena_strndup(arena, word + 2, strcspn(word + 2, "="));
    const char *sets = action_option_param(a, option);
    return sets && strcmp(sets, param) == 0 ? option : NULL;
}

void verb_options_as_typed(const struct action *a, const char *const *args, size_t nargs,
                           const char *param, struct err *err)
{
    struct arena arena;
    const char *option = NULL;
    arena_init(&arena);
    for (size_t i = 1; param && i < nargs && !option; i++)
        option = typed_for(a, args[i], param, &arena);
    if (option && param_unlabel(action_param(a, param), err))
        err_wrap(err, "--%s", option);
    arena_release(&arena);
}

void verb_options_release(struct verb_options *v)
{
    line_release(&v->line);
}
