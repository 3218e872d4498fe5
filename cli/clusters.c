/* klamm clusters: what the configuration knows, without connecting anywhere. */
#include "cli/command.h"
#include "cli/connect.h"
#include "cli/get.h"
#include "cli/say.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

static struct cluster_entry *entries_of(const struct config *c)
{
    struct cluster_entry *e = xcalloc(c->nprofiles ? c->nprofiles : 1, sizeof *e);
    const struct profile *current = config_default_profile(c, NULL);
    for (size_t i = 0; i < c->nprofiles; i++)
        e[i] = (struct cluster_entry){
            .name = c->profiles[i]->name,
            .servers = profile_brokers(c->profiles[i]),
            .label = c->profiles[i]->label,
            .guard = guard_name(c->profiles[i]->guard),
            .tags = c->profiles[i]->tags,
            .current = c->profiles[i] == current,
        };
    return e;
}

static int print(const struct config *c, const struct get_options *g)
{
    struct model m;
    struct cluster_entry *e = entries_of(c);
    model_init(&m, "");
    m.clusters = e;
    m.nclusters = c->nprofiles;
    struct table *t = resource_build(g->ref.resource, &(struct view){.model = &m});
    int status = get_print(g->ref.resource, t, g);
    table_free(t);
    model_release(&m);
    free(e);
    return status;
}

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    struct connection x = {0};
    struct get_options g;
    struct err err = {0};
    const char **words = xcalloc(nargs + 2, sizeof *words);
    size_t n = 0;
    /* "clusters …" is "get clusters …" */
    if (strcmp(args[0], "get") != 0)
        words[n++] = "get";
    for (size_t i = 0; i < nargs; i++)
        words[n++] = args[i];
    int status = CLI_DONE;
    if (!get_options_parse(&g, words, n, &err))
        status = cli_fail(&err);
    else if (!connection_config(&x, o))
        status = CLI_USAGE;
    else
        status = print(&x.config, &g);
    connection_close(&x);
    get_options_release(&g);
    free(words);
    return status;
}

const struct command command_clusters = {
    .name = "clusters",
    .usage = "[-o FORMAT] [--filter EXPR] [--sort COL] [--columns COL,…] [--no-headers]",
    .help = "list the configured clusters, without connecting",
    .examples = "\n-o name",
    .run = run,
};
