/* Every example of a verb in README, manual pages and help texts is read the same by a shell and by
 * the console: the same arguments, or the same refusal. And it is an example of something that
 * works: nothing in it is refused. */
#include "cli/man.h"
#include "cli/verb_options.h"
#include "core/action/line_words.h"
#include "core/action/register.h"
#include "core/base/file.h"
#include "core/resource/resource.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

/* ---- the two ways ---------------------------------------------------------------------------- */

/* What came of one. */
struct outcome {
    const struct action *action;
    struct line line;
    struct err err;
    bool ok;
    /* What line points into: */
    struct line_words words;
    struct options options;
    wordexp_t shell;
};

/* As tui/dispatch.c and tui/dialog/start_action.c do it: what follows the verb's name. */
static void in_console(struct outcome *o, const char *text)
{
    size_t n = strcspn(text, " ");
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)n, text);
    o->action = action_find(name);
    line_split(&o->words, text + n);
    o->ok = o->action && line_take_shared(&o->words, name, &o->options, &o->err);
    if (o->action)
        o->ok = line_parse(&o->line, o->action, o->words.v.data, o->words.v.len,
                           o->ok ? &o->err : NULL) &&
                o->ok;
}

/* As tui/main.c, cli/cli.c and cli/verb.c do it: the words of the whole command. */
static void in_shell(struct outcome *o, const char *text)
{
    struct verb_options v;
    if (wordexp(text, &o->shell, WRDE_NOCMD | WRDE_UNDEF) != 0)
        fail_msg("no shell takes: %s", text);
    o->ok = options_parse(&o->options, (int)o->shell.we_wordc, o->shell.we_wordv, &o->err);
    o->action = o->ok && o->options.nargs ? action_find(o->options.args[0]) : NULL;
    if (!o->action)
        return;
    o->ok = verb_options_parse(&v, o->action, o->options.args, o->options.nargs, &o->err);
    o->line = v.line;
}

static void release(struct outcome *o)
{
    line_release(&o->line);
    line_words_release(&o->words);
    options_release(&o->options);
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_lines(const struct line *a, const struct line *b)
{
    for (size_t i = 0; a->args.n == b->args.n && i < a->args.n; i++)
        if (strcmp(a->args.list[i].name, b->args.list[i].name) != 0 ||
            strcmp(a->args.list[i].value, b->args.list[i].value) != 0)
            return false;
    return a->args.n == b->args.n && a->dry_run == b->dry_run && a->yes == b->yes &&
           a->edit == b->edit && a->no_headers == b->no_headers && a->all_groups == b->all_groups &&
           same_text(a->output, b->output) && same_text(a->plan_in, b->plan_in) &&
           same_text(a->plan_out, b->plan_out);
}

/* ---- examples -------------------------------------------------------------------------------- */

static size_t tried;

/* `text` begins with the verb; shell is the whole command. */
static void try_one(const char *shell, const char *text)
{
    struct outcome a = {0}, b = {0};
    in_shell(&a, shell);
    in_console(&b, text);
    if (a.action != b.action || a.ok != b.ok || strcmp(a.err.msg, b.err.msg) != 0)
        fail_msg("%s\n  in a shell: %s\n  in the console: %s", shell, a.err.msg, b.err.msg);
    if (!a.ok)
        fail_msg("%s\n  is refused: %s", shell, a.err.msg);
    if (!same_lines(&a.line, &b.line))
        fail_msg("%s\n  does not mean the same in the console", shell);
    release(&a);
    release(&b);
    wordfree(&a.shell);
    tried++;
}

/* Up to what ends a command in running text. */
static char *command_at(const char *at)
{
    char quote = 0;
    size_t n = 0;
    for (; at[n] && at[n] != '\n' && at[n] != '`'; n++) {
        if (quote ? at[n] == quote : at[n] == '\'' || at[n] == '"')
            quote = quote ? 0 : at[n];
        if (!quote && (strchr(";|>&()", at[n]) || strncmp(at + n, " #", 2) == 0 ||
                       strncmp(at + n, "  ", 2) == 0))
            break;
    }
    while (n && strchr(" ,.:", at[n - 1]))
        n--;
    return strndup(at, n);
}

/* A pattern, as VERB, NAME, […] and OBJECT…, is no example. */
static bool is_pattern(const char *command)
{
    return strstr(command, "…") || strpbrk(command, "[]<>") || strstr(command, "NAME") ||
           strstr(command, " ID") || strstr(command, "GROUP") || strstr(command, "FILE");
}

/* "klamm -c prod-eu VERB …": behind the shared options; NULL: no verb stands there. */
static const char *verb_in(const char *command)
{
    for (const char *at = strchr(command, ' '); at; at = strchr(at + 1, ' ')) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at + 1, " "), at + 1);
        if (action_find(name))
            return at + 1;
        if (name[0] != '-' && at[-2] != '-') /* neither an option nor its value */
            return NULL;
    }
    return NULL;
}

