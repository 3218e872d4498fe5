/* Where offsets go: the parameters that offsets-reset and group-create share, for their tables.
 * Kafka's own spellings come next to ours. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSETS_PARAMS_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSETS_PARAMS_H

#define OFFSETS_TARGET_PARAMS                                                                      \
    {.name = "offset",                                                                             \
     .title = "offset",                                                                            \
     .type = PARAM_INT,                                                                            \
     .when = "to=offset",                                                                          \
     .check = reset_check_goal,                                                                    \
     .help = "the offset for every partition in scope, kept within its log, such as 1200"},        \
        {.name = "instant",                                                                        \
         .title = "instant",                                                                       \
         .type = PARAM_INSTANT,                                                                    \
         .when = "to=instant",                                                                     \
         .check = reset_check_goal,                                                                \
         .shown = reset_shown_moment,                                                              \
         .help = "for example 2026-11-22 10:30, 10:30 or 2h ago: in the zone shown unless one is " \
                 "given; "                                                                         \
                 "2026-11-22T10:30:00.000 is UTC, as for Kafka's tools"},                          \
        {.name = "duration",                                                                       \
         .title = "how long ago",                                                                  \
         .type = PARAM_DURATION,                                                                   \
         .when = "to=duration",                                                                    \
         .check = reset_check_goal,                                                                \
         .shown = reset_shown_moment,                                                              \
         .help = "for example 2h, 1d 12h or PT2H"},                                                \
        {.name = "record",                                                                         \
         .title = "record",                                                                        \
         .type = PARAM_TEXT,                                                                       \
         .when = "to=record",                                                                      \
         .check = reset_check_goal,                                                                \
         .help = "topic:partition:offset, as orders:0:1200; every partition goes to the time of "  \
                 "that record"},                                                                   \
        {.name = "from",                                                                           \
         .title = "of group",                                                                      \
         .type = PARAM_GROUP,                                                                      \
         .when = "to=group",                                                                       \
         .check = reset_check_goal,                                                                \
         .help = "the group whose committed offsets are copied"},                                  \
        {.name = "each",                                                                           \
         .title = "offsets",                                                                       \
         .type = PARAM_OFFSETS,                                                                    \
         .repeatable = true,                                                                       \
         .when = "to=each",                                                                        \
         .check = reset_check_goal,                                                                \
         .complete = reset_complete_each,                                                          \
         .help = "topic:partition=offset, as orders:0=1200"},                                      \
        {.name = "file",                                                                           \
         .title = "CSV file",                                                                      \
         .type = PARAM_FILE,                                                                       \
         .when = "to=file",                                                                        \
         .check = reset_check_goal,                                                                \
         .help = "lines of topic,partition,offset or group,topic,partition,offset, as "            \
                 "kafka-consumer-groups exports them"},                                            \
    {                                                                                              \
        .name = "lines", .title = "lines", .type = PARAM_TEXT, .when = "to=lines",                 \
        .internal = true, .help = "what the file held when it was read: it is not read again"      \
    }

#define OFFSETS_TARGET_ALIASES                                                                     \
    {"to-earliest", "to=earliest", NULL}, {"to-latest", "to=latest", NULL},                        \
        {"to-offset", "to=offset", "offset"}, {"to-datetime", "to=instant", "instant"},            \
        {"by-duration", "to=duration", "duration"}, {"from-file", "to=file", "file"},              \
        {"from-group", "to=group", "from"}, {"at-record", "to=record", "record"},                  \
    {                                                                                              \
        "set", "to=each", "each"                                                                   \
    }

#endif
