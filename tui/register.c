/* The register of verbs, and the few lines each of the console's own ones takes. dispatch.c runs
 * them, the key map checks names against it, help and completion list it. This is where dialogs are
 * wired to what opens them: no other file of the spine and no pane includes one. */
#include "core/action/register.h"
#include "core/action/action.h"
#include "core/resource/resource.h"
#include "tui/app.h"
#include "tui/clusters.h"
#include "tui/dialog/columns.h"
#include "tui/dialog/command.h"
#include "tui/dialog/copy.h"
#include "tui/dialog/details.h"
#include "tui/dialog/export.h"
#include "tui/dialog/filter.h"
#include "tui/dialog/help.h"
#include "tui/dialog/journal_dialog.h"
#include "tui/dialog/menu.h"
#include "tui/dialog/start_action.h"
#include "tui/list_verbs.h"
#include "tui/navigation.h"
#include "tui/term/tty.h"
#include "tui/terminal.h"
#include "tui/tour/tour.h"
#include "tui/verbs.h"

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

static void backward(struct app *a, const char *arg)
{
    (void)arg;
    app_backward(a);
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
    app_say(a, SEV_INFO, "requested everything on the screen again");
}

static void pause_reads(struct app *a, const char *arg)
{
    bool paused = !feed_paused(a->session->feed);
    (void)arg;
    feed_pause(a->session->feed, paused);
    app_say(a, SEV_INFO,
            paused ? "paused: nothing is requested until p or r is pressed" : "goes on reading");
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
        if (strcmp(names[i], a->theme.name) == 0)
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
            bool own = tab && strcmp(tab, lists[i][0]) == 0;
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
    bool group = arg ? strncmp(arg, "group ", 6) == 0 : tab && strcmp(tab, "groups") == 0;
    const char *name = arg && (group || strncmp(arg, "topic ", 6) == 0) ? arg + 6 : arg;
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
        start_action_in_editor(a, act, arg + n + strspn(arg + n, " "));
    else
        app_say(a, SEV_INFO, "edit what? write :edit config-alter NAME");
}

static void journal_entry(struct app *a, const char *id)
{
    journal_dialog_open(a, id);
}

static void menu(struct app *a, const char *arg)
{
    (void)arg;
    menu_open_actions(a);
}

static void tour(struct app *a, const char *arg)
{
    (void)arg;
    tour_open(a);
}

