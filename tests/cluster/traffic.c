/* traffic: makes the cluster of tests/cluster/cluster live. `seed` fills it once, `run` keeps it
 * moving, `bulk` makes many topics, groups and ACLs for the measurements, `settle` waits until it
 * has come to rest after a fault. What there is to see is in scenario.c. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "tests/cluster/client.h"
#include "tests/cluster/run.h"
#include "tests/cluster/scenario.h"
#include "tests/cluster/seed.h"
#include "tests/cluster/settle.h"

static const char usage[] =
    "usage: traffic [-b BOOTSTRAP] [-X name=value] [--plain] seed | run | bulk | settle\n"
    "  --plain              without the names and bytes that break screens\n"
    "  seed                 topics, records, groups, ACLs and settings of the demo\n"
    "  run  [--rate F] [--stay]  producers and consumers until SIGTERM; all rates times F;\n"
    "                       ends with its parent unless --stay\n"
    "  bulk [--topics N] [--partitions N] [--rf N] [--groups N] [--commits N] [--records N]\n"
    "       [--acls N] [--prefix P]  many topics, groups and ACLs for measurements\n"
    "  settle               waits until all replicas are in sync and led by the preferred ones\n"
    "BOOTSTRAP is $KLAMM_BOOTSTRAP unless given.\n";

static const struct option longopts[] = {
    {"rate", required_argument, NULL, 'r'},
    {"topics", required_argument, NULL, 't'},
    {"partitions", required_argument, NULL, 'p'},
    {"rf", required_argument, NULL, 'f'},
    {"groups", required_argument, NULL, 'g'},
    {"commits", required_argument, NULL, 'c'},
    {"records", required_argument, NULL, 'n'},
    {"acls", required_argument, NULL, 'a'},
    {"prefix", required_argument, NULL, 'P'},
    {"stay", no_argument, NULL, 's'},
    {"plain", no_argument, NULL, 'o'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static double number(const char *text, double most)
{
    char *end = NULL;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 0 && value <= most))
        die("'%s' is not a number from 0 to %.0f", text, most);
    return value;
}

static void add_property(struct options *o, const char *property)
{
    o->properties = xrealloc(o->properties, o->nproperties + 1, sizeof *o->properties);
    o->properties[o->nproperties++] = property;
}

static void take_option(struct options *o, int c)
{
    switch (c) {
    case 'b':
        o->bootstrap = optarg;
        break;
    case 'X':
        add_property(o, optarg);
        break;
    case 'r':
        o->rate = number(optarg, 10000);
        break;
    case 's':
        o->stay = true;
        break;
    case 'o':
        scenario_leave_odd();
        break;
    case 't':
        o->topics = (int)number(optarg, 9999);
        break;
    case 'p':
        o->partitions = (int)number(optarg, 1000);
        break;
    case 'f':
        o->rf = (int)number(optarg, 3);
        break;
    case 'g':
        o->groups = (int)number(optarg, 9999);
        break;
    case 'c':
        o->commits = (int)number(optarg, 10000);
        break;
    case 'n':
        o->records = (int)number(optarg, 1000000);
        break;
    case 'a':
        o->acls = (int)number(optarg, 100000);
        break;
    case 'P':
        o->prefix = optarg;
        break;
    case 'h':
        fputs(usage, stdout);
        exit(0);
    default:
        fputs(usage, stderr);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    struct options o = {.bootstrap = getenv("KLAMM_BOOTSTRAP"),
                        .rate = 1,
                        .topics = 1000,
                        .partitions = 3,
                        .rf = 2,
                        .groups = 1000,
                        .commits = 12,
                        .records = 5,
                        .prefix = "bulk"};
    for (int c; (c = getopt_long(argc, argv, "b:X:h", longopts, NULL)) != -1;)
        take_option(&o, c);
    const char *what = optind + 1 == argc ? argv[optind] : "";
    int code = 0;
    if (!o.bootstrap)
        die("no address: -b or KLAMM_BOOTSTRAP");
    if (strcmp(what, "seed") == 0) {
        seed(&o);
    } else if (strcmp(what, "run") == 0) {
        code = run(&o);
    } else if (strcmp(what, "bulk") == 0) {
        bulk(&o);
    } else if (strcmp(what, "settle") == 0) {
        settle(&o);
    } else {
        fputs(usage, stderr);
        code = 2;
    }
    free(o.properties);
    return code;
}
