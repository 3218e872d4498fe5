/* Life of a struct profile. Owned by struct config (the configured ones) or by the caller that
 * requested an effective one (options_profile); core/kafka copies what it needs. */
#include "core/config/profile.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const guard_names[3] = {"open", "typed", "read-only"};

struct profile *profile_new(const char *name, const char *origin)
{
    struct profile *p = xcalloc(1, sizeof *p);
    p->name = xstrdup(name);
    p->label = xstrdup("");
    p->colour = xstrdup("");
    p->note = xstrdup("");
    p->tags = xstrdup("");
    p->origin = xstrdup(origin);
    properties_init(&p->properties);
    p->limits = (struct profile_limits){.refresh_ms = PROFILE_REFRESH_MS,
                                        .connect_ms = 5000,
                                        .request_ms = 10000,
                                        .secret_ms = 10000,
                                        .sample_ms = 10000,
                                        .sample_idle_ms = 60000,
                                        .inflight = 32};
    return p;
}

void profile_free(struct profile *p)
{
    if (!p)
        return;
    properties_release(&p->properties);
    free(p->tags);
    free(p->note);
    free(p->name);
    free(p->label);
    free(p->colour);
    free(p->origin);
    free(p->file);
    profile_forget_words(p);
    free(p);
}

struct profile *profile_copy(const struct profile *p)
{
    struct profile *q = profile_new(p->name, p->origin);
    profile_set_colour(q, p->colour);
    profile_set_label(q, p->label);
    profile_set_note(q, p->note);
    q->guard = p->guard;
    q->guard_given = p->guard_given;
    q->limits = p->limits;
    properties_merge(&q->properties, &p->properties);
    free(q->tags);
    q->tags = xstrdup(p->tags);
    if (p->file)
        profile_set_file(q, p->file);
    for (char **w = p->words; w && *w; w++)
        profile_add_word(q, *w);
    return q;
}

bool profile_label_is_prod(const char *label)
{
    size_t n = strncasecmp(label, "production", 10) == 0 ? 10 : 4;
    if (strncasecmp(label, "prod", 4) != 0)
        return false;
    return !label[n] || strchr("-_ ./", label[n]);
}

static void replace(char **field, const char *text)
{
    char *old = *field;
    *field = xstrdup(text);
    free(old);
}

void profile_set_file(struct profile *p, const char *path)
{
    replace(&p->file, path);
}

void profile_add_word(struct profile *p, const char *word)
{
    size_t n = 0;
    while (p->words && p->words[n])
        n++;
    p->words = xrealloc(p->words, n + 2, sizeof *p->words);
    p->words[n] = xstrdup(word);
    p->words[n + 1] = NULL;
}

void profile_forget_words(struct profile *p)
{
    for (char **w = p->words; w && *w; w++)
        free(*w);
    free(p->words);
    p->words = NULL;
}

void profile_set_label(struct profile *p, const char *label)
{
    replace(&p->label, label);
    if (!p->guard_given)
        p->guard = profile_label_is_prod(label) ? GUARD_TYPED : GUARD_OPEN;
}

void profile_set_colour(struct profile *p, const char *colour)
{
    replace(&p->colour, colour);
}

void profile_set_note(struct profile *p, const char *note)
{
    replace(&p->note, note);
}

void profile_set_guard(struct profile *p, enum guard_level guard)
{
    p->guard = guard;
    p->guard_given = true;
}

void profile_add_tag(struct profile *p, const char *tag)
{
    char *old = p->tags;
    p->tags = *old ? xasprintf("%s, %s", old, tag) : xstrdup(tag);
    free(old);
}

const char *profile_brokers(const struct profile *p)
{
    const struct property *b = properties_get(&p->properties, "bootstrap.servers");
    return b && b->from == PROPERTY_LITERAL ? b->value : "";
}

static bool stands_before(const char *list, const char *at, size_t n)
{
    for (const char *s = list; s < at; s += strcspn(s, ",") + 1) {
        s += strspn(s, " \t");
        if (strcspn(s, ", \t") == n && s < at && strncmp(s, at, n) == 0)
            return true;
    }
    return false;
}

size_t profile_naddresses(const struct profile *p)
{
    const char *list = profile_brokers(p);
    size_t count = 0;
    for (const char *s = list; *s; s += *s == ',') {
        s += strspn(s, " \t");
        size_t n = strcspn(s, ", \t");
        count += n > 0 && !stands_before(list, s, n);
        s += strcspn(s, ",");
    }
    return count;
}

const char *guard_name(enum guard_level g)
{
    return guard_names[g];
}
