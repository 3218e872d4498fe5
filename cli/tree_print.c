#include "cli/tree_print.h"

void tree_print(json_t *tree, enum export_format f, FILE *out)
{
    struct buf b;
    buf_init(&b, 0);
    export_tree(tree, f, &b);
    fwrite(buf_str(&b), 1, b.len, out);
    buf_release(&b);
    json_decref(tree);
}
