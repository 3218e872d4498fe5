/* Allocation that can't fail: out of memory calls the handler (the console restores the terminal
 * there) and aborts. */
#ifndef KLAMM_CORE_BASE_MEM_H
#define KLAMM_CORE_BASE_MEM_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);           /* zeroed; overflow of n*size aborts */
void *xrealloc(void *p, size_t n, size_t size); /* n*size bytes; overflow aborts */
char *xstrdup(const char *s);                   /* NULL stays NULL */
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Called once before abort(); must not allocate. */
void mem_set_oom_handler(void (*handler)(void));

#endif
