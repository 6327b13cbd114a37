// Each function of CUchardet.h passes its arguments on to the library's own of that name.

#include "CUchardet.h"

#include <dlfcn.h>

#define EACH_FUNCTION(F) \
  F(uchardet_t, uchardet_new, (void), ()) \
  F(void, uchardet_delete, (uchardet_t detector), (detector)) \
  F(int, uchardet_handle_data, (uchardet_t detector, const char *data, size_t length), (detector, data, length)) \
  F(void, uchardet_data_end, (uchardet_t detector), (detector)) \
  F(const char *, uchardet_get_charset, (uchardet_t detector), (detector))

// A name of this program alone: what the library calls of its own must not come here.
#define PASSED_ON(result, name, parameters, arguments) \
  static result(*found_##name) parameters; \
  __attribute__((visibility("hidden"))) result name parameters { return found_##name arguments; }
EACH_FUNCTION(PASSED_ON)

#define ENTRY(result, name, parameters, arguments) {#name, (void **)&found_##name},
static const struct {
  const char *name;
  void **place;
} functions[] = {EACH_FUNCTION(ENTRY)};

const char *load_uchardet(void) {
  void *library = dlopen("libuchardet.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  for (size_t index = 0; index < sizeof functions / sizeof functions[0]; index++) {
    *functions[index].place = dlsym(library, functions[index].name);
    if (!*functions[index].place) return dlerror();
  }
  return NULL;
}