static void try_commands(const char *text)
{
    for (const char *at = text; (at = strstr(at, "klamm ")); at++) {
        char *command = command_at(at);
        const char *verb = verb_in(command);
        bool begins = at == text || !strchr("/_-.", at[-1]);
        if (begins && verb && !is_pattern(command))
            try_one(command, verb);
        free(command);
    }
}

/* ":config-alter orders retention.ms=7d" in running text. */
static void try_lines(const char *text)
{
    for (const char *at = text; (at = strchr(at, ':')); at++) {
        if (at != text && !strchr(" `(", at[-1]))
            continue;
        char *line = command_at(at + 1), name[64], shell[512];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(line, " "), line);
        snprintf(shell, sizeof shell, "klamm %s", line);
        if (action_find(name) && !is_pattern(line))
            try_one(shell, line);
        free(line);
    }
}

static void try_text(const char *text)
{
    try_commands(text);
    try_lines(text);
}

static void assert_tried(size_t least)
{
    if (tried < least)
        fail_msg("%zu examples were found, not %zu: are they written another way now?", tried,
                 least);
    tried = 0;
}

/* ---- where they stand ------------------------------------------------------------------------ */

static void test_readme(void **state)
{
    struct buf b;
    struct err err = {0};
    (void)state;
    buf_init(&b, 0);
    if (!file_read("README.md", 1 << 20, &b, &err))
        fail_msg("%s", err.msg);
    try_text(buf_str(&b));
    buf_release(&b);
    assert_tried(2);
}

/* roff's own signs are taken out of a page. */
static void try_page(const char *name)
{
    struct buf page, plain;
    buf_init(&page, 0);
    buf_init(&plain, 0);
    assert_true(man_page(name, &page));
    for (const char *at = buf_str(&page); *at; at++) {
        if (at[0] == '\\' && at[1] == 'f' && at[2])
            at += 2;
        else if (at[0] == '\\' && at[1] == '&')
            at++;
        else if (at[0] == '\\' && at[1] == 'e')
            buf_addc(&plain, *at++);
        else if (at[0] != '\\')
            buf_addc(&plain, *at);
    }
    try_text(buf_str(&plain));
    buf_release(&plain);
    buf_release(&page);
}

static void test_manual_pages(void **state)
{
    (void)state;
    try_page("klamm.1");
    try_page("klamm-config.5");
    assert_tried(3);
}

/* What klamm help VERB ends with, and what its sentences quote. */
static void test_help_of_verbs(void **state)
{
    (void)state;
    for (size_t i = 0; actions[i]; i++) {
        const struct action *a = actions[i];
        assert_non_null(a->examples);
        for (const char *at = a->examples; *at; at += at[strcspn(at, "\n")] == '\n') {
            size_t n = strcspn(at, "\n");
            char line[400], shell[420];
            snprintf(line, sizeof line, "%s %.*s", a->name, (int)n, at);
            snprintf(shell, sizeof shell, "klamm %s", line);
            try_one(shell, line);
            at += n;
        }
        try_text(a->help);
        for (size_t k = 0; k < a->nparams; k++)
            try_text(a->params[k].help);
    }
    assert_tried(20);
}

static void test_help_of_lists(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        try_text(resources[i]->help);
        for (size_t k = 0; k < resources[i]->ncolumns; k++)
            try_text(resources[i]->columns[k].help);
    }
    tried = 0;
}

/* The same refusal, too: word by word. */
static void test_refusals(void **state)
{
    static const char *const lines[] = {
        "topic-create a b",
        "topic-create a --partitons 3",
        "topic-create a -p 3",
        "topic-create a --partitions",
        "topic-create a --dry-run=yes",
        "topic-create a -c",
        "topic-create a --dry-run --yes",
        "partitions-add orders 6",
        "config-alter topic/a broker/1 k=v",
        "config-alter orders --set",
        "offsets-reset billing --to-earliest --to-latest",
        "offsets-reset billing --to-earliest=5",
        "offsets-reset billing --all-groups",
        "records-delete orders --offset 100",
        "user-create alice --password hunter2",
        "acl-import acls.csv --edit --plan-in f",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct outcome a = {0}, b = {0};
        char shell[200];
        snprintf(shell, sizeof shell, "klamm %s", lines[i]);
        in_shell(&a, shell);
        in_console(&b, lines[i]);
        assert_false(a.ok);
        assert_false(b.ok);
        assert_string_equal(a.err.msg, b.err.msg);
        release(&a);
        release(&b);
        wordfree(&a.shell);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_readme),        cmocka_unit_test(test_manual_pages),
        cmocka_unit_test(test_help_of_verbs), cmocka_unit_test(test_help_of_lists),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
