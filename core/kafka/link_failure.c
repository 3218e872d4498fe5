/* librdkafka's line about a connection that failed: what it says, and what it means. */
#include "core/kafka/link_failure.h"

#include "core/kafka/internal.h"

#include "core/config/profile.h"

#include <stdio.h>
#include <string.h>

enum err_kind failure_kind(const char *text)
{
    static const struct {
        const char *words;
        enum err_kind kind;
    } table[] = {
        {"SASL", ERR_AUTH},
        {"SSL", ERR_TLS},
        {"Failed to resolve", ERR_RESOLVE},
        {"Connection refused", ERR_REFUSED},
        {"timed out", ERR_TIMEOUT},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcasestr(text, table[i].words))
            return table[i].kind;
    return ERR_UNREACHABLE;
}

bool failure_parse(struct failure *f, const char *text)
{
    *f = (struct failure){.after_ms = -1};
    const char *start = strstr(text, "://");
    f->tls = strncmp(text, "ssl://", 6) == 0 || strncmp(text, "sasl_ssl://", 11) == 0;
    start = start ? start + 3 : text;
    const char *colon = strstr(start, ": ");
    if (!colon)
        return false;
    const char *slash = memchr(start, '/', (size_t)(colon - start));
    snprintf(f->broker, sizeof f->broker, "%.*s", (int)((slash ? slash : colon) - start), start);
    f->advertised = slash && slash[1] >= '0' && slash[1] <= '9';
    const char *tail = strstr(colon, " (after ");
    if (tail)
        (void)sscanf(tail, " (after %dms in state %23[A-Z_]", &f->after_ms, f->state);
    const char *end = tail ? tail : colon + strlen(colon);
    snprintf(f->words, sizeof f->words, "%.*s", (int)(end - colon - 2), colon + 2);
    return true;
}

/* librdkafka's guess at why a broker does not respond is out of date; and a broker that hangs up
 * before anything was sent speaks another protocol on that listener. */
bool failure_explain(const struct failure *f, bool up, struct err *err)
{
    bool first_request = strcmp(f->state, "APIVERSION_QUERY") == 0;
    if (first_request && strcasestr(f->words, "timed out"))
        return err_set(err, ERR_TIMEOUT, "%s took the connection but does not answer", f->broker),
               true;
    if (strncmp(f->words, "Disconnected", 12) != 0 || up)
        return false;
    if (first_request && !f->tls)
        err_set(err, ERR_TLS,
                "%s closed the connection at the first request: a TLS listener, perhaps "
                "(security.protocol is without TLS)",
                f->broker);
    else if (strcmp(f->state, "UP") == 0 && f->after_ms >= 0 && f->after_ms < 2000)
        err_set(err, ERR_AUTH,
                "%s closed the connection at the first request: it may want a login "
                "(security.protocol is without SASL)",
                f->broker);
    else if (f->tls && strcmp(f->state, "SSL_HANDSHAKE") == 0)
        err_set(err, ERR_TLS,
                "%s closed the connection during the TLS handshake: a listener without TLS "
                "(PLAINTEXT), perhaps",
                f->broker);
    else
        return false;
    return true;
}

/* A user who gave an address that works wonders about another one that doesn't. */
bool failure_is_their_word(const struct cluster *c, const struct failure *f, enum err_kind kind)
{
    bool no_way = kind == ERR_RESOLVE || kind == ERR_REFUSED || kind == ERR_TIMEOUT ||
                  kind == ERR_UNREACHABLE;
    return no_way && f->advertised && !handle_reached_brokers(c->handle) &&
           !strstr(profile_brokers(c->profile), f->broker);
}
