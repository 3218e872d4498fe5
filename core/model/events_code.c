/* Events as bytes, in records of the recording's file: kinds by their names, so that a later klamm
 * may reorder them, and texts cut to what a line can show. */
#include "core/model/events_code.h"

#include "core/base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_KEPT = 400, TEXT_READ = 70000, SAME_AMONG = 256 };
#define TIME_MAX 100000000000000LL /* the year 5138 */

/* ---- writing --------------------------------------------------------------------------------- */

static void pack_cut(struct buf *b, const char *s)
{
    size_t len = strlen(s);
    if (len > TEXT_KEPT) {
        len = TEXT_KEPT;
        while (len > TEXT_KEPT - 4 && ((unsigned char)s[len] & 0xc0) == 0x80)
            len--; /* not within a character */
    }
    pack_uint(b, len);
    buf_add(b, s, len);
}

static void pack_event(struct buf *b, const struct event *e)
{
    const char *const texts[] = {e->what, e->before, e->after};
    int flags = 0;
    for (int i = 0; i < 3; i++)
        flags |= texts[i] ? 1 << i : 0;
    pack_text(b, event_kind_id(e->kind));
    pack_int(b, e->wall_ms);
    pack_int(b, e->wall_ms - e->earliest_ms);
    pack_uint(b, e->of);
    pack_uint(b, e->sev);
    pack_int(b, e->partition);
    pack_text(b, e->object); /* whole: it is what the event is found by */
    buf_addc(b, (char)flags);
    for (int i = 0; i < 3; i++)
        if (texts[i])
            pack_cut(b, texts[i]);
}

bool events_pack(const struct events *e, uint64_t after_seq, struct buf *out)
{
    size_t first = 0;
    const struct event *one;
    while ((one = events_at(e, first)) && one->seq <= after_seq)
        first++;
    if (!one)
        return false;
    pack_uint(out, e->len - first);
    for (; (one = events_at(e, first)); first++)
        pack_event(out, one);
    return true;
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool kind_of(const char *id, enum event_kind *kind)
{
    for (int k = 0; k < EVENT_KINDS; k++)
        if (strcmp(event_kind_id((enum event_kind)k), id) == 0) {
            *kind = (enum event_kind)k;
            return true;
        }
    return false;
}

static char *read_text(struct unpack *u, struct arena *a)
{
    if (u->bad || u->at >= u->end)
        u->bad = true;
    size_t room = (size_t)(u->end - u->at) + 1;
    char *text = u->bad ? NULL : arena_alloc(a, room < TEXT_READ ? room : TEXT_READ);
    return text && unpack_text(u, text, room < TEXT_READ ? room : TEXT_READ) ? text : NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Seen by two klamms at once: the same change, found between answers that overlap. */
static bool is_same(const struct event *a, const struct event *b)
{
    return a->kind == b->kind && a->of == b->of && a->partition == b->partition &&
           a->wall_ms >= b->earliest_ms && b->wall_ms >= a->earliest_ms &&
           strcmp(a->object, b->object) == 0 && same_text(a->what, b->what) &&
           same_text(a->before, b->before) && same_text(a->after, b->after);
}

static bool has(const struct events *e, const struct event *one)
{
    size_t from = e->len > SAME_AMONG ? e->len - SAME_AMONG : 0;
    for (size_t i = e->len; i > from; i--)
        if (is_same(events_at(e, i - 1), one))
            return true;
    return false;
}

static void read_event(struct unpack *u, struct arena *a, struct events *into)
{
    struct event e = {0};
    const char *id = read_text(u, a);
    e.wall_ms = unpack_int(u);
    int64_t width = unpack_int(u);
    uint64_t of = unpack_uint(u), sev = unpack_uint(u);
    int64_t partition = unpack_int(u);
    e.object = read_text(u, a);
    uint64_t flags = unpack_uint(u);
    char **const texts[] = {&e.what, &e.before, &e.after};
    for (int i = 0; i < 3; i++)
        if (flags & 1u << i)
            *texts[i] = read_text(u, a);
    u->bad |= e.wall_ms < 0 || e.wall_ms > TIME_MAX || width < 0 || width > e.wall_ms ||
              of > EVENT_OF_ACLS || sev > SEV_BAD || partition < -1 || partition > INT32_MAX;
    if (u->bad || !kind_of(id, &e.kind)) /* a kind of a later klamm is left out */
        return;
    e.earliest_ms = e.wall_ms - width;
    e.of = (enum event_object)of;
    e.sev = (enum severity)sev;
    e.partition = (int32_t)partition;
    if (!has(into, &e))
        events_add(into, &e);
}

void events_unpack(struct unpack *u, struct events *into)
{
    for (size_t n = unpack_count(u, 9); n > 0 && !u->bad; n--) {
        struct arena a;
        arena_init(&a);
        read_event(u, &a, into);
        arena_release(&a);
    }
}
