// Each function of CUchardet.h passes its arguments on to the library's own of that name.

#include "CUchardet.h"

#include <CLoading.h>

#define EACH_FUNCTION(F) \
  F(uchardet_t, uchardet_new, (void), ()) \
  F(void, uchardet_delete, (uchardet_t detector), (detector)) \
  F(int, uchardet_handle_data, (uchardet_t detector, const char *data, size_t length), (detector, data, length)) \
  F(void, uchardet_data_end, (uchardet_t detector), (detector)) \
  F(const char *, uchardet_get_charset, (uchardet_t detector), (detector))

EACH_FUNCTION(PASSED_ON)

const char *load_uchardet(void) {
  static const struct loaded_function functions[] = {EACH_FUNCTION(ENTRY)};
  return load_functions("libuchardet.so.0", functions, sizeof functions / sizeof functions[0]);
}
