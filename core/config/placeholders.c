/* Kafka's config providers, for the files of client_properties.c. Differs from Java in one thing on
 * purpose: what Java would leave unchanged (an unknown provider, a key that is not there) is
 * refused. Names of variables, files and keys are quoted in messages; nothing else of a value is.
 */
#include "core/config/placeholders.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/java_properties.h"
#include "core/config/secret.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MAX = 1 << 20, /* bytes */
    NAME_MAX_LEN = 255,
};

enum provider { PROVIDER_NONE, PROVIDER_ENV, PROVIDER_FILE, PROVIDER_DIRECTORY };

struct placeholder {
    const char *start, *end; /* from "${" to behind "}" */
    char *provider, *path, *key;
};

static void release(struct placeholder *x)
{
    free(x->provider);
    free(x->path);
    free(x->key);
}

/* The first one from s on: Java's \$\{([^}]*?):(([^}]*?):)?([^}]*?)\} */
static bool find(const char *s, struct placeholder *x)
{
    for (s = strstr(s, "${"); s; s = strstr(s + 2, "${")) {
        const char *close = strchr(s, '}');
        const char *colon = close ? memchr(s + 2, ':', (size_t)(close - s - 2)) : NULL;
        if (!colon)
            continue;
        const char *second = memchr(colon + 1, ':', (size_t)(close - colon - 1));
        const char *key = second ? second + 1 : colon + 1;
        x->start = s;
        x->end = close + 1;
        x->provider = xstrndup(s + 2, (size_t)(colon - s - 2));
        x->path = second ? xstrndup(colon + 1, (size_t)(second - colon - 1)) : xstrdup("");
        x->key = xstrndup(key, (size_t)(close - key));
        return true;
    }
    return false;
}

static bool is_word(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || (s[n] && strchr("_.-", s[n])))
        n++;
    return n > 0 && n <= NAME_MAX_LEN && !s[n];
}

/* ---- the providers --------------------------------------------------------------------------- */

static bool in_list(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = list; *s;) {
        s += strspn(s, ", \t");
        size_t len = strcspn(s, ", \t");
        if (len == n && len && strncmp(s, name, n) == 0)
            return true;
        s += len;
    }
    return false;
}

static enum provider provider_of(const struct properties *p, const char *name)
{
    static const char *const classes[] = {"", ".EnvVarConfigProvider", ".FileConfigProvider",
                                          ".DirectoryConfigProvider"};
    const struct property *list = properties_get(p, "config.providers");
    char *key = xasprintf("config.providers.%s.class", name);
    const struct property *class = properties_get(p, key);
    free(key);
    if (!list || !class || !in_list(list->value, name))
        return PROVIDER_NONE;
    size_t n = strlen(class->value);
    while (n && isspace((unsigned char)class->value[n - 1]))
        n--;
    for (int i = PROVIDER_ENV; i <= PROVIDER_DIRECTORY; i++) {
        size_t m = strlen(classes[i]);
        if (n >= m && strncmp(class->value + n - m, classes[i], m) == 0)
            return (enum provider)i;
    }
    return PROVIDER_NONE;
}

static bool wrong(const struct property *q, struct problems *problems, const char *what)
{
    return problems_error(problems, q->origin, 0, "'%s': %s", q->name, what);
}

static char *from_env(const struct property *q, const struct placeholder *x,
                      struct problems *problems)
{
    const char *value = !*x->path && is_word(x->key) ? getenv(x->key) : NULL;
    if (value)
        return secret_text(value, strlen(value));
    if (*x->path || !is_word(x->key))
        wrong(q, problems, "a placeholder for the environment is ${env:NAME}");
    else
        problems_error(problems, q->origin, 0, "'%s': the environment variable %s is not set",
                       q->name, x->key);
    return NULL;
}

static bool read_file(const struct property *q, const char *path, struct buf *data,
                      struct problems *problems)
{
    struct err err = {0};
    return file_read_ordinary(path, FILE_MAX, data, &err) || wrong(q, problems, err.msg);
}

static void wipe(struct buf *b)
{
    if (b->data)
        explicit_bzero(b->data, b->cap);
    buf_release(b);
}

static char *key_of_file(const struct buf *data, const char *name)
{
    struct java_properties j;
    struct buf key, value;
    char *found = NULL;
    int line;
    const char *bad;
    buf_init(&key, 0);
    buf_init(&value, 0);
    java_properties_init(&j, data->data, data->len);
    while (java_properties_next(&j, &key, &value, &line, &bad)) {
        if (bad || strcmp(buf_str(&key), name) != 0)
            continue;
        secret_free(found);
        found = xstrdup(buf_str(&value));
    }
    wipe(&key);
    wipe(&value);
    return found;
}

static char *from_file(const struct property *q, const struct placeholder *x,
                       struct problems *problems)
{
    struct buf data;
    char *value = NULL;
    buf_init(&data, 0);
    if (!*x->path || !is_word(x->key))
        wrong(q, problems, "a placeholder for a file is ${file:PATH:KEY}");
    else if (read_file(q, x->path, &data, problems) &&
             !(value = data.len ? key_of_file(&data, x->key) : NULL))
        problems_error(problems, q->origin, 0, "'%s': there is no key '%s' in %s", q->name, x->key,
                       x->path);
    wipe(&data);
    return value;
}

