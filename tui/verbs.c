/* The register of verbs, and the few lines each of the console's own ones takes. dispatch.c runs
 * them, the key map checks names against it, help and completion list it. */
#include "tui/verbs.h"

#include "core/action/action.h"
#include "core/resource/resource.h"
#include "tui/act.h"
#include "tui/app.h"
#include "tui/clusters.h"
#include "tui/command.h"
#include "tui/details.h"
#include "tui/entry.h"
#include "tui/help.h"
#include "tui/menu.h"
#include "tui/tty.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void quit(struct app *a, const char *arg)
{
    (void)arg;
    app_quit(a);
}

static void redraw(struct app *a, const char *arg)
{
    (void)arg;
    tty_resized();
    clearok(curscr, TRUE);
    app_dirty(a, DIRTY_ALL);
}

static void suspend(struct app *a, const char *arg)
{
    (void)arg;
    app_suspend(a);
    app_dirty(a, DIRTY_ALL);
}

static void command(struct app *a, const char *arg)
{
    command_open(a, arg ? arg : "");
}

static void help(struct app *a, const char *arg)
{
    help_open(a, arg);
}

static void back(struct app *a, const char *arg)
{
    (void)arg;
    app_back(a);
}

static void forward(struct app *a, const char *arg)
{
    (void)arg;
    app_forward(a);
}

static void refresh_now(struct app *a, const char *arg)
{
    (void)arg;
    feed_refresh(a->session->feed);
    app_say(a, SEV_NONE, "asked for everything on the screen again");
}

static void pause_reads(struct app *a, const char *arg)
{
    bool paused = !feed_paused(a->session->feed);
    (void)arg;
    feed_pause(a->session->feed, paused);
    app_say(a, SEV_INFO,
            paused ? "paused: nothing is asked for until p is pressed again, or r"
                   : "goes on reading");
}

static void next_tab(struct app *a, const char *arg)
{
    (void)arg;
    app_tab(a, 1);
}

static void previous_tab(struct app *a, const char *arg)
{
    (void)arg;
    app_tab(a, -1);
}

static void split(struct app *a, const char *arg)
{
    (void)arg;
    if (a->layout.body.w < LAYOUT_SIDE_W) {
        app_say(a, SEV_INFO, "the second pane needs %d columns", LAYOUT_SIDE_W);
        return;
    }
    a->side_off = !a->side_off;
    app_side_update(a);
    app_dirty(a, DIRTY_ALL);
}

static void focus_next(struct app *a, const char *arg)
{
    (void)arg;
    if (a->side) {
        a->side->focused = !a->side->focused;
        app_pane(a)->focused = !a->side->focused;
        app_dirty(a, DIRTY_ALL);
    }
}

static void use_theme(struct app *a, const char *name)
{
    struct err e;
    if (a->no_colour)
        app_say(a, SEV_WARN, "colours are turned off (NO_COLOR or the setting 'colour')");
    else if (!theme_load(&a->theme, name, &e))
        app_say(a, SEV_WARN, "%s", e.msg);
    else {
        prefs_set_theme(&a->prefs, name);
        app_say(a, SEV_NONE, "theme %s: %s", a->theme.name, a->theme.about);
    }
}

static void theme_next(struct app *a, const char *arg)
{
    size_t n, next = 0;
    char **names = theme_names(&n);
    (void)arg;
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(names[i], a->theme.name))
            next = (i + 1) % n;
    }
    if (n)
        use_theme(a, names[next]);
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
}

static void theme(struct app *a, const char *arg)
{
    if (arg && *arg)
        use_theme(a, arg);
    else
        theme_next(a, NULL);
}

static void cluster(struct app *a, const char *arg)
{
    if (arg && *arg)
        clusters_switch(a, arg);
    else
        app_open(a, "clusters", NULL);
}

/* The settings of what is selected: of a topic, a broker or a group. */
static void configs(struct app *a, const char *arg)
{
    static const char *const lists[][2] = {
        {"topics", "topic-configs"}, {"groups", "group-configs"}, {"brokers", "broker-configs"}};
    const struct pane *p = app_under(a);
    const char *tab = p ? pane_tab(p) : NULL;
    for (int pass = 0; pass < 2; pass++) { /* what the tab is about first */
        for (size_t i = 0; i < 3; i++) {
            bool own = tab && !strcmp(tab, lists[i][0]);
            const char *object = arg ? arg : p ? pane_selected(p, lists[i][0]) : NULL;
            if (own == (pass == 0) && object && (own || !arg)) {
                app_open(a, lists[i][1], object);
                return;
            }
        }
    }
    app_say(a, SEV_INFO, "select a topic, a broker or a group first, or write :topic-configs NAME");
}

