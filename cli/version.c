/* klamm version */
#include "cli/command.h"

#include "core/kafka/cluster.h"

#include <stdio.h>

static int run(const struct options *o, const char *const *args, size_t nargs)
{
    (void)o;
    if (nargs > 1) {
        cli_say("\"%s\" is one word too many after version", args[1]);
        return CLI_USAGE;
    }
    printf("klamm %s, librdkafka %s\n", KLAMM_VERSION, kafka_library_version());
    return CLI_DONE;
}

const struct command command_version = {
    .name = "version",
    .usage = "",
    .help = "print the versions of klamm and of the Kafka library in it",
    .run = run,
};
