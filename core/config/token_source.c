/* Called by client_properties.c for every list of properties, after the JAAS line. Java asks one
 * class for the token, whatever else is set: by default that is
 * OAuthBearerUnsecuredLoginCallbackHandler (LoginManager), which knows only the claims in the JAAS
 * line; OAuthBearerLoginCallbackHandler knows only the address. librdkafka has no such rule and
 * refuses both at once. The class stays in the list, as -X may bring an address later. */
#include "core/config/token_source.h"

#include "core/base/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ADDRESS "sasl.oauthbearer.token.endpoint.url"
#define METHOD "sasl.oauthbearer.method"
#define UNSECURED "enable.sasl.oauthbearer.unsecure.jwt"

enum handler { HANDLER_NONE, HANDLER_UNSECURED, HANDLER_ADDRESS, HANDLER_OTHER };

/* Kafka 3 had the second one in a package of its own. */
static enum handler handler_named(const struct property *q)
{
    static const char package[] = "org.apache.kafka.";
    static const struct {
        const char *tail;
        enum handler handler;
    } known[] = {{".OAuthBearerUnsecuredLoginCallbackHandler", HANDLER_UNSECURED},
                 {".OAuthBearerLoginCallbackHandler", HANDLER_ADDRESS}};
    if (q->from != PROPERTY_LITERAL)
        return HANDLER_OTHER;
    size_t len = strlen(q->value);
    while (len && isspace((unsigned char)q->value[len - 1]))
        len--;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t n = strlen(known[i].tail);
        if (len > n && strncmp(q->value + len - n, known[i].tail, n) == 0 &&
            strncmp(q->value, package, sizeof package - 1) == 0)
            return known[i].handler;
    }
    return len ? HANDLER_OTHER : HANDLER_NONE;
}

bool token_handler_counts(const struct properties *p, const struct property *handler)
{
    enum handler h = handler_named(handler);
    return h == HANDLER_UNSECURED || h == HANDLER_ADDRESS ||
           (h == HANDLER_OTHER && properties_get(p, ADDRESS));
}

static bool is_literal(const struct properties *p, const char *name, const char *value)
{
    const struct property *q = properties_get(p, name);
    return q && q->from == PROPERTY_LITERAL && strcasecmp(q->value, value) == 0;
}

static void drop_claims(struct properties *p, struct problems *problems)
{
    const struct property *q = properties_get(p, UNSECURED);
    problems_warn(
        problems, q->origin, 0,
        "the claims of an unsecured token are ignored, as Java's clients do when '%s' is %s",
        TOKEN_HANDLER, "OAuthBearerLoginCallbackHandler");
    properties_remove(p, UNSECURED);
    properties_remove(p, "sasl.oauthbearer.config");
}

/* Set below, for the address, when this list was a part of the one that it is now. */
static bool is_own_method(const struct properties *p)
{
    const struct property *method = properties_get(p, METHOD), *url = properties_get(p, ADDRESS);
    return method && url && strcmp(method->origin, url->origin) == 0;
}

static void drop_address(struct properties *p, struct problems *problems)
{
    const struct property *q = properties_get(p, ADDRESS);
    problems_warn(problems, q->origin, 0,
                  "'%s' is ignored, as Java's clients do unless '%s' is %s: the token is made of "
                  "the unsecured claims in 'sasl.jaas.config'",
                  property_said(q), TOKEN_HANDLER, "OAuthBearerLoginCallbackHandler");
    if (is_own_method(p))
        properties_remove(p, METHOD);
    properties_remove(p, ADDRESS);
}

/* Claims and an address together with a class that decides between them by itself. */
static void drop_other(struct properties *p, bool claims, struct problems *problems)
{
    const struct property *q = properties_get(p, TOKEN_HANDLER);
    if (claims && properties_get(p, ADDRESS))
        problems_error(problems, q->origin, 0,
                       "'%s' is a class that klamm does not have, and there are two sources of "
                       "tokens: leave out %s or the unsecured claims in 'sasl.jaas.config'",
                       TOKEN_HANDLER, ADDRESS);
    else
        problems_warn(problems, q->origin, 0,
                      "'%s' is ignored: Java's callback handlers don't run here", TOKEN_HANDLER);
    properties_remove(p, TOKEN_HANDLER);
}

static void choose(struct properties *p, struct problems *problems)
{
    bool claims = is_literal(p, UNSECURED, "true");
    const struct property *q = properties_get(p, TOKEN_HANDLER);
    enum handler handler = q ? handler_named(q) : HANDLER_NONE;
    if (handler == HANDLER_OTHER)
        drop_other(p, claims, problems);
    else if (claims && handler == HANDLER_ADDRESS)
        drop_claims(p, problems);
    else if (claims && properties_get(p, ADDRESS) &&
             (!is_literal(p, METHOD, "oidc") || is_own_method(p)))
        drop_address(p, problems);
}

void token_source_translate(struct properties *p, struct problems *problems)
{
    choose(p, problems);
    const struct property *url = properties_get(p, ADDRESS);
    if (!url || properties_get(p, METHOD) ||
        (url->from == PROPERTY_LITERAL && strncmp(url->value, "file:", 5) == 0))
        return;
    char *origin = xstrdup(url->origin);
    properties_set(p, METHOD, PROPERTY_LITERAL, "oidc", origin);
    free(origin);
}