/* Who may use what is named, or what is selected: a topic or a group. */
static void who_can(struct app *a, const char *arg)
{
    const struct pane *p = app_under(a);
    const char *tab = p ? pane_tab(p) : NULL;
    bool group = arg ? !strncmp(arg, "group ", 6) : tab && !strcmp(tab, "groups");
    const char *name = arg && (group || !strncmp(arg, "topic ", 6)) ? arg + 6 : arg;
    if (!name && p)
        name = pane_selected(p, group ? "groups" : "topics");
    if (name)
        app_open(a, group ? "group-access" : "topic-access", name);
    else
        app_say(a, SEV_INFO, "select a topic or a group first, or write :who-can topic NAME");
}

static void details(struct app *a, const char *arg)
{
    (void)arg;
    details_open(a);
}

/* "edit config-alter", with what follows the action's own name. */
static void edit(struct app *a, const char *arg)
{
    char name[64];
    size_t n = arg ? strcspn(arg, " ") : 0;
    snprintf(name, sizeof name, "%.*s", (int)n, arg ? arg : "");
    const struct action *act = action_find(name);
    if (act)
        act_edit(a, act, arg + n + strspn(arg + n, " "));
    else
        app_say(a, SEV_INFO, "edit what? write :edit config-alter NAME");
}

static void journal_entry(struct app *a, const char *id)
{
    entry_open(a, id);
}

static void menu(struct app *a, const char *arg)
{
    (void)arg;
    menu_open_actions(a);
}

/* What only a dialog knows what to do with: it takes the verb before this is called. */
static void in_dialogs(struct app *a, const char *arg)
{
    (void)arg;
    app_say(a, SEV_INFO, "that is for dialogs and fields: there is none open");
}

