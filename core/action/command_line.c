/* Builds command lines of Kafka's tools for the verbs' plans. */
#include "core/action/command_line.h"

#include "core/base/text.h"

#include <ctype.h>
#include <string.h>

static bool needs_no_quotes(const char *word)
{
    for (const char *c = word; *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("_./:=,@+-", *c))
            return false;
    }
    return *word != '\0';
}

static void add_escaped(struct buf *b, const char *word)
{
    buf_adds(b, "$'");
    for (const unsigned char *c = (const unsigned char *)word; *c; c++) {
        if (*c < 0x20 || *c >= 0x7f)
            buf_addf(b, "\\x%02x", *c);
        else if (*c == '\'' || *c == '\\')
            buf_addf(b, "\\%c", *c);
        else
            buf_addc(b, (char)*c);
    }
    buf_addc(b, '\'');
}

void command_word(struct buf *b, const char *word)
{
    if (needs_no_quotes(word)) {
        buf_adds(b, word);
        return;
    }
    if (!text_is_plain(word, strlen(word))) {
        add_escaped(b, word);
        return;
    }
    buf_addc(b, '\'');
    for (const char *c = word; *c; c++) {
        if (*c == '\'')
            buf_adds(b, "'\\''");
        else
            buf_addc(b, *c);
    }
    buf_addc(b, '\'');
}

void command_option(struct buf *b, const char *name, const char *value)
{
    buf_addf(b, " --%s ", name);
    command_word(b, value);
}

void command_start(struct buf *b, const char *tool, const struct profile *profile)
{
    const struct property *protocol = properties_get(&profile->properties, "security.protocol");

    buf_adds(b, tool);
    command_option(b, "bootstrap-server", profile_brokers(profile));
    if (protocol && strcasecmp(protocol->value, "plaintext") != 0)
        command_option(b, "command-config", "client.properties");
}
