// Mozilla's detector of legacy encodings, as far as Redline calls it. The library is loaded when the first such text is
// read: with it comes the C++ library, whose thousands of names every command would have to look up.
// Every declaration is checked against uchardet 0.0.7's header.
#pragma once

#include <stddef.h>

// Loads the library; to be called once, before anything else here. Returns null, or why it cannot be loaded.
const char *load_uchardet(void);

// <uchardet.h>
typedef struct uchardet *uchardet_t;
uchardet_t uchardet_new(void);
void uchardet_delete(uchardet_t detector);
int uchardet_handle_data(uchardet_t detector, const char *data, size_t length);
void uchardet_data_end(uchardet_t detector);
const char *uchardet_get_charset(uchardet_t detector);
