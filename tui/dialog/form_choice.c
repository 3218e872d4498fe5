/* Fields that choose: one of a few words, or yes and no. The one in which one is shows all of them
 * with a sentence each, which is the part of the parameter's help that speaks of it. */
#include "core/base/text_compare.h"
#include "tui/dialog/form_impl.h"
#include "tui/term/keys.h"

#include <string.h>

bool form_is_choice(const struct field *d)
{
    return d->param->type == PARAM_CHOICE || d->param->type == PARAM_BOOL;
}

const char *const *form_choices(const struct field *d)
{
    static const char *const yes_no[] = {"true", "false", NULL};
    static const char *const none[] = {NULL};
    return d->param->type == PARAM_BOOL ? yes_no : d->param->choices ? d->param->choices : none;
}

/* Parameters take yes for true and no for false. */
static bool same_choice(const struct field *d, const char *choice, const char *text)
{
    bool yes_no = d->param->type == PARAM_BOOL;
    return strcmp(choice, text) == 0 ||
           (yes_no && strcmp(text, strcmp(choice, "true") == 0 ? "yes" : "no") == 0);
}

int form_chosen(const struct field *d)
{
    const char *const *c = form_choices(d);
    const char *text = prompt_text(&d->prompt);
    if (!*text && d->param->type == PARAM_BOOL)
        text = d->param->def ? d->param->def : "false";
    for (int i = 0; *text && c[i]; i++) {
        if (same_choice(d, c[i], text))
            return i;
    }
    return -1;
}

const char *form_choice_word(const struct field *d, int i)
{
    const char *word = form_choices(d)[i];
    if (d->param->type != PARAM_BOOL)
        return word;
    return strcmp(word, "true") == 0 ? "yes" : "no";
}

const char *form_choice_means(const struct field *d, int i, struct arena *a)
{
    const char *means = param_choice_means(d->param, form_choices(d)[i], a);
    return means ? means : param_choice_means(d->param, form_choice_word(d, i), a);
}

void form_choose(struct form *f, int i)
{
    struct field *d = form_current(f);
    prompt_set(&d->prompt, form_choices(d)[i]);
    form_changed(f);
}

void form_cycle(struct form *f, int by)
{
    const struct field *d = form_current(f);
    int n = 0, now = form_chosen(d);
    while (form_choices(d)[n])
        n++;
    if (n)
        form_choose(f, now < 0 ? (by > 0 ? 0 : n - 1) : (now + by + n) % n);
}

static bool letter(struct form *f, uint32_t key)
{
    const struct field *d = form_current(f);
    char text[2] = {(char)key, 0};
    int n = 0, now = form_chosen(d);
    while (form_choices(d)[n])
        n++;
    for (int k = 1; key < 0x80 && k <= n; k++) {
        int i = (now + k + n) % n;
        if (text_starts_ci(form_choice_word(d, i), text)) {
            form_choose(f, i);
            break;
        }
    }
    return true;
}

bool form_choice_key(struct form *f, uint32_t key)
{
    if (key == K_LEFT || key == K_RIGHT || key == K_SPACE) {
        form_cycle(f, key == K_LEFT ? -1 : 1);
        return true;
    }
    if (key == '?') {
        form_help(f);
        return true;
    }
    return key_is_text(key) && letter(f, key);
}