const struct verb verbs[] = {
    {"help", "help", "Explains keys, columns and terms of where you are.", help},
    {"command", "command", "Opens the command line: any verb or list by name.", command},
    {"menu", "menu", "Lists what can be done here.", menu},
    {"quit", "quit", "Leaves klamm.", quit},
    {"q", "quit", "Leaves klamm.", quit},
    {"back", "back", "Closes what is on top, clears filter or marks, or goes back.", back},
    {"forward", "forward", "Goes forward again after back.", forward},
    {"next-tab", "next tab", "Goes to the next tab.", next_tab},
    {"previous-tab", "previous tab", "Goes to the tab before.", previous_tab},
    {"cluster", "cluster", "Switches to the named cluster.", cluster},
    {"refresh", "refresh", "Asks for everything on the screen again, now.", refresh_now},
    {"pause", "pause", "Stops asking periodically, or goes on.", pause_reads},
    {"theme", "theme", "Changes the theme: theme NAME.", theme},
    {"theme-next", "next theme", "Changes to the next theme.", theme_next},
    {"split", "second pane", "Shows or hides the second pane on a wide screen.", split},
    {"focus-next", "other pane", "Gives the keys to the other pane.", focus_next},
    {"redraw", "redraw", "Paints the whole screen again.", redraw},
    {"suspend", "suspend", "Stops klamm; fg in the shell continues it.", suspend},
    {"open", "open", "Opens what the selected row is about.", NULL},
    {"configs", "configs", "Opens the settings of the selected topic, broker or group.", configs},
    {"edit", "edit in $EDITOR", "Opens what would be changed as a document in your editor.", edit},
    {"who-can", "who can", "Opens who may use the selected topic or group: who-can topic NAME.",
     who_can},
    {"details", "details", "Shows all columns of the selected row, with their meaning.", details},
    {"journal-entry", "journal entry", "Shows a change of the journal in full, step by step.",
     journal_entry},
    {"filter", "filter", "Shows only rows that match: words, ~regex, !not, lag>10k …", NULL},
    {"sort", "sort", "Sorts by the current column, or by the one named; again: other way.", NULL},
    {"sort-reverse", "reverse", "Turns the sort order round.", NULL},
    {"mark", "mark", "Marks the row or takes its mark away.", NULL},
    {"mark-range", "mark range", "Marks from the last mark to here.", NULL},
    {"mark-all", "mark all", "Marks every row that passes the filter.", NULL},
    {"unmark-all", "unmark", "Takes all marks away.", NULL},
    {"columns", "columns", "Chooses and reorders the columns.", NULL},
    {"wider", "wider", "Widens the current column.", NULL},
    {"narrower", "narrower", "Narrows the current column.", NULL},
    {"width-auto", "auto width", "Makes the current column as wide as its content.", NULL},
    {"copy-cell", "copy cell", "Copies the current cell to the terminal's clipboard.", NULL},
    {"copy-row", "copy row", "Copies the row, tab-separated, to the clipboard.", NULL},
    {"export", "export", "Writes the list as shown to a file: CSV, JSON or Markdown.", NULL},
    {"cursor-up", "up", "Moves one row up.", NULL},
    {"cursor-down", "down", "Moves one row down.", NULL},
    {"page-up", "page up", "Moves a page up.", NULL},
    {"page-down", "page down", "Moves a page down.", NULL},
    {"first", "first", "Goes to the first row.", NULL},
    {"last", "last", "Goes to the last row.", NULL},
    {"column-left", "column left", "Goes to the column on the left.", NULL},
    {"column-right", "column right", "Goes to the column on the right; hidden ones come in.", NULL},
    {"text-left", "text left", "Moves long text in the current column back.", NULL},
    {"text-right", "text right", "Shows the rest of long text in the current column.", NULL},
    {"chart", "chart", "Shows or hides the charts of a group: lag, and what is written and read.",
     NULL},
    {"time-lag", "exact time lag", "Reads the oldest unread record of each partition for its time.",
     NULL},
    {"zoom-in", "shorter time", "Charts show a shorter time, down to 5 minutes.", NULL},
    {"zoom-out", "longer time", "Charts show a longer time, up to 7 days.", NULL},
    {"chart-style", "rendering", "Draws charts with dots, bars or plain ASCII.", NULL},
    {"event-earlier", "event before", "Reads the event before the one that is marked in a chart.",
     NULL},
    {"event-later", "event after", "Reads the event after the one that is marked in a chart.",
     NULL},
    {"next-part", "next part", "Gives the keys to the next part of the pane.", NULL},
    {"accept", "accept", "Takes what was chosen or typed.", in_dialogs},
    {"cancel", "leave", "Leaves without doing anything.", in_dialogs},
    {"move-up", "move up", "Moves the entry up.", in_dialogs},
    {"move-down", "move down", "Moves the entry down.", in_dialogs},
    {"complete", "complete", "Completes what is being typed.", in_dialogs},
    {"history-previous", "older", "Goes back in what was typed before.", in_dialogs},
    {"history-next", "newer", "Goes forward again in it.", in_dialogs},
    {"char-left", "left", "Moves one character left.", in_dialogs},
    {"char-right", "right", "Moves one character right.", in_dialogs},
    {"word-left", "word left", "Moves one word left.", in_dialogs},
    {"word-right", "word right", "Moves one word right.", in_dialogs},
    {"line-start", "line start", "Moves to the start of the line.", in_dialogs},
    {"line-end", "line end", "Moves to the end of the line.", in_dialogs},
    {"erase-left", "erase", "Erases the character before the cursor.", in_dialogs},
    {"erase-right", "erase", "Erases the character under the cursor.", in_dialogs},
    {"erase-word", "erase word", "Erases the word before the cursor.", in_dialogs},
    {"erase-line", "erase line", "Erases from the line's start to the cursor.", in_dialogs},
    {"erase-to-end", "erase to end", "Erases from the cursor to the line's end.", in_dialogs},
    {"yank", "put back", "Puts back what was erased last.", in_dialogs},
    {"field-next", "next field", "Goes to the next field.", in_dialogs},
    {"field-previous", "previous field", "Goes to the field before.", in_dialogs},
    {"field-add", "add line", "Adds another line to a field that takes several.", in_dialogs},
    {"choice-next", "next choice", "Takes the next of the choices.", in_dialogs},
    {"choice-previous", "previous choice", "Takes the choice before.", in_dialogs},
    {"apply", "apply", "Sends the plan, after confirmation.", in_dialogs},
    {0},
};

const struct verb *verb_find(const char *name)
{
    for (const struct verb *v = verbs; v->name; v++) {
        if (!strcmp(v->name, name))
            return v;
    }
    return NULL;
}

bool verb_in_dialogs(const struct verb *v)
{
    return v->run == in_dialogs;
}

const char *verb_label(const char *name)
{
    const struct verb *v = verb_find(name);
    const struct action *act = v ? NULL : action_find(name);
    return v ? v->label : act ? act->title : name;
}

const char *verb_help(const char *name)
{
    const struct verb *v = verb_find(name);
    const struct action *act = action_find(name);
    const struct resource *r = resource_find(name);
    const struct pane_kind *k = pane_kind_find(name);
    return v ? v->help : act ? act->help : k ? k->help : r ? r->help : NULL;
}
