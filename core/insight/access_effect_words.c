/* The sentences about an effect: those that people read, and those by which a plan of format 1 knows
 * its facts. */
#include "core/insight/access_effect_words.h"

#include "core/base/text.h"
#include "core/model/acl_text.h"

#include <string.h>

struct words {
    const char *others, *closes, *opens;
};

static const struct words shown = {
    .others = "everyone that no rule names",
    .closes = ": with its first rule, it is closed to everyone that no rule allows",
    .opens = ": without its last rule, it is open to everyone",
};
static const struct words format_1 = {
    .others = "everybody whom no rule names",
    .closes = ": with its first rule, it is closed to all whom none allows it",
    .opens = ": with its last rule gone, it is open to everybody",
};

char *access_operations(struct arena *a, unsigned operations)
{
    char *text = arena_strdup(a, "");

    for (int o = ACL_READ; o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (operations & 1u << o)
            text = arena_printf(a, "%s%s%s", text, *text ? ", " : "",
                                acl_operation_name((enum acl_operation)o));
    }
    return text;
}

static char *sentence(struct arena *a, const struct access_effect *e, const struct words *w)
{
    const char *who =
        e->principal ? text_visible(a, e->principal, strlen(e->principal)) : w->others;
    const char *from =
        e->host ? arena_printf(a, " from %s", text_visible(a, e->host, strlen(e->host))) : "";
    const char *where = acl_resource_words(a, e->resource, e->pattern, e->name);
    const char *lost = e->lost ? arena_printf(a, " loses %s", access_operations(a, e->lost)) : "";
    const char *gained = e->gained ? arena_printf(a, "%s gains %s", e->lost ? " and" : "",
                                                  access_operations(a, e->gained))
                                   : "";
    const char *why = e->closes && e->lost ? w->closes : e->opens && e->gained ? w->opens : "";

    return arena_printf(a, "%s%s%s%s on %s%s", who, from, lost, gained, where, why);
}

char *access_effect_words(struct arena *a, const struct access_effect *e)
{
    return sentence(a, e, &shown);
}

char *access_effect_words_1(struct arena *a, const struct access_effect *e)
{
    return sentence(a, e, &format_1);
}
