// Each function of CGMime.h passes its arguments on to the library's own of that name.

#include "CGMime.h"

#include <CLoading.h>

#define EACH_FUNCTION(F) \
  F(void, g_mime_init, (void), ()) \
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

EACH_FUNCTION(PASSED_ON)

const char *load_gmime(void) {
  static const struct loaded_function functions[] = {EACH_FUNCTION(ENTRY)};
  const char *failure = load_functions("libgmime-3.0.so.0", functions, sizeof functions / sizeof functions[0]);
  if (!failure) g_mime_init();
  return failure;
}
