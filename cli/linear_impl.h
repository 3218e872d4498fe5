/* What the files of linear mode share. */
#ifndef KLAMM_CLI_LINEAR_IMPL_H
#define KLAMM_CLI_LINEAR_IMPL_H

#include "cli/connect.h"
#include "cli/get_options.h"
#include "cli/linear_news.h"
#include "cli/prose.h"
#include "core/base/vec.h"

struct linear {
    const struct options *o;
    struct connection x;
    struct dataset *findings;
    struct linear_news news;
    struct VEC(char *) rest; /* rows that "more" says */
    bool down;               /* said already */
    bool quit;
};

/* What "topic NAME" and its like say: the facts of that object, then the lists that it has. */
struct object_lists {
    const char *name, *list;
    const struct prose *words;
    const char *parts[3];
};
const struct object_lists *linear_object_named(const char *word); /* NULL: no such kind */
void linear_say_object(struct linear *l, const struct object_lists *o, const char *name);

void linear_say_list(struct linear *l, const struct get_options *g);
void linear_say_page(struct linear *l); /* of what is left of the last list */
void linear_forget_rest(struct linear *l);
/* With all its rows wanted; dataset_close. */
struct dataset *linear_open_list(struct linear *l, const struct get_options *g);
/* The columns that are said: findings with what they mean and what to do, other lists with those of
 * the command line. *n of them, malloc'd; NULL with err. */
size_t *linear_columns_of(const struct table *t, const struct get_options *g, size_t *n,
                          struct err *err);

#endif
