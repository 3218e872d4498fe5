/* klamm --linear: the same lists, verbs, plans and confirmations, typed and answered line by line.
 * Nothing is drawn and nothing on the terminal is changed afterwards, so a screen reader, an Emacs
 * shell or a serial line has all of it. A line is what stands after ":" in the console, or a command
 * of the command line; a verb is carried out by cli/verb.c and so shows its plan and asks as there.
 * One connection stays open for the lists and for what is new; it is said before the prompt, once. */
#include "cli/linear.h"

#include "cli/cli.h"
#include "cli/command.h"
#include "cli/linear_impl.h"
#include "cli/linear_words.h"
#include "cli/redraw.h"
#include "cli/say.h"
#include "cli/verb.h"
#include "core/action/line_words.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/text.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 65536, NEWS_MS = 3000, WATCH_MS = 2000, LOOK_MS = 200 };

/* ---- what is new ----------------------------------------------------------------------------- */

static size_t say_link(struct linear *l)
{
    const struct model *m = &l->x.session->model;
    bool down = m->link == LINK_DOWN, was = l->down;
    l->down = down;
    if (down && !was)
        printf("Unreachable: %s\n", m->link_err.msg[0] ? m->link_err.msg : "no broker answers");
    else if (was && !down)
        puts("Connected again.");
    return down != was;
}

/* A count that moves is no news; what the finding is, is. */
static size_t say_news(struct linear *l)
{
    static const char wanted[] = "finding,where,severity", all[] = "finding,where,how_much,next";
    struct err err = {0};
    size_t *compared = NULL, *said = NULL, n = 0, m = 0, lines = say_link(l);
    const struct table *t = l->findings->table;
    if (!l->down && t->complete && get_columns(t, wanted, &compared, &n, &err) &&
        get_columns(t, all, &said, &m, &err))
        lines += linear_news_say(&l->news, t, (struct linear_columns){compared, n},
                                 (struct linear_columns){said, m});
    free(compared);
    free(said);
    fflush(stdout);
    return lines;
}

static size_t look(struct linear *l)
{
    feed_refresh(l->x.session->feed);
    connection_wait(&l->x, NEWS_MS);
    return say_news(l);
}

static bool typed(void)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&p, 1, 0) != 0;
}

static void wait_for_typing(struct linear *l)
{
    for (int64_t ms = 0; ms < WATCH_MS && !typed(); ms += LOOK_MS)
        connection_pass(&l->x, LOOK_MS);
}

static void drop_line(void)
{
    for (int c = getchar(); c != '\n' && c != EOF;)
        c = getchar();
}

