/* Key to paint with 20,000 topics: more than a cluster of three small nodes can hold, so the model
 * is made up and the console around it is the real one. The program runs itself once more in a
 * terminal, as the console: with a connection that never answers (a listening socket of the parent)
 * and the metadata put into the model by hand. */
#include "core/base/mem.h"
#include "core/model/metadata.h"
#include "tests/e2e/term.h"
#include "tests/support/figure.h"
#include "tests/support/pace.h"
#include "tests/support/run.h"
#include "tui/console.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TOPICS = 20000, PARTITIONS = 3, BROKERS = 3, REPLICATION = 2, NEVER_MS = 300000 };

/* ---- the console ----------------------------------------------------------------------------- */

static struct metadata *make_metadata(void)
{
    struct metadata *md = metadata_new();
    struct arena *a = &md->arena;
    md->nbrokers = BROKERS;
    md->brokers = arena_array(a, BROKERS, sizeof *md->brokers);
    for (int i = 0; i < BROKERS; i++)
        md->brokers[i] = (struct broker){
            .id = i + 1, .host = "127.0.0.1", .port = 9092 + i, .rack = "rack", .alive = true};
    md->ntopics = TOPICS;
    md->topics = arena_array(a, TOPICS, sizeof *md->topics);
    for (int i = 0; i < TOPICS; i++) {
        struct topic *t = &md->topics[i];
        t->name = arena_printf(a, "team-%02d.events-%05d", i % 40, i);
        t->npartitions = PARTITIONS;
        t->partitions = arena_array(a, PARTITIONS, sizeof *t->partitions);
        for (int p = 0; p < PARTITIONS; p++) {
            int32_t *replicas = arena_array(a, REPLICATION, sizeof *replicas);
            for (int r = 0; r < REPLICATION; r++)
                replicas[r] = (i + p + r) % BROKERS + 1;
            t->partitions[p] = (struct partition){.id = p,
                                                  .leader = replicas[0],
                                                  .replicas = replicas,
                                                  .isr = replicas,
                                                  .nreplicas = REPLICATION,
                                                  .nisr = REPLICATION};
        }
    }
    md->npartitions = (int64_t)TOPICS * PARTITIONS;
    metadata_seal(md);
    return md;
}

static struct profile *make_profile(const char *port)
{
    char brokers[64], never[16];
    struct profile *p = profile_new("made-up", "bench");
    snprintf(brokers, sizeof brokers, "127.0.0.1:%s", port);
    snprintf(never, sizeof never, "%d", NEVER_MS);
    p->limits = (struct profile_limits){
        .connect_ms = NEVER_MS, .request_ms = NEVER_MS, .secret_ms = NEVER_MS, .inflight = 32};
    const char *const keys[] = {"bootstrap.servers", "api.version.request.timeout.ms",
                                "socket.timeout.ms", "socket.connection.setup.timeout.ms"};
    const char *const values[] = {brokers, never, never, never};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        properties_set(&p->properties, keys[i], PROPERTY_LITERAL, values[i], "bench");
    return p;
}

static int run_console(const char *port)
{
    static struct app app;
    struct config config = {0};
    struct err err = {0};
    uv_loop_t loop;
    uv_loop_init(&loop);
    struct profile *profile = make_profile(port);
    if (!config_load(&config, NULL, &err) ||
        !app_init(&app, &loop, &config, profile, "topics", &err)) {
        fprintf(stderr, "bench: %s\n", err.msg);
        return 1;
    }
    app.session->model.link = LINK_UP;
    model_take_metadata(&app.session->model, make_metadata());
    session_touch(app.session);
    int code = app_run(&app);
    app_release(&app);
    profile_free(profile);
    config_release(&config);
    return code;
}

/* ---- the terminal ---------------------------------------------------------------------------- */

/* A port that listens and never answers. */
static int listen_quietly(char *port, size_t size)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0 || listen(fd, 8) != 0 ||
        getsockname(fd, (struct sockaddr *)&a, &len) != 0) {
        perror("bench");
        exit(1);
    }
    snprintf(port, size, "%d", ntohs(a.sin_port));
    return fd;
}

int main(int argc, char **argv)
{
    char port[16], home[300];
    if (argc == 3 && strcmp(argv[1], "--console") == 0)
        return run_console(argv[2]);
    int fd = listen_quietly(port, sizeof port);
    char *dir = run_dir();
    snprintf(home, sizeof home, "HOME=%s", dir);
    const char *const args[] = {argv[0], "--console", port, NULL};
    const char *const env[] = {home,
                               "XDG_CONFIG_HOME=", "XDG_STATE_HOME=", "XDG_CACHE_HOME=", NULL};
    struct term *t = term_start(50, 160, args, env);
    term_wait(t, "topics ─ 20,000 ─");
    pace_quiet(t, 500);
    pace_keys(t, "made-up", "key");
    double sorts[10], letters[10];
    for (int i = 0; i < 10; i++) {
        sorts[i] = pace_until(t, ":sort partitions<Enter>", "sorted by partitions ▼");
        pace_quiet(t, 20);
        pace_until(t, ":sort topic<Enter>", "sorted by topic ▲");
        pace_quiet(t, 20);
        letters[i] = pace_until(t, "/events-1999<Enter>", "10 shown");
        pace_quiet(t, 20);
        pace_until(t, "/<C-u><Enter>", "topics ─ 20,000 ─ sorted");
        pace_quiet(t, 20);
    }
    figure_spread("made-up", "sort", sorts, 10);
    figure_spread("made-up", "filter", letters, 10);
    struct figure_process p = figure_process(term_pid(t));
    figure("made-up", "peak.mb", p.peak_mb);
    term_keys(t, "<C-c>");
    int code = term_wait_exit(t);
    term_free(t);
    run_rm_dir(dir);
    close(fd);
    return code;
}
