// What the files inside a document's archive are packed with.
#include <zlib.h>
