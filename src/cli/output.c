#include "output.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { FLUSH_AT = 64 * 1024 };

struct LbOutput {
  GString *buffer;  /* for stdout, not written yet */
  GString *capture; /* where it goes instead; NULL: stdout */
  int fd;           /* stdout, or its copy when children's stdout is turned away */
  int failed;       /* errno of the first write to stdout that failed */
  gboolean quiet;
  gboolean wrote_json;
  LbColorMode color;
  LbOutputRoom room;
  gpointer room_data;
};

LbOutput *
lb_output_new (void)
{
  LbOutput *out = g_new0 (LbOutput, 1);

  out->buffer = g_string_sized_new (4096);
  out->fd = STDOUT_FILENO;
  return out;
}

/* Write all of @text; 0, or the errno that stopped it. */
static int
write_all (int fd, const char *text, gsize length)
{
  while (length) {
    gssize n = write (fd, text, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return errno;
    text += n;
    length -= (gsize) n;
  }
  return 0;
}

static void
write_buffered (LbOutput *out)
{
  if (out->capture)
    g_string_append_len (out->capture, out->buffer->str, (gssize) out->buffer->len);
  else if (out->buffer->len && !out->failed)
    out->failed = write_all (out->fd, out->buffer->str, out->buffer->len);
  g_string_truncate (out->buffer, 0);
}

void
lb_output_capture (LbOutput *out, GString *into)
{
  out->capture = into;
}

void
lb_output_free (LbOutput *out)
{
  if (!out)
    return;
  write_buffered (out);
  g_string_free (out->buffer, TRUE);
  g_free (out);
}

gboolean
lb_output_flush (LbOutput *out, GError **error)
{
  write_buffered (out);
  if (!out->failed)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot write to standard output: %s", g_strerror (out->failed));
  return FALSE;
}

gboolean
lb_output_broken_pipe (const LbOutput *out)
{
  return out->failed == EPIPE;
}

/* ---- what it is connected to ---- */

void
lb_output_set_quiet (LbOutput *out, gboolean quiet)
{
  out->quiet = quiet;
}

gboolean
lb_output_quiet (const LbOutput *out)
{
  return out->quiet;
}

void
lb_output_set_color (LbOutput *out, LbColorMode mode)
{
  out->color = mode;
}

gboolean
lb_output_is_terminal (const LbOutput *out, gboolean to_stderr)
{
  return isatty (to_stderr ? STDERR_FILENO : out->fd);
}

gboolean
lb_output_color (const LbOutput *out, gboolean to_stderr)
{
  const char *no_color = g_getenv ("NO_COLOR");

  if (out->color != LB_COLOR_AUTO)
    return out->color == LB_COLOR_ALWAYS;
  if (no_color && *no_color) /* https://no-color.org */
    return FALSE;
  return g_strcmp0 (g_getenv ("TERM"), "dumb") != 0 && lb_output_is_terminal (out, to_stderr);
}

guint
lb_output_width (const LbOutput *out, gboolean to_stderr)
{
  struct winsize size;

  if (!lb_output_is_terminal (out, to_stderr))
    return 0;
  if (ioctl (to_stderr ? STDERR_FILENO : out->fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
    return size.ws_col;
  return 80;
}

gboolean
lb_locale_is_utf8 (void)
{
  static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = g_getenv (names[i]);
    g_autofree char *lower = value && *value ? g_ascii_strdown (value, -1) : NULL;

    if (lower)
      return strstr (lower, "utf-8") || strstr (lower, "utf8");
  }
  return FALSE;
}

guint
lb_text_columns (const char *text, gssize length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  guint columns = 0;

  while (text < end) {
    gunichar c = g_utf8_get_char_validated (text, end - text);

    if (c == (gunichar) -1 || c == (gunichar) -2) { /* a stray byte shows as one box */
      columns++;
      text++;
      continue;
    }
    columns += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    text = lb_text_next (text);
  }
  return columns;
}

const char *
lb_style_on (LbStyle style, gboolean color)
{
  static const char *const sequences[] = {
    [LB_STYLE_NONE] = "",          [LB_STYLE_ID] = "\033[33m",     [LB_STYLE_MARK] = "\033[1;32m",
    [LB_STYLE_LABEL] = "\033[36m", [LB_STYLE_FAINT] = "\033[2m",   [LB_STYLE_ERROR] = "\033[1;31m",
    [LB_STYLE_HINT] = "\033[36m",  [LB_STYLE_HEADING] = "\033[1m",
  };

  return color ? sequences[style] : "";
}

const char *
lb_style_off (LbStyle style, gboolean color)
{
  return color && style != LB_STYLE_NONE ? "\033[0m" : "";
}

/* ---- writing ---- */

void
lb_output_raw (LbOutput *out, const char *text, gsize length)
{
  g_string_append_len (out->buffer, text, (gssize) length);
  if (out->buffer->len >= FLUSH_AT)
    write_buffered (out);
}

void
lb_output_text (LbOutput *out, const char *text)
{
  if (!out->quiet)
    lb_output_raw (out, text, strlen (text));
}

void
lb_output_printf (LbOutput *out, const char *format, ...)
{
  va_list args;

  if (out->quiet)
    return;
  va_start (args, format);
  g_string_append_vprintf (out->buffer, format, args);
  va_end (args);
  if (out->buffer->len >= FLUSH_AT)
    write_buffered (out);
}

void
lb_output_error (LbOutput *out, const char *text)
{
  write_buffered (out);
  if (out->room)
    out->room (FALSE, out->room_data);
  write_all (STDERR_FILENO, text, strlen (text));
  if (out->room)
    out->room (TRUE, out->room_data);
}

void
lb_output_terminal (const char *text)
{
  write_all (STDERR_FILENO, text, strlen (text));
}

void
lb_output_set_room (LbOutput *out, LbOutputRoom room, gpointer data)
{
  out->room = room;
  out->room_data = data;
}

void
lb_output_status_begin (LbOutput *out, const char *text, gboolean newline)
{
  lb_output_printf (out, "%s ...%s", text, newline ? "\n" : "");
  write_buffered (out); /* a child may write next */
}

void
lb_output_status_end (LbOutput *out, gboolean done)
{
  lb_output_text (out, done ? "  done\n" : "  FAILED\n");
}

void
lb_output_claim_stdout (LbOutput *out)
{
  int copy;

  write_buffered (out);
  copy = dup (STDOUT_FILENO);
  if (copy < 0)
    return;
  if (dup2 (STDERR_FILENO, STDOUT_FILENO) < 0) {
    close (copy);
    return;
  }
  out->fd = copy;
}

static int
write_json (const char *text, size_t length, void *data)
{
  lb_output_raw (data, text, length);
  return 0;
}

void
lb_output_json (LbOutput *out, json_t *document)
{
  json_dump_callback (document, write_json, out, JSON_INDENT (2) | JSON_REAL_PRECISION (9));
  lb_output_raw (out, "\n", 1);
  out->wrote_json = TRUE;
  json_decref (document);
}

gboolean
lb_output_wrote_json (const LbOutput *out)
{
  return out->wrote_json;
}