static char *from_directory(const struct property *q, const struct placeholder *x,
                            struct problems *problems)
{
    struct buf data;
    char *value = NULL, *path = xasprintf("%s/%s", x->path, x->key);
    buf_init(&data, 0);
    if (!*x->path || !is_word(x->key))
        wrong(q, problems, "a placeholder for a directory is ${directory:PATH:FILE}");
    else if (read_file(q, path, &data, problems)) {
        if (data.len && memchr(data.data, '\0', data.len))
            problems_error(problems, q->origin, 0, "'%s': %s holds a NUL byte: not a text", q->name,
                           path);
        else
            value = secret_text(buf_str(&data), data.len);
    }
    wipe(&data);
    free(path);
    return value;
}

static char *lookup(const struct properties *p, const struct property *q,
                    const struct placeholder *x, struct problems *problems)
{
    switch (provider_of(p, x->provider)) {
    case PROVIDER_ENV:
        return from_env(q, x, problems);
    case PROVIDER_FILE:
        return from_file(q, x, problems);
    case PROVIDER_DIRECTORY:
        return from_directory(q, x, problems);
    case PROVIDER_NONE:
        break;
    }
    wrong(q, problems,
          "a placeholder ${…:…} of a provider that klamm does not have: it knows Kafka's "
          "EnvVarConfigProvider, FileConfigProvider and DirectoryConfigProvider, named by "
          "config.providers in the same file");
    return NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* The value with all resolved; NULL: it has none, or one that can't be resolved (a problem says). */
static char *resolve(const struct properties *p, const struct property *q,
                     struct problems *problems)
{
    struct buf out;
    struct placeholder x;
    const char *at = q->value;
    bool ok = true, any = false;
    buf_init(&out, 0);
    while (ok && find(at, &x)) {
        any = true;
        buf_add(&out, at, (size_t)(x.start - at));
        char *value = lookup(p, q, &x, problems);
        ok = value != NULL;
        if (ok)
            buf_adds(&out, value);
        secret_free(value);
        at = x.end;
        release(&x);
    }
    buf_adds(&out, at);
    char *all = ok && any ? xstrdup(buf_str(&out)) : NULL;
    wipe(&out);
    return all;
}

/* Without config.providers Java sends a value as it stands, and "${…:…}" may be a part of it; what
 * names one of the usual providers is no one's password. */
static bool names_a_usual_one(const char *value)
{
    struct placeholder x;
    bool usual = false;
    for (; !usual && find(value, &x); value = x.end) {
        usual = strcmp(x.provider, "env") == 0 || strcmp(x.provider, "file") == 0 ||
                strcmp(x.provider, "directory") == 0 || strcmp(x.provider, "dir") == 0;
        release(&x);
    }
    return usual;
}

/* "{env: NAME}" and its like, in quotes or within a longer text. */
static bool holds_a_recipe(const char *value)
{
    static const char *const kinds[] = {"{env:", "{file:", "{command:"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(value, kinds[i]))
            return true;
    return false;
}

bool placeholders_refuse(const char *name, const char *value, const char *origin, int line,
                         struct problems *problems)
{
    if (!names_a_usual_one(value))
        return !holds_a_recipe(value) ||
               problems_error(
                   problems, origin, line,
                   "'%s' holds {env: …} within a text, where it would be sent as it "
                   "stands: only a whole value of klamm.yaml can come from elsewhere, as "
                   "in sasl.password: {env: NAME}",
                   name);
    return problems_error(
        problems, origin, line,
        "'%s' holds a placeholder of Kafka's (${env:…}), which has a meaning only "
        "in a properties file with config.providers: in klamm.yaml it is "
        "{env: NAME} or {file: PATH}",
        name);
}

static bool resolve_one(struct properties *p, size_t i, bool providers, struct properties *fetched,
                        struct problems *problems)
{
    const struct property *q = &p->data[i];
    if (q->from != PROPERTY_LITERAL || strncmp(q->name, "config.providers", 16) == 0)
        return true;
    if (!providers)
        return placeholders_refuse(q->name, q->value, q->origin, 0, problems);
    size_t before = problems->errors;
    char *value = resolve(p, q, problems);
    if (value) {
        char *name = xstrdup(q->name), *origin = xstrdup(q->origin);
        properties_set(p, name, PROPERTY_LITERAL, value, origin);
        if (fetched)
            properties_set(fetched, origin, PROPERTY_LITERAL, "", origin);
        free(name);
        free(origin);
    }
    secret_free(value);
    return problems->errors == before;
}

bool placeholders_resolve(struct properties *p, struct properties *fetched,
                          struct problems *problems)
{
    bool ok = true, providers = properties_get(p, "config.providers") != NULL;
    for (size_t i = 0; i < p->len; i++)
        ok &= resolve_one(p, i, providers, fetched, problems);
    for (size_t i = p->len; i-- > 0;) /* used up */
        if (strncmp(p->data[i].name, "config.providers", 16) == 0)
            properties_remove(p, p->data[i].name);
    return ok;
}
