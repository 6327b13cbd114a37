// Each function of CGMime.h passes its arguments on to the library's own of that name.

#include "CGMime.h"

#include <dlfcn.h>

#define EACH_FUNCTION(F) \
  F(void, g_object_unref, (void *object), (object)) \
  F(gboolean, g_type_check_instance_is_a, (const void *instance, GType type), (instance, type)) \
  F(GMimeStream *, g_mime_stream_mem_new, (void), ()) \
  F(GMimeStream *, g_mime_stream_mem_new_with_buffer, (const char *buffer, size_t length), (buffer, length)) \
  F(GByteArray *, g_mime_stream_mem_get_byte_array, (GMimeStream *memory_stream), (memory_stream)) \
  F(GMimeParser *, g_mime_parser_new_with_stream, (GMimeStream *stream), (stream)) \
  F(void, g_mime_parser_set_format, (GMimeParser *parser, int format), (parser, format)) \
  F(gboolean, g_mime_parser_eos, (GMimeParser *parser), (parser)) \
  F(GMimeMessage *, g_mime_parser_construct_message, (GMimeParser *parser, GMimeParserOptions *options), (parser, options)) \
  F(const char *, g_mime_message_get_subject, (GMimeMessage *message), (message)) \
  F(InternetAddressList *, g_mime_message_get_from, (GMimeMessage *message), (message)) \
  F(int, internet_address_list_length, (InternetAddressList *list), (list)) \
  F(InternetAddress *, internet_address_list_get_address, (InternetAddressList *list, int index), (list, index)) \
  F(const char *, internet_address_get_name, (InternetAddress *address), (address)) \
  F(GType, internet_address_mailbox_get_type, (void), ()) \
  F(const char *, internet_address_mailbox_get_addr, (void *mailbox), (mailbox)) \
  F(GMimeObject *, g_mime_message_get_mime_part, (GMimeMessage *message), (message)) \
  F(GType, g_mime_multipart_get_type, (void), ()) \
  F(int, g_mime_multipart_get_count, (void *multipart), (multipart)) \
  F(GMimeObject *, g_mime_multipart_get_part, (void *multipart, int index), (multipart, index)) \
  F(GType, g_mime_message_part_get_type, (void), ()) \
  F(GMimeMessage *, g_mime_message_part_get_message, (void *message_part), (message_part)) \
  F(GType, g_mime_part_get_type, (void), ()) \
  F(const char *, g_mime_part_get_filename, (void *part), (part)) \
  F(GMimeDataWrapper *, g_mime_part_get_content, (void *part), (part)) \
  F(int, g_mime_part_get_content_encoding, (void *part), (part)) \
  F(GMimeStream *, g_mime_data_wrapper_get_stream, (GMimeDataWrapper *wrapper), (wrapper)) \
  F(int, g_mime_stream_reset, (GMimeStream *stream), (stream)) \
  F(int64_t, g_mime_stream_tell, (GMimeStream *stream), (stream)) \
  F(int64_t, g_mime_stream_length, (GMimeStream *stream), (stream)) \
  F(ssize_t, g_mime_data_wrapper_write_to_stream, (GMimeDataWrapper *wrapper, GMimeStream *stream), (wrapper, stream)) \
  F(GMimeContentType *, g_mime_object_get_content_type, (GMimeObject *object), (object)) \
  F(const char *, g_mime_object_get_disposition, (GMimeObject *object), (object)) \
  F(const char *, g_mime_object_get_header, (GMimeObject *object, const char *name), (object, name)) \
  F(const char *, g_mime_content_type_get_media_type, (GMimeContentType *type), (type)) \
  F(const char *, g_mime_content_type_get_media_subtype, (GMimeContentType *type), (type)) \
  F(const char *, g_mime_content_type_get_parameter, (GMimeContentType *type, const char *name), (type, name))

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

const char *load_gmime(void) {
  void *library = dlopen("libgmime-3.0.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
  for (size_t index = 0; index < sizeof functions / sizeof functions[0]; index++) {
    *functions[index].place = dlsym(library, functions[index].name);
    if (!*functions[index].place) return dlerror();
  }
  void (*start)(void);
  *(void **)&start = dlsym(library, "g_mime_init");
  if (!start) return dlerror();
  start();
  return NULL;
}
