/* OAUTHBEARER with a token in a file: what sasl.oauthbearer.token.endpoint.url=file:… means to
 * Java's clients (FileJwtRetriever, KIP-768). librdkafka fetches tokens by HTTP only, so it is
 * given this one, and asks again before it expires; by then the owner of the file has written a new
 * one.
 *
 * The callback runs on librdkafka's thread for such work
 * (rd_kafka_sasl_background_callbacks_enable). The path comes to it in sasl.oauthbearer.config,
 * which nothing else uses then. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TOKEN_MAX = 64 * 1024 }; /* bytes */

static int digit64(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Base64url without padding (RFC 7515); false when it is none. */
static bool decode64(const char *s, size_t len, struct buf *out)
{
    unsigned bits = 0;
    int have = 0;
    for (size_t i = 0; i < len; i++) {
        int d = digit64(s[i]);
        if (d < 0)
            return false;
        bits = (bits << 6 | (unsigned)d) & 0xFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            buf_addc(out, (char)(bits >> have & 0xFF));
        }
    }
    return true;
}

/* The middle of the three parts of a signed token: its claims. NULL when it is none. */
static json_t *claims_of(const char *token)
{
    struct buf text;
    const char *first = strchr(token, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;
    json_t *claims = NULL;
    buf_init(&text, TOKEN_MAX);
    if (second && decode64(first + 1, (size_t)(second - first - 1), &text))
        claims = json_loadb(buf_str(&text), text.len, 0, NULL);
    if (text.data)
        explicit_bzero(text.data, text.cap);
    buf_release(&text);
    return claims;
}

static void trim(struct buf *b)
{
    while (b->len && isspace((unsigned char)b->data[b->len - 1]))
        buf_erase(b, b->len - 1, 1);
    while (b->len && isspace((unsigned char)b->data[0]))
        buf_erase(b, 0, 1);
}

static bool hand_over(rd_kafka_t *rk, const char *path, const char *token, struct err *err)
{
    char why[300] = "";
    json_t *claims = claims_of(token);
    const json_t *ends = json_object_get(claims, "exp"), *who = json_object_get(claims, "sub");
    bool ok = json_is_number(ends) && json_is_string(who);
    if (!ok)
        err_set(err, ERR_CONFIG, "%s holds no token (JWT) with the claims sub and exp", path);
    else if (json_number_value(ends) * 1000 <= (double)clock_wall_ms())
        ok = err_set(err, ERR_CONFIG, "the token in %s is no longer valid (exp)", path);
    else if (rd_kafka_oauthbearer_set_token(rk, token, (int64_t)(json_number_value(ends) * 1000),
                                            json_string_value(who), NULL, 0, why, sizeof why) != 0)
        ok = err_set(err, ERR_CONFIG, "the token in %s is not accepted: %s", path, why);
    json_decref(claims);
    return ok;
}

/* Trimmed, as Java trims it. */
static bool read_token(const char *path, struct buf *token, struct err *err)
{
    bool ok = file_read_ordinary(path, TOKEN_MAX, token, err);
    if (ok)
        trim(token);
    return ok;
}

static void on_refresh(rd_kafka_t *rk, const char *path, void *opaque)
{
    (void)opaque;
    struct buf token;
    struct err err = {0};
    buf_init(&token, 0);
    if (!path || !read_token(path, &token, &err) || !hand_over(rk, path, buf_str(&token), &err))
        rd_kafka_oauthbearer_set_token_failure(rk, err.msg);
    if (token.data)
        explicit_bzero(token.data, token.cap);
    buf_release(&token);
}

bool token_from_file(rd_kafka_conf_t *conf, const char *url)
{
    const char *path = url + strlen("file:");
    /* file:/p and file:///p are the same. */
    if (strncmp(path, "//", 2) == 0)
        path += 2;
    if (access(path, R_OK) != 0)
        return false;
    rd_kafka_conf_set(conf, "sasl.oauthbearer.config", path, NULL, 0);
    rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf, on_refresh);
    return true;
}

bool token_is_in_file(const rd_kafka_conf_t *conf)
{
    size_t size = 0; /* nothing else sets such a function */
    return rd_kafka_conf_get(conf, "oauthbearer_token_refresh_cb", NULL, &size) == RD_KAFKA_CONF_OK;
}