/* Says what changes in a list, or in the findings, as it changes, until Enter. */
static void watch(struct linear *l, const struct get_options *g)
{
    struct dataset *d = g ? linear_open_list(l, g) : NULL;
    struct linear_news news;
    struct err err = {0};
    linear_news_init(&news);
    puts("Watching; Enter ends it.");
    fflush(stdout);
    while (!typed()) {
        connection_wait(&l->x, NEWS_MS);
        say_news(l);
        size_t n = 0,
               *cols = d && d->table->complete ? linear_columns_of(d->table, g, &n, &err) : NULL;
        struct linear_columns c = {cols, n};
        if (cols)
            linear_news_say(&news, d->table, c, c);
        free(cols);
        fflush(stdout);
        wait_for_typing(l);
        feed_refresh(l->x.session->feed);
    }
    drop_line();
    linear_news_release(&news);
    if (d)
        dataset_close(l->x.session, d);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void help(void)
{
    puts(
        "Type one of these and Enter.\n"
        "findings: what is wrong, worst first, with what to do next.\n"
        "topics, groups, brokers, acls, users, events, journal, or another list; what follows "
        "filters it, as in: groups lag>1000\n"
        "topic NAME, group NAME, broker NUMBER: all about one.\n"
        "more: the next rows of the last list.\n"
        "An empty line: what changed since the last one.\n"
        "watch, or watch LIST: says changes as they come, until Enter.\n"
        "A verb such as config-alter orders retention.ms=1d: shows the plan, then asks; undo takes "
        "a change back.\n"
        "can, health, describe and other commands as in a shell.\n"
        "help all, help VERB, help LIST: what there is, and how it is written.\n"
        "quit: leave.");
}

/* "groups lag>1000": what follows the name of a list that takes no object is its filter. */
static bool list_options(struct get_options *g, const char *const *words, size_t n, char **filter,
                         struct err *err)
{
    const struct resource *r = resource_find(words[0]);
    const char **args = xcalloc(n + 3, sizeof *args);
    struct buf text;
    size_t nargs = 0, i = 1;
    buf_init(&text, 0);
    args[nargs++] = "get";
    args[nargs++] = words[0];
    for (; r && r->scope == SCOPE_NONE && i < n && words[i][0] != '-'; i++)
        buf_addf(&text, "%s%s", text.len ? " " : "", words[i]);
    for (; i < n; i++)
        args[nargs++] = words[i];
    bool ok = get_options_parse(g, args, nargs, err);
    *filter = text.len ? xstrdup(buf_str(&text)) : NULL;
    if (*filter)
        g->filter = *filter;
    buf_release(&text);
    free(args);
    return ok;
}

static void list(struct linear *l, const char *const *words, size_t n, bool watches)
{
    struct get_options g;
    struct err err = {0};
    char *filter = NULL;
    if (!list_options(&g, words, n, &filter, &err))
        cli_fail(&err);
    else if (watches)
        watch(l, &g);
    else
        linear_say_list(l, &g);
    get_options_release(&g);
    free(filter);
}

static void command(struct linear *l, const char *const *words, size_t n)
{
    struct options o = *l->o;
    o.args = (const char **)(uintptr_t)words;
    o.nargs = n;
    o.help = o.version = false;
    cli_main(&o);
}

static bool is_one_of(const char *word, const char *const *list)
{
    while (*list && strcmp(word, *list) != 0)
        list++;
    return *list != NULL;
}

static void run(struct linear *l, const char *const *words, size_t n)
{
    static const char *const ends[] = {"quit", "q", "exit", NULL};
    const char *first = words[0] + (words[0][0] == ':');
    bool is_help = strcmp(first, "help") == 0 || strcmp(first, "?") == 0;
    bool is_get = strcmp(first, "get") == 0 && n > 1;
    bool is_watch = strcmp(first, "watch") == 0;
    const char *name = (is_get || is_watch) && n > 1 ? words[1] : first;
    if (is_one_of(first, ends))
        l->quit = true;
    else if (is_help && n == 1)
        help();
    else if (is_help && strcmp(words[1], "all") == 0)
        command(l, (const char *const[]){"help"}, 1);
    else if (strcmp(first, "more") == 0)
        linear_say_page(l);
    else if (is_watch && n == 1)
        watch(l, NULL);
    else if (linear_object_named(first) && n == 2)
        linear_say_object(l, linear_object_named(first), words[1]);
    else if (strcmp(name, "journal") != 0 && strcmp(name, "clusters") != 0 && resource_find(name))
        list(l, words + (is_get || is_watch), n - (is_get || is_watch), is_watch);
    else if (action_find(first) || command_find(first))
        command(l, words, n);
    else
        printf("There is nothing called \"%s\"; help says what can be typed.\n", first);
}

static void run_line(struct linear *l, const char *line)
{
    struct line_words w;
    line += strspn(line, " \t:");
    line_split(&w, line);
    if (w.open)
        puts("A quote has no end.");
    else if (w.v.len && line_has_secret(&w))
        puts("A secret is asked for when it is needed, and never typed where it can be seen.");
    else if (w.v.len) {
        const char **words = xcalloc(w.v.len, sizeof *words);
        for (size_t i = 0; i < w.v.len; i++)
            words[i] = w.v.data[i].text;
        run(l, words, w.v.len);
        free(words);
    } else if (!look(l)) {
        puts("Nothing has changed.");
    }
    line_words_release(&w);
}

/* ---- life ------------------------------------------------------------------------------------ */

static void say_where(const struct linear *l)
{
    const struct profile *p = l->x.profile;
    struct arena a;
    arena_init(&a);
    printf("%s%s%s> ", text_visible(&a, p->name, strlen(p->name)), p->label[0] ? " " : "",
           p->label[0] ? text_visible(&a, p->label, strlen(p->label)) : "");
    fflush(stdout);
    arena_release(&a);
}

static size_t count_severity(const struct table *t, enum severity sev)
{
    size_t n = 0;
    for (size_t i = 0; i < t->nrows; i++) {
        int col = table_column(t, "severity");
        n += col >= 0 && t->rows[i].cells[col].sev == sev;
    }
    return n;
}

static void greet(struct linear *l)
{
    const struct model *m = &l->x.session->model;
    const struct table *t = l->findings->table;
    if (m->metadata)
        printf("%zu brokers, %zu topics.\n", m->metadata->nbrokers, m->metadata->ntopics);
    if (t->complete && !t->nrows)
        puts("No findings.");
    else if (t->complete)
        printf("Findings: %zu critical, %zu warnings, %zu in all; type findings.\n",
               count_severity(t, SEV_BAD), count_severity(t, SEV_WARN), t->nrows);
    else
        puts("What is wrong is not known yet; an empty line asks again.");
    puts("Type help for what you can type.");
}

static void loop(struct linear *l)
{
    char *line = xcalloc(1, LINE_BYTES);
    connection_wait(&l->x, NEWS_MS);
    greet(l);
    say_news(l);
    while (!l->quit) {
        say_where(l);
        if (!fgets(line, LINE_BYTES, stdin))
            break;
        line[strcspn(line, "\n")] = '\0';
        run_line(l, line);
        if (*line && !l->quit)
            look(l);
    }
    free(line);
}

int linear_run(const struct options *o, const char *why)
{
    enum { CONNECT_MS = 30000 };
    struct linear l = {.o = o};
    struct err err = {0};
    int code = CLI_DONE;
    redraw_never();
    linear_speak();
    setenv("NO_COLOR", "1", 1);
    if (why)
        printf("%s\n", why);
    puts("klamm, line by line.");
    linear_news_init(&l.news);
    if (!connection_open(&l.x, o, &err) || !connection_up(&l.x, CONNECT_MS, &err)) {
        code = cli_fail(&err);
    } else {
        l.findings = dataset_open(l.x.session, resource_find("findings"), NULL);
        dataset_set_all(l.x.session, l.findings, true);
        loop(&l);
        dataset_close(l.x.session, l.findings);
    }
    linear_forget_rest(&l);
    vec_release(&l.rest);
    linear_news_release(&l.news);
    connection_close(&l.x);
    return code;
}
