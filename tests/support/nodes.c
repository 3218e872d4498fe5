#include "tests/support/nodes.h"

#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cluster_does(const char *what)
{
    struct run did = run_shell("tests/cluster/cluster %s", what);
    if (did.status != 0)
        fail_msg("cluster %s: %s", what, did.err);
    run_release(&did);
}

void node_does(const char *what, int node)
{
    char words[32];
    snprintf(words, sizeof words, "%s %d", what, node);
    cluster_does(words);
}

int nodes_whole(void **state)
{
    (void)state;
    cluster_does("mend");
    return 0;
}

static int number_behind(const char *text, const char *name)
{
    const char *line = strstr(text, name);
    return line ? (int)strtol(line + strlen(name), NULL, 10) : -1;
}

struct quorum quorum_now(void)
{
    char *status = run_tool("metadata-quorum describe --status");
    struct quorum q = {number_behind(status, "LeaderId:"), number_behind(status, "LeaderEpoch:")};
    if (q.leader < 1 || q.epoch < 0)
        fail_msg("no leader of the quorum: %s", status);
    free(status);
    return q;
}
