/* Regular expressions that can't take the console down. They are typed live, so half-typed ones are
 * compiled too, and glibc writes out what is repeated: a+ is stored as aa*, a{9} as nine a, and
 * inside each other they multiply until time and memory end. So the size of the result is worked
 * out first, and repetitions may not follow each other nor nest deeply. glibc also backtracks for
 * back-references, without bound; those are refused. */
#include "core/base/match_term.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PATTERN_MAX 256   /* bytes */
#define DEPTH_MAX 32      /* parentheses inside each other */
#define NEST_MAX 4        /* repetitions inside each other */
#define SIZE_MAX_OUT 2000 /* characters when all repetitions are written out */

/* How much one piece of the pattern takes. */
struct piece {
    size_t size;
    size_t nest; /* repetitions inside each other */
    bool repeated;
};

/* On each level of parentheses: everything so far, and what a repetition would repeat. */
struct measure {
    struct piece all[DEPTH_MAX + 1];
    struct piece last[DEPTH_MAX + 1];
    size_t depth;
    const char *wrong; /* what can't be accepted, once found */
};

static void add(struct measure *m, size_t size, size_t nest)
{
    struct piece *all = &m->all[m->depth];
    m->last[m->depth] = (struct piece){.size = size, .nest = nest};
    all->size += size;
    all->nest = nest > all->nest ? nest : all->nest;
}

static void repeat(struct measure *m, size_t times)
{
    struct piece *last = &m->last[m->depth], before = *last;
    if (last->repeated)
        m->wrong = "two repetitions can't follow each other; put parentheses or \\ between them";
    if (before.nest >= NEST_MAX)
        m->wrong = "too many repetitions inside each other";
    m->all[m->depth].size -= before.size;
    add(m, before.size * times, before.nest + 1);
    last->repeated = true;
}

static void open_group(struct measure *m)
{
    if (m->depth == DEPTH_MAX) {
        m->wrong = "too many parentheses inside each other";
        return;
    }
    m->depth++;
    m->all[m->depth] = m->last[m->depth] = (struct piece){0};
}

static void close_group(struct measure *m)
{
    struct piece group = {0}; /* of a ) without its (, which stands for itself */
    if (m->depth > 0)
        group = m->all[m->depth--];
    add(m, group.size + 1, group.nest);
}

/* The end of [...]; a ] in first place is one of its characters. */
static const char *bracket_end(const char *p)
{
    p += p[1] == '^' ? 2 : 1;
    for (p += *p == ']'; *p && *p != ']'; p++) {
        if (p[0] == '[' && p[1] && strchr(":.=", p[1])) {
            const char close[] = {p[1], ']', '\0'};
            const char *end = strstr(p + 2, close);
            p = end ? end + 1 : p;
        }
    }
    return *p ? p : p - 1;
}

/* {n}, {n,} or {n,m}: how often the last is written out; 0 when it is none of these. */
static size_t repeat_times(const char *brace)
{
    char *end;
    if (!isdigit((unsigned char)brace[1]))
        return 0;
    unsigned long n = strtoul(brace + 1, &end, 10);
    if (*end == ',')
        n = isdigit((unsigned char)end[1]) ? strtoul(end + 1, &end, 10) : n + 1;
    return n < 1 ? 1 : n > SIZE_MAX_OUT ? SIZE_MAX_OUT + 1 : n;
}

/* One step; moves *p to the last character of what it took. */
static void step(struct measure *m, const char **p)
{
    switch (**p) {
    case '\\':
        *p += (*p)[1] != '\0';
        if (**p >= '1' && **p <= '9')
            m->wrong = "back-references such as \\1 can't be used here";
        add(m, 1, 0);
        break;
    case '(':
        open_group(m);
        break;
    case ')':
        close_group(m);
        break;
    case '[':
        *p = bracket_end(*p);
        add(m, 1, 0);
        break;
    case '{':
        if (repeat_times(*p)) {
            repeat(m, repeat_times(*p));
            *p += strcspn(*p, "}") - ((*p)[strcspn(*p, "}")] == '\0');
        }
        break;
    case '+':
    case '*':
    case '?':
        repeat(m, **p == '+' ? 2 : 1);
        break;
    default:
        add(m, 1, 0);
    }
}

static bool check(const char *pattern, struct err *err)
{
    struct measure m = {.wrong = NULL};
    if (!*pattern)
        return err_set(err, ERR_USAGE, "write a regular expression after ~");
    if (strlen(pattern) > PATTERN_MAX)
        return err_set(err, ERR_USAGE, "a regular expression may have %d bytes", PATTERN_MAX);
    for (const char *p = pattern; *p && !m.wrong; p++) {
        step(&m, &p);
        if (m.all[m.depth].size > SIZE_MAX_OUT)
            m.wrong = "these repetitions multiply to too much";
    }
    return m.wrong ? err_set(err, ERR_USAGE, "%s", m.wrong) : true;
}

bool match_has_upper(const char *s)
{
    for (; *s; s++) {
        if (*s == '\\' && s[1])
            s++;
        else if (isupper((unsigned char)*s))
            return true;
    }
    return false;
}

regex_t *match_regex_new(const char *pattern, struct err *err)
{
    char why[128];
    if (!check(pattern, err))
        return NULL;
    regex_t *regex = xcalloc(1, sizeof *regex);
    int flags = REG_EXTENDED | REG_NOSUB | (match_has_upper(pattern) ? 0 : REG_ICASE);
    int code = regcomp(regex, pattern, flags);
    if (code == 0)
        return regex;
    regerror(code, regex, why, sizeof why);
    free(regex);
    err_set(err, ERR_USAGE, "wrong regular expression: %s", why);
    return NULL;
}

void match_regex_free(regex_t *regex)
{
    if (regex)
        regfree(regex);
    free(regex);
}
