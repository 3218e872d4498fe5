/* The environment is where all others find the cluster, so that is what changes. */
#include "tests/support/own_cluster.h"

#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static char *dir;

static struct run cluster(const char *words)
{
    struct run r = run_shell("tests/cluster/cluster --dir '%s' %s", dir, words);

    if (r.status != 0)
        fail_msg("%s: %s%s", words, r.out, r.err);
    return r;
}

/* What the suite's cluster has and this one has not must not be found. */
static void forget(void)
{
    for (size_t i = 0; environ[i];) {
        char name[64];

        snprintf(name, sizeof name, "%.*s", (int)strcspn(environ[i], "="), environ[i]);
        if (strncmp(name, "KLAMM_", 6) == 0 && strcmp(name, "KLAMM_STATE_DIR") != 0)
            unsetenv(name);
        else
            i++;
    }
}

/* Lines of NAME='value'. */
static void take(char *text)
{
    for (char *end; (end = strchr(text, '\n')); text = end + 1) {
        char *equals = strchr(text, '=');

        assert_true(equals && equals[1] == '\'' && end[-1] == '\'');
        *equals = end[-1] = '\0';
        setenv(text, equals + 2, 1);
    }
}

void own_cluster_up(const char *settings)
{
    char words[600];
    struct run r;

    dir = run_dir();
    snprintf(words, sizeof words, "up --owner %d --nodes 1 %s", (int)getpid(), settings);
    r = cluster(words);
    run_release(&r);
    r = cluster("env");
    forget();
    take(r.out);
    setenv("CLUSTER_DIR", dir, 1);
    run_release(&r);
}

void own_cluster_down(void)
{
    struct run r = cluster("down");

    run_release(&r);
    run_rm_dir(dir);
    dir = NULL;
}
