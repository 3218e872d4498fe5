/* sasl.jaas.config: any line is taken or refused with a sentence, and no sentence holds a password,
 * however broken the line is. */
#include "core/base/text.h"
#include "core/config/jaas.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

const char *const fuzz_words[] = {
    "org.apache.kafka.common.security.plain.PlainLoginModule",
    "org.apache.kafka.common.security.scram.ScramLoginModule",
    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
    "com.sun.security.auth.module.Krb5LoginModule",
    " required ",
    " sufficient ",
    "username",
    "password",
    "=",
    "\"",
    "'",
    "alice",
    "\"s3cr3t\"",
    "s3cr3t",
    ";",
    "\\",
    "\\\"",
    "\\u0041",
    "clientId=",
    "clientSecret=",
    "scope=",
    "extension_a=b ",
    "useKeyTab=true ",
    "keyTab=\"/etc/k\" ",
    "principal=\"k@R\" ",
    "unsecuredLoginStringClaim_sub=\"a\" ",
    "tokenauth=true ",
    "/*",
    "*/",
    "//",
    "\n",
    " ",
    NULL,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *line = fuzz_string(data, size);
    struct properties p;
    struct problems problems;
    properties_init(&p);
    problems_init(&problems);
    bool taken = jaas_translate(line, "c:1", &p, &problems);
    FUZZ_CHECK(taken || problems.errors);
    for (size_t i = 0; i < problems.len; i++) {
        const char *text = problems.data[i].text;
        FUZZ_CHECK(text_is_plain(text, strlen(text)));
        FUZZ_CHECK(!strstr(text, "s3cr3t"));
    }
    for (size_t i = 0; i < p.len; i++)
        FUZZ_CHECK(*p.data[i].name && p.data[i].value);
    properties_release(&p);
    problems_release(&problems);
    free(line);
    return 0;
}
