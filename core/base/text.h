/* Safe display of foreign bytes. Nothing from outside may reach the terminal except through
 * text_visible. */
#ifndef KLAMM_CORE_BASE_TEXT_H
#define KLAMM_CORE_BASE_TEXT_H

#include "core/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A copy of len foreign bytes that is valid UTF-8 and drives no terminal: C0, DEL, C1, bidi and
 * zero-width controls, line separators and invalid bytes become visible escapes (\n, \e, \x9b,
 * \u{202e}); so do combining marks with nothing to sit on, or more than four on one character.
 * Backslash stays as it is. Plain text comes back unchanged; doing it twice changes nothing. */
char *text_visible(struct arena *a, const void *bytes, size_t len);
/* True when text_visible would return the same bytes (the fast path, no copy needed). */
bool text_is_plain(const char *s, size_t len);

/* Decodes one code point of UTF-8; returns its byte length: 1 and U+FFFD for an invalid byte
 * (a real U+FFFD is 3 long), 0 when len is 0. */
size_t text_decode(const char *s, size_t len, uint32_t *cp);
/* s with the glyphs klamm itself draws (… – − ● ✗ → ▲ █ ─ │ …) replaced by ASCII of the same width;
 * s itself when there is none. Other characters stay. */
const char *text_ascii_fold(struct arena *a, const char *s);

#endif