const struct verb verbs[] = {
    {"help", "help", "Explain keys, columns and terms of where you are.", help},
    {"command", "command", "Open the command line: any verb or list by name.", command},
    {"menu", "menu", "List what can be done here.", menu},
    {"quit", "quit", "Leave klamm.", quit},
    {"q", "quit", "Leave klamm.", quit},
    {"back", "back", "Close what is on top, clear filter or marks, or go up to the tab's list.",
     back},
    {"backward", "backward", "Go to what was on screen before.", backward},
    {"forward", "forward", "Go forward again after backward.", forward},
    {"next-tab", "next tab", "Go to the next tab.", next_tab},
    {"previous-tab", "previous tab", "Go to the tab before.", previous_tab},
    {"cluster", "cluster", "Switch to the named cluster.", cluster},
    {"refresh", "refresh", "Ask for everything on the screen again, now.", refresh_now},
    {"pause", "pause", "Stop the periodic requests, or continue them.", pause_reads},
    {"theme", "theme", "Change the theme: theme NAME.", theme},
    {"theme-next", "next theme", "Change to the next theme.", theme_next},
    {"split", "second pane", "Show or hide the second pane on a wide screen.", split},
    {"focus-next", "other pane", "Move the focus to the other pane.", focus_next},
    {"tour", "tour", "Show five things that klamm can do, on this cluster; nothing is sent.", tour},
    {"tour-next", "next", "Go to the next step of the tour.", NULL},
    {"redraw", "redraw", "Paint the whole screen again.", redraw},
    {"suspend", "suspend", "Stop klamm; fg in the shell continues it.", suspend},
    {"open", "open", "Open what the selected row is about.", NULL},
    {"configs", "settings", "Open the settings of the selected topic, broker or group.", configs},
    {"edit", "edit in $EDITOR", "Open what would be changed as a document in your editor.", edit},
    {"who-can", "access", "Show who may use the selected topic or group: who-can topic NAME.",
     who_can},
    {"details", "details", "Show all columns of the selected row, with their meaning.", details},
    {"journal-entry", "journal entry", "Show a change of the journal in full, step by step.",
     journal_entry},
    {"filter", "filter", "Show only rows that match: words, ~regex, !not, lag>10k …", NULL},
    {"sort", "sort",
     "Sort by the current column, or by the one named (-NAME: the other way); again: other way.",
     NULL},
    {"sort-reverse", "reverse", "Reverse the sort order.", NULL},
    {"mark", "mark", "Mark the row or remove its mark.", NULL},
    {"mark-range", "mark range", "Mark from the last mark to here.", NULL},
    {"mark-all", "mark all", "Mark every row that passes the filter.", NULL},
    {"unmark-all", "unmark", "Remove all marks.", NULL},
    {"columns", "columns", "Choose and reorder the columns.", NULL},
    {"wider", "wider", "Widen the current column.", NULL},
    {"narrower", "narrower", "Narrow the current column.", NULL},
    {"width-auto", "auto width", "Make the current column as wide as its content.", NULL},
    {"copy-cell", "copy cell", "Copy the current cell to the terminal's clipboard.", NULL},
    {"copy-row", "copy row", "Copy the row, tab-separated, to the clipboard.", NULL},
    {"export", "export", "Write the list as shown to a file: CSV, JSON, YAML, Markdown or text.",
     NULL},
    {"plan-text", "all of it", "Show all sentences of the plan and Kafka's own command line.",
     verb_for_dialogs},
    {"cursor-up", "up", "Move one row up.", NULL},
    {"cursor-down", "down", "Move one row down.", NULL},
    {"page-up", "page up", "Move a page up.", NULL},
    {"page-down", "page down", "Move a page down.", NULL},
    {"first", "first", "Go to the first row.", NULL},
    {"last", "last", "Go to the last row.", NULL},
    {"column-left", "column left", "Go to the column on the left.", NULL},
    {"column-right", "column right", "Go to the column on the right; hidden ones come in.", NULL},
    {"text-left", "text left", "Move long text in the current column back.", NULL},
    {"text-right", "text right", "Show the rest of long text in the current column.", NULL},
    {"chart", "chart", "Show or hide the charts of a group: lag, and what is written and read.",
     NULL},
    {"time-lag", "exact time lag", "Read the oldest unread record of each partition for its time.",
     NULL},
    {"zoom-in", "shorter time", "Show a shorter time in charts, down to 5 minutes.", NULL},
    {"zoom-out", "longer time", "Show a longer time in charts, up to 7 days.", NULL},
    {"chart-style", "rendering", "Draw charts with dots, bars or plain ASCII.", NULL},
    {"event-earlier", "event before", "Read the event before the one that is marked in a chart.",
     NULL},
    {"event-later", "event after", "Read the event after the one that is marked in a chart.", NULL},
    {"next-part", "next part", "Move the focus to the next part of the pane.", NULL},
    {"search", "search", "Show only the lines with what is typed.", verb_for_dialogs},
    {"accept", "accept", "Take what was chosen or typed.", verb_for_dialogs},
    {"cancel", "leave", "Leave without doing anything.", verb_for_dialogs},
    {"move-up", "move up", "Move the entry up.", verb_for_dialogs},
    {"move-down", "move down", "Move the entry down.", verb_for_dialogs},
    {"complete", "complete", "Complete what is being typed.", verb_for_dialogs},
    {"history-previous", "older", "Go back in what was typed before.", verb_for_dialogs},
    {"history-next", "newer", "Go forward again in it.", verb_for_dialogs},
    {"char-left", "left", "Move one character left.", verb_for_dialogs},
    {"char-right", "right", "Move one character right.", verb_for_dialogs},
    {"word-left", "word left", "Move one word left.", verb_for_dialogs},
    {"word-right", "word right", "Move one word right.", verb_for_dialogs},
    {"line-start", "line start", "Move to the start of the line.", verb_for_dialogs},
    {"line-end", "line end", "Move to the end of the line.", verb_for_dialogs},
    {"erase-left", "erase", "Erase the character before the cursor.", verb_for_dialogs},
    {"erase-right", "erase", "Erase the character under the cursor.", verb_for_dialogs},
    {"erase-word", "erase word", "Erase the word before the cursor.", verb_for_dialogs},
    {"erase-line", "erase line", "Erase from the line's start to the cursor.", verb_for_dialogs},
    {"erase-to-end", "erase to end", "Erase from the cursor to the line's end.", verb_for_dialogs},
    {"yank", "paste erased", "Insert what was erased last.", verb_for_dialogs},
    {"field-next", "next field", "Go to the next field.", verb_for_dialogs},
    {"field-previous", "previous field", "Go to the field before.", verb_for_dialogs},
    {"field-add", "add line", "Add another line to a field that takes several.", verb_for_dialogs},
    {"choice-next", "next choice", "Take the next of the choices.", verb_for_dialogs},
    {"choice-previous", "previous choice", "Take the choice before.", verb_for_dialogs},
    {"apply", "apply", "Send the plan, after confirmation.", verb_for_dialogs},
    {0},
};
const size_t verbs_size = sizeof verbs / sizeof *verbs;

static void filter_rows(struct app *a, const struct dataset *d, struct table_view *v,
                        const char *text)
{
    (void)d;
    filter_open(a, v, text);
}

static void columns(struct app *a, const struct dataset *d, struct table_view *v, const char *arg)
{
    (void)d;
    (void)arg;
    columns_open(a, v);
}

static void copy_cell(struct app *a, const struct dataset *d, struct table_view *v, const char *arg)
{
    (void)d;
    (void)arg;
    copy_from(a, v, false);
}

static void copy_row(struct app *a, const struct dataset *d, struct table_view *v, const char *arg)
{
    (void)d;
    (void)arg;
    copy_from(a, v, true);
}

const struct list_verb list_verbs[] = {
    {"filter", filter_rows}, {"columns", columns},    {"copy-cell", copy_cell},
    {"copy-row", copy_row},  {"export", export_open}, {0},
};
const size_t list_verbs_size = sizeof list_verbs / sizeof *list_verbs;

void (*const run_action)(struct app *a, const struct action *act, const char *arg) = start_action;
