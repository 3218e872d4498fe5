/* One run of kafka-acls, whose listing has a head line per resource and a line per rule. */
#include "tests/support/acl_list.h"

#include "core/base/buf.h"
#include "tests/support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text between `name` and the next of `end`; -1 when there is no such name. */
static int part(const char *line, const char *name, const char *end, const char **at)
{
    const char *start = strstr(line, name), *stop;

    if (!start)
        return -1;
    *at = start + strlen(name);
    stop = strstr(*at, end);
    return stop ? (int)(stop - *at) : (int)strlen(*at);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *sorted(char **lines, size_t n)
{
    struct buf b;

    buf_init(&b, 0);
    if (n)
        qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++) {
        buf_addf(&b, "%s\n", lines[i]);
        free(lines[i]);
    }
    free(lines);
    return b.len ? buf_take(&b) : strdup("");
}

static char *rule(const char *head, const char *line)
{
    const char *type, *name, *pattern, *principal, *host, *operation, *permission;
    int t = part(head, "resourceType=", ",", &type),
        n = part(head, "name=", ", patternType", &name);
    int k = part(head, "patternType=", ")", &pattern);
    int p = part(line, "principal=", ", host=", &principal), h = part(line, "host=", ",", &host);
    int o = part(line, "operation=", ",", &operation);
    int a = part(line, "permissionType=", ")", &permission);
    char *text = NULL;

    if (t < 0 || n < 0 || k < 0 || p < 0 || h < 0 || o < 0 || a < 0 ||
        asprintf(&text, "%.*s %.*s %.*s %.*s %.*s %.*s %.*s", t, type, k, pattern, n, name, p,
                 principal, o, operation, a, permission, h, host) < 0)
        abort();
    return text;
}

char *acl_list_all(void)
{
    char *out = run_tool("acls --list"), *save = NULL, **lines = NULL;
    const char *head = NULL;
    size_t n = 0;

    for (char *line = strtok_r(out, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        if (strstr(line, "resourceType="))
            head = line;
        else if (head && strstr(line, "principal=")) {
            lines = realloc(lines, (n + 1) * sizeof *lines);
            lines[n++] = rule(head, line);
        }
    }
    free(out);
    return sorted(lines, n);
}

char *acl_list_of(const char *all, const char *principal)
{
    char *copy = strdup(all), *save = NULL, wanted[200];
    struct buf b;

    buf_init(&b, 0);
    snprintf(wanted, sizeof wanted, " %s ", principal);
    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        const char *at = strstr(line, wanted);

        if (at)
            buf_addf(&b, "%.*s P %s\n", (int)(at - line), line, at + strlen(wanted));
    }
    free(copy);
    return b.len ? buf_take(&b) : strdup("");
}
