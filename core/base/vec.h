/* Growable array of any type:  struct VEC(int) v = {0}; vec_push(&v, 3); v.data[0];
 * vec_release(&v); Elements are moved by memcpy; the vector does not own what they point to. */
#ifndef KLAMM_CORE_BASE_VEC_H
#define KLAMM_CORE_BASE_VEC_H

#include "core/base/mem.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define VEC(type)                                                                                  \
    {                                                                                              \
        type *data;                                                                                \
        size_t len;                                                                                \
        size_t cap;                                                                                \
    }

#define vec_reserve(v, n)                                                                          \
    ((v)->cap >= (n) ? (void)0                                                                     \
                     : (void)((v)->data = xrealloc((v)->data, (v)->cap = vec_grow((v)->cap, (n)),  \
                                                   sizeof *(v)->data)))
#define vec_push(v, item) (vec_reserve((v), (v)->len + 1), (void)((v)->data[(v)->len++] = (item)))
#define vec_add(v)                                                                                 \
    (vec_reserve((v), (v)->len + 1), memset(&(v)->data[(v)->len], 0, sizeof *(v)->data),           \
     &(v)->data[(v)->len++])
#define vec_remove(v, i)                                                                           \
    ((void)memmove(&(v)->data[i], &(v)->data[(i) + 1], ((v)->len - (i)-1) * sizeof *(v)->data),    \
     (void)(v)->len--)
#define vec_insert(v, i, item)                                                                     \
    (vec_reserve((v), (v)->len + 1),                                                               \
     (void)memmove(&(v)->data[(i) + 1], &(v)->data[i], ((v)->len - (i)) * sizeof *(v)->data),      \
     (v)->len++, (void)((v)->data[i] = (item)))
#define vec_clear(v) ((void)((v)->len = 0))
#define vec_release(v) (free((v)->data), (void)memset((v), 0, sizeof *(v)))

static inline size_t vec_grow(size_t cap, size_t need)
{
    size_t next = cap ? cap * 2 : 8;
    return next < need ? need : next;
}

#endif
