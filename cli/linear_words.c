/* Tables in words; called by linear.c and linear_news.c. Lists are made for the eye: colours say
 * what is bad, dots draw a course, signs stand for words. Here each becomes a word or nothing. */
#include "cli/linear_words.h"

#include "core/base/buf.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

static const struct {
    const char *sign, *word;
} signs[] = {
    {"≥ ", "at least "},  {"≤ ", "at most "}, {" → ", " to "},  {"→", " to "}, {" × ", " times "},
    {"×", " times "},     {"● ", ""},         {"○ ", ""},       {"↻ ", ""},    {"✗ ", ""},
    {"✓ ", ""},           {"▲", "rising"},    {"▼", "falling"}, {"↑", "up "},  {"↓", "down "},
    {"> ", "more than "}, {" – ", ", "},      {"…", ""},        {"■ ", ""},    {"◆ ", ""},
};

static bool speaks;

void linear_speak(void)
{
    speaks = true;
}

bool linear_speaks(void)
{
    return speaks;
}

enum { SIGNS = sizeof signs / sizeof *signs };

const char *linear_words(struct arena *a, const char *text)
{
    struct buf b;
    buf_init(&b, 0);
    while (*text) {
        size_t i = 0;
        while (i < SIGNS && strncmp(text, signs[i].sign, strlen(signs[i].sign)) != 0)
            i++;
        if (i < SIGNS) {
            buf_adds(&b, signs[i].word);
            text += strlen(signs[i].sign);
        } else {
            buf_addc(&b, *text++);
        }
    }
    const char *words = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return words;
}

/* Braille patterns (U+2800 to U+28FF) and block elements (U+2580 to U+259F) in UTF-8. */
static bool draws(const char *text)
{
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        if (s[0] == 0xe2 &&
            ((s[1] >= 0xa0 && s[1] <= 0xa3) || (s[1] == 0x96 && s[2] >= 0x80 && s[2] <= 0x9f)))
            return true;
    }
    return false;
}

static const char *state_words(const struct value *v, struct arena *a)
{
    switch (v->state) {
    case VALUE_NONE:
        return v->text && *v->text ? linear_words(a, v->text) : "none";
    case VALUE_UNKNOWN:
        return "not known yet";
    default:
        return linear_words(a, value_display(v, a));
    }
}

const char *linear_cell(struct arena *a, const struct cell *cell)
{
    const char *shown = value_display(&cell->value, a);
    if (draws(shown))
        return NULL;
    return cell->value.state == VALUE_KNOWN ? linear_words(a, shown) : state_words(&cell->value, a);
}

static enum severity worst_of(const struct row *r, const size_t *columns, size_t n)
{
    enum severity worst = r->sev;
    for (size_t i = 0; i < n; i++)
        worst = r->cells[columns[i]].sev > worst ? r->cells[columns[i]].sev : worst;
    return worst;
}

/* Heads are capitals, which some readers spell, and short for want of room. */
const char *linear_title(struct arena *a, const struct column *c)
{
    static const char *const full[][2] = {
        {"PART", "partition"},       {"REPL", "replicas"},           {"PREF", "preferred leader"},
        {"ISR", "in-sync replicas"}, {"IN/S", "written per second"}, {"OUT/S", "read per second"}};
    for (size_t i = 0; i < sizeof full / sizeof *full; i++)
        if (strcmp(full[i][0], c->title) == 0)
            return full[i][1];
    char *s = arena_strdup(a, c->title);
    for (const char *p = s; *p; p++)
        if (islower((unsigned char)*p)) /* the name of a topic, which is another one in small */
            return s;
    for (char *p = s; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return linear_words(a, s);
}

const char *linear_line(struct arena *a, const char *line)
{
    struct buf b;
    buf_init(&b, 0);
    line += strspn(line, " ");
    for (const char *s = line; *s; s++)
        if (*s != ' ' || s[1] != ' ')
            buf_addc(&b, *s);
    const char *words = b.len && !draws(buf_str(&b)) ? linear_words(a, buf_str(&b)) : NULL;
    buf_release(&b);
    return words;
}

/* Columns whose words are a sentence by themselves. */
static const struct {
    const char *id, *before, *behind;
} phrases[] = {
    {"where", ", ", ""},   {"how_much", ", ", ""},   {"what", ", ", ""},
    {"meaning", ". ", ""}, {"next", ". Next: ", ""},
};

/* What is before it may be a sentence, with its full stop. */
static const char *joined(const struct buf *b, const char *before)
{
    bool ended = b->len && b->data[b->len - 1] == '.';
    return before + (ended && *before == '.');
}

static void add_column(struct buf *b, const struct column *c, const char *words, bool first,
                       struct arena *a)
{
    enum { PHRASES = sizeof phrases / sizeof *phrases };
    size_t i = 0;
    while (i < PHRASES && strcmp(phrases[i].id, c->id) != 0)
        i++;
    if (i < PHRASES)
        buf_addf(b, "%s%s%s", joined(b, phrases[i].before), words, phrases[i].behind);
    else
        buf_addf(b, "%s%s %s", first ? ": " : ", ", linear_title(a, c), words);
}

const char *linear_row(struct arena *a, const struct table *t, const struct row *r,
                       const size_t *columns, size_t n)
{
    struct buf b;
    enum severity worst = worst_of(r, columns, n);
    bool number = n && t->columns[columns[0]].kind != VALUE_TEXT;
    buf_init(&b, 0);
    buf_adds(&b, worst == SEV_BAD ? "critical, " : worst == SEV_WARN ? "warning, " : "");
    for (size_t i = 0, said = 0; i < n; i++) {
        const struct cell *cell = &r->cells[columns[i]];
        const char *words = linear_cell(a, cell);
        bool none = cell->value.state == VALUE_NONE && (!cell->value.text || !*cell->value.text);
        if (!words || !*words || (i && none))
            continue;
        if (i == 0) /* a number alone could be anything */
            buf_addf(&b, "%s%s%s", number ? linear_title(a, &t->columns[columns[0]]) : "",
                     number ? " " : "", words);
        else
            add_column(&b, &t->columns[columns[i]], words, said == 0, a);
        said += i > 0;
    }
    const char *line = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return line;
}
