/* The message line: what happened last, and when; for a moment instead, why a key did nothing.
 * Called by paint.c. */
#include "tui/bars_message.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/base/text_width.h"
#include "tui/clicks.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"

#include <stdlib.h>

/* Where all of a message that is too long for its line can be read. */
static int draw_more(struct app *a, struct rect r)
{
    static const char *const everywhere[] = {"global", NULL};
    char label[KEY_NAME_MAX];
    uint32_t key = keymap_key_of(&a->keymap, everywhere, "log");
    const char *name = key ? key_label(label, key, a->ascii) : ":log";
    int w = (int)text_width(name), right = r.x + r.w - 1;
    draw_right(&a->canvas, r.y, right - 9, 9, PEN_ON(ROLE_MUTED, ROLE_MESSAGE), " shows it");
    draw_right(&a->canvas, r.y, right - 9 - w, w, PEN_ON(ROLE_KEY, ROLE_MESSAGE), name);
    clicks_add(a, NULL, r.y, right - 9 - w, w + 9, key);
    return w + 11;
}

static int64_t least(int64_t a_ms, int64_t b_ms)
{
    return a_ms < b_ms ? a_ms : b_ms;
}

/* Ms until the text is to go; 0: it has gone, or there is none. */
static int64_t age(char **text, int64_t at, int64_t shown_ms)
{
    int64_t left = *text ? at + shown_ms - clock_mono_ms() : 0;
    if (left > 0)
        return left;
    free(*text);
    *text = NULL;
    return 0;
}

/* What no longer says how things are goes by itself; the log keeps it. */
static void age_both(struct app *a)
{
    enum { HINT_MS = 5000, GOOD_MS = 60000, BAD_MS = 300000 };
    int64_t hint = age(&a->hint, a->hint_at, HINT_MS);
    int64_t message =
        age(&a->message, a->message_at, a->message_sev >= SEV_WARN ? BAD_MS : GOOD_MS);
    if (hint || message)
        app_soon(a, hint && message ? least(hint, message) : hint + message);
}

void bars_message(struct app *a, struct rect r)
{
    char at[TEXT_NUM];
    age_both(a);
    if (r.h < 1)
        return;
    draw_fill(&a->canvas, r, PEN(ROLE_MESSAGE));
    const char *text = a->hint ? a->hint : a->message;
    enum severity sev = a->hint ? SEV_INFO : a->message_sev;
    if (!text)
        return;
    int w = a->hint
                ? -2
                : draw_textf(&a->canvas, r.y, r.x + 1, r.w - 1, PEN_ON(ROLE_MUTED, ROLE_MESSAGE),
                             "%s", text_clock(at, a->message_wall));
    enum role role = sev == SEV_NONE ? ROLE_MESSAGE : role_of(sev);
    int room = r.w - w - 4;
    if ((int)text_width(text) > room)
        room -= draw_more(a, r);
    draw_text(&a->canvas, r.y, r.x + w + 3, room, PEN_ON(role, ROLE_MESSAGE), text);
}
