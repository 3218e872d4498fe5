/* What a broker or a token service checks, as a number that is stored instead of it: after a
 * refusal the same is not sent again at once, another one is. Called by handle.c when a client is
 * made. */
#include "core/kafka/internal.h"

#include "core/base/file.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILE_MAX = 1 << 20 }; /* bytes */

/* FNV-1a, with an end mark of its own after each part. */
static void add(uint64_t *h, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        *h = (*h ^ (unsigned char)data[i]) * 0x100000001b3;
    *h = (*h ^ 0x100) * 0x100000001b3;
}

/* NULL: not set. */
static char *value_of(const rd_kafka_conf_t *conf, const char *name)
{
    size_t size = 0;
    if (rd_kafka_conf_get(conf, name, NULL, &size) != RD_KAFKA_CONF_OK || !size)
        return NULL;
    char *value = xcalloc(1, size + 1);
    rd_kafka_conf_get(conf, name, value, &size);
    return value;
}

static void drop(char *value)
{
    explicit_bzero(value, strlen(value));
    free(value);
}

/* A file that can't be read counts like an empty one: it is another login when it can. */
static void add_file(uint64_t *h, const char *path)
{
    struct buf data;
    buf_init(&data, 0);
    (void)file_read_ordinary(path, FILE_MAX, &data, NULL);
    add(h, buf_str(&data), data.len);
    if (data.data)
        explicit_bzero(data.data, data.cap);
    buf_release(&data);
}

uint64_t login_of(const rd_kafka_conf_t *conf)
{
    static const struct {
        const char *property;
        bool names_file, may_name_file;
    } parts[] = {
        {"sasl.username", false, false},
        {"sasl.password", false, false},
        {"sasl.oauthbearer.client.id", false, false},
        {"sasl.oauthbearer.client.secret", false, false},
        {"sasl.oauthbearer.config", false, true}, /* claims, or the file with the token */
        {"sasl.oauthbearer.assertion.file", true, false},
        {"sasl.oauthbearer.assertion.private.key.file", true, false},
    };
    uint64_t h = 0xcbf29ce484222325;
    bool any = false;
    char *mechanism = value_of(conf, "sasl.mechanism");
    bool tickets = mechanism && strcasecmp(mechanism, "GSSAPI") == 0;
    free(mechanism);
    for (size_t i = 0; !tickets && i < sizeof parts / sizeof *parts; i++) {
        char *value = value_of(conf, parts[i].property);
        if (!value)
            continue;
        any = true;
        add(&h, value, strlen(value));
        if (parts[i].names_file || (parts[i].may_name_file && token_is_in_file(conf)))
            add_file(&h, value);
        drop(value);
    }
    return any ? h | 1 : 0;
}
