// GMime 3 (and the little of GLib it rests on), as far as Redline calls it. The library is loaded when the first mail
// is read: with it come fifteen others, which no other note and no command needs.
// Every declaration is checked against GMime 3.2's headers; objects are opaque here.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Loads the library and makes it ready; to be called once, before anything else here.
// Returns null, or why it cannot be loaded.
const char *load_gmime(void);

// <glib.h>, <glib-object.h>
typedef int gboolean;
typedef size_t GType;
typedef struct {
  uint8_t *data;
  unsigned int len;
} GByteArray;
void g_object_unref(void *object);
gboolean g_type_check_instance_is_a(const void *instance, GType type);

// <gmime/gmime.h>
typedef struct _GMimeObject GMimeObject;
typedef struct _GMimeStream GMimeStream;
typedef struct _GMimeParser GMimeParser;
typedef struct _GMimeParserOptions GMimeParserOptions;
typedef struct _GMimeMessage GMimeMessage;
typedef struct _GMimeDataWrapper GMimeDataWrapper;
typedef struct _GMimeContentType GMimeContentType;
typedef struct _InternetAddressList InternetAddressList;
enum { GMIME_FORMAT_MESSAGE = 0, GMIME_FORMAT_MBOX = 1, GMIME_FORMAT_MMDF = 2 };
GMimeStream *g_mime_stream_mem_new(void);
GMimeStream *g_mime_stream_mem_new_with_buffer(const char *buffer, size_t length);
GByteArray *g_mime_stream_mem_get_byte_array(GMimeStream *memory_stream);
GMimeParser *g_mime_parser_new_with_stream(GMimeStream *stream);
void g_mime_parser_set_format(GMimeParser *parser, int format);
gboolean g_mime_parser_eos(GMimeParser *parser);
GMimeMessage *g_mime_parser_construct_message(GMimeParser *parser, GMimeParserOptions *options);
const char *g_mime_message_get_subject(GMimeMessage *message);
InternetAddressList *g_mime_message_get_from(GMimeMessage *message);
typedef struct _InternetAddress InternetAddress;
int internet_address_list_length(InternetAddressList *list);
InternetAddress *internet_address_list_get_address(InternetAddressList *list, int index);
const char *internet_address_get_name(InternetAddress *address);
GType internet_address_mailbox_get_type(void);
const char *internet_address_mailbox_get_addr(void *mailbox);
GMimeObject *g_mime_message_get_mime_part(GMimeMessage *message);
GType g_mime_multipart_get_type(void);
int g_mime_multipart_get_count(void *multipart);
GMimeObject *g_mime_multipart_get_part(void *multipart, int index);
GType g_mime_message_part_get_type(void);
GMimeMessage *g_mime_message_part_get_message(void *message_part);
GType g_mime_part_get_type(void);
const char *g_mime_part_get_filename(void *part);
GMimeDataWrapper *g_mime_part_get_content(void *part);
enum { GMIME_ENCODING_BASE64 = 4, GMIME_ENCODING_QUOTED_PRINTABLE = 5, GMIME_ENCODING_UUENCODE = 6 };
int g_mime_part_get_content_encoding(void *part);
GMimeStream *g_mime_data_wrapper_get_stream(GMimeDataWrapper *wrapper);
int g_mime_stream_reset(GMimeStream *stream);
int64_t g_mime_stream_tell(GMimeStream *stream);
int64_t g_mime_stream_length(GMimeStream *stream);
ssize_t g_mime_data_wrapper_write_to_stream(GMimeDataWrapper *wrapper, GMimeStream *stream);
GMimeContentType *g_mime_object_get_content_type(GMimeObject *object);
const char *g_mime_object_get_disposition(GMimeObject *object);
const char *g_mime_object_get_header(GMimeObject *object, const char *name);
const char *g_mime_content_type_get_media_type(GMimeContentType *type);
const char *g_mime_content_type_get_media_subtype(GMimeContentType *type);
const char *g_mime_content_type_get_parameter(GMimeContentType *type, const char *name);
