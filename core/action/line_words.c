/* From the text of a line to its words, and back. In a shell the words are there already. */
#include "core/action/line_words.h"

#include "core/action/line.h"

#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/config/property.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- splitting ------------------------------------------------------------------------------- */

#define SPECIAL " \\\"'"

/* One word from *at on, which is no blank. */
static const char *take_word(struct line_words *w, const char *at, struct buf *word)
{
    char begin = *at, quote = 0;

    buf_clear(word);
    for (; *at && (quote || *at != ' '); at++) {
        if (quote ? *at == quote : *at == '"' || *at == '\'')
            quote = quote ? 0 : *at;
        else if (*at == '\\' && at[1] && quote != '\'')
            buf_addc(word, *++at);
        else
            buf_addc(word, *at);
    }
    w->open = quote != 0;
    struct line_word one = {.text = arena_strdup(&w->arena, buf_str(word))};
    one.name = begin == '\\' || ((begin == '"' || begin == '\'') && *one.text == '-');
    vec_push(&w->v, one);
    return at;
}

void line_split(struct line_words *w, const char *text)
{
    struct buf word;

    *w = (struct line_words){.trailing = true};
    arena_init(&w->arena);
    buf_init(&word, 0);
    for (const char *at = text + strspn(text, " "); *at;) {
        w->last = (size_t)(at - text);
        at = take_word(w, at, &word);
        w->trailing = *at == ' ';
        at += strspn(at, " ");
    }
    if (w->trailing)
        w->last = strlen(text);
    buf_release(&word);
}

void line_words_release(struct line_words *w)
{
    vec_release(&w->v);
    arena_wipe(&w->arena); /* someone may have written a secret anyway */
}

void line_quote(struct buf *b, const char *word)
{
    for (; *word; word++) {
        if (strchr(SPECIAL, *word))
            buf_addc(b, '\\');
        buf_addc(b, *word);
    }
}

/* ---- shared options -------------------------------------------------------------------------- */

/* The word that this argument stood for. */
static size_t word_of(char *const *argv, size_t n, const char *arg)
{
    size_t i = 0;

    while (i < n && argv[i + 2] != arg)
        i++;
    return i;
}

static bool is_no_option(const struct line_word *word)
{
    return word->name && *word->text == '-';
}

/* What only looks like an option is left out of it: an "x" of its own takes its place. */
bool line_take_shared(struct line_words *w, const char *verb, struct options *o, struct err *err)
{
    size_t n = w->v.len, kept = 0;
    char **argv = xcalloc(n + 2, sizeof *argv);
    bool ok;

    argv[0] = arena_strdup(&w->arena, "klamm");
    argv[1] = arena_strdup(&w->arena, verb);
    for (size_t i = 0; i < n; i++)
        argv[i + 2] =
            arena_strdup(&w->arena, is_no_option(&w->v.data[i]) ? "x" : w->v.data[i].text);
    ok = options_parse(o, (int)n + 2, argv, err);
    for (size_t i = 1; ok && i < o->nargs; i++)
        w->v.data[kept++] = w->v.data[word_of(argv, n, o->args[i])];
    if (ok)
        w->v.len = kept;
    free(argv);
    return ok;
}

/* ---- secrets --------------------------------------------------------------------------------- */

/* --password, --password=…, but not --password-command. */
static bool is_secret_option(const struct action *a, const char *word)
{
    for (size_t i = 0; i < a->nparams; i++) {
        size_t n = strlen(a->params[i].name);

        if (a->params[i].secret && strncmp(word, "--", 2) == 0 &&
            strncmp(word + 2, a->params[i].name, n) == 0 && word[2 + n] != '-')
            return true;
    }
    return false;
}

/* -X sasl.password=…, of a client. */
static bool is_secret_property(const char *option, const char *word)
{
    char name[128];

    if (strncmp(word, "-X", 2) == 0)
        word += 2;
    else if (strncmp(word, "--property=", strlen("--property=")) == 0)
        word += strlen("--property=");
    else if (strcmp(option, "-X") != 0 && strcmp(option, "--property") != 0)
        return false;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    return word[strlen(name)] == '=' && property_name_is_secret(name);
}

bool line_has_secret(const struct line_words *w)
{
    const struct action *a = w->v.len ? action_find(w->v.data[0].text) : NULL;

    if (!a && w->v.len > 1) /* "edit" before it */
        a = action_find(w->v.data[1].text);
    for (size_t i = 1; a && i < w->v.len; i++) {
        if (is_secret_option(a, w->v.data[i].text) ||
            is_secret_property(w->v.data[i - 1].text, w->v.data[i].text))
            return true;
    }
    return false;
}
