/* Patterns by PCRE2's interpreter, whose bounds are exact; its compiled code would pay off over
 * more text than lists have. Those bounds stop one match that explodes; the clock stops a pattern
 * whose every match is just below them, times ten thousand rows. */
#include "core/base/pattern.h"

#include "core/base/mem.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    TEXT_MAX = 256,   /* bytes of a pattern */
    NEST_MAX = 32,    /* parentheses inside each other */
    CODE_MAX = 32768, /* bytes that it becomes: {n} of a group repeats it in place */

    STEPS_MAX = 10000, /* of one match, at each place where it may begin */
    STEPS_PER_BYTE = 4,
    DEPTH_MAX = 10000, /* of what it can go back to; the same bound on its memory: */
    HEAP_MAX = 8192,   /* KiB */

    NS_MAX = 20000000, /* of one match, checked once per this many items */
    ITEMS_LOOK = 64,
    NS_MATCH = 100000, /* the usual match takes 1,000, with a sanitizer 10,000 */
    NS_BYTE = 100,
    DEBT_MAX = 256,
};

struct pattern {
    pcre2_code *code;
    pcre2_match_data *found;
    pcre2_match_context *bounds;
    const char *trouble;
    unsigned items;   /* of the match that runs */
    int64_t begun_ns; /* the thread's time when it was seen first */
    int64_t debt;     /* shares of time taken beyond those that the matches had */
};

/* Out of memory ends klamm here as everywhere; PCRE2 asks for no more than its bounds let it. */
static void *get_memory(PCRE2_SIZE size, void *unused)
{
    (void)unused;
    return xmalloc(size);
}

static void give_memory(void *p, void *unused)
{
    (void)unused;
    free(p);
}

static pcre2_code *compile(pcre2_general_context *memory, const char *text, bool fold, int *why)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C |
                       PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_AUTO_CALLOUT |
                       (fold ? PCRE2_CASELESS : 0);
    PCRE2_SIZE at;
    pcre2_compile_context *c = pcre2_compile_context_create(memory);
    pcre2_set_max_pattern_length(c, TEXT_MAX);
    pcre2_set_parens_nest_limit(c, NEST_MAX);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options, why, &at, c);
    pcre2_compile_context_free(c);
    return code;
}

static void wrong(int why, struct err *err)
{
    PCRE2_UCHAR words[160] = "";
    if (why == PCRE2_ERROR_PATTERN_STRING_TOO_LONG)
        err_set(err, ERR_USAGE, "a regular expression may have %d bytes", TEXT_MAX);
    else if (why == PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP)
        err_set(err, ERR_USAGE, "more than %d parentheses inside each other", NEST_MAX);
    else if (why == PCRE2_ERROR_PATTERN_TOO_LARGE)
        err_set(err, ERR_USAGE, "this repeats too much: use smaller {n}");
    else if (pcre2_get_error_message(why, words, sizeof words) > 0)
        err_set(err, ERR_USAGE, "wrong regular expression: %s", (const char *)words);
    else
        err_set(err, ERR_USAGE, "wrong regular expression");
}

/* Of this thread: who waits for the processor, or is stopped, takes nothing. */
static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* Between any two items of the pattern. The steps that PCRE2 counts leave out what one item skips
 * alone: [a-z]+ over a long text, at each of its places. */
static int on_item(pcre2_callout_block *at, void *user)
{
    struct pattern *p = user;
    (void)at;
    if (++p->items % ITEMS_LOOK)
        return 0;
    int64_t now = now_ns();
    if (p->items == ITEMS_LOOK)
        p->begun_ns = now;
    return now - p->begun_ns > NS_MAX ? PCRE2_ERROR_CALLOUT : 0;
}

struct pattern *pattern_new(const char *text, bool fold, struct err *err)
{
    int why = 0;
    size_t size = 0;
    pcre2_general_context *memory = pcre2_general_context_create(get_memory, give_memory, NULL);
    pcre2_code *code = compile(memory, text, fold, &why);
    if (code && pcre2_pattern_info(code, PCRE2_INFO_SIZE, &size) == 0 && size > CODE_MAX) {
        pcre2_code_free(code);
        code = NULL;
        why = PCRE2_ERROR_PATTERN_TOO_LARGE;
    }
    struct pattern *p = NULL;
    if (code) {
        p = xcalloc(1, sizeof *p);
        p->code = code;
        p->found = pcre2_match_data_create(1, memory);
        p->bounds = pcre2_match_context_create(memory);
        pcre2_set_heap_limit(p->bounds, HEAP_MAX);
        pcre2_set_callout(p->bounds, on_item, p);
        pcre2_set_depth_limit(p->bounds, DEPTH_MAX);
    } else {
        wrong(why, err);
    }
    pcre2_general_context_free(memory);
    return p;
}

void pattern_free(struct pattern *p)
{
    if (!p)
        return;
    pcre2_match_context_free(p->bounds);
    pcre2_match_data_free(p->found);
    pcre2_code_free(p->code);
    free(p);
}

/* Each match may take its share of time and leaves what it did not need to those that take more. */
static bool affordable(struct pattern *p, int64_t took_ns, size_t len)
{
    int64_t shares = took_ns / (NS_MATCH + NS_BYTE * (int64_t)len);
    p->debt += shares - 1;
    if (p->debt < 0)
        p->debt = 0;
    return p->debt < DEBT_MAX;
}

bool pattern_matches(struct pattern *p, const char *s)
{
    size_t len = strlen(s);
    if (p->trouble)
        return false;
    size_t steps = STEPS_MAX + STEPS_PER_BYTE * len;
    p->items = 0;
    pcre2_set_match_limit(p->bounds, steps < UINT32_MAX ? (uint32_t)steps : UINT32_MAX);
    int n = pcre2_match(p->code, (PCRE2_SPTR)s, len, 0, 0, p->found, p->bounds);
    bool given_up = n < 0 && n != PCRE2_ERROR_NOMATCH;
    /* Below ITEMS_LOOK items the clock is not read: that few can't go through the text often enough
     * to matter. */
    int64_t took_ns = p->items < ITEMS_LOOK ? 0 : now_ns() - p->begun_ns;
    if (given_up || !affordable(p, took_ns, len))
        p->trouble = "this regular expression takes too long here: make it simpler";
    return n >= 0 && !p->trouble;
}

const char *pattern_trouble(const struct pattern *p)
{
    return p->trouble;
}
