/* What goes to the terminal: results on stdout, the rest on stderr.
 *
 * stdout is buffered here and a failed write is remembered: a full disk must not look like success. stderr is written
 * at once, and stdout before it, so that the two keep their order where they go to the same place.
 */
#ifndef LB_CLI_OUTPUT_H
#define LB_CLI_OUTPUT_H

#include <glib.h>
#include <jansson.h>

typedef enum { LB_COLOR_AUTO, LB_COLOR_ALWAYS, LB_COLOR_NEVER } LbColorMode;

/* The colours by what they are for. */
typedef enum {
  LB_STYLE_NONE,
  LB_STYLE_ID,
  LB_STYLE_MARK,  /* (head), (current) */
  LB_STYLE_LABEL, /* branch labels */
  LB_STYLE_FAINT,
  LB_STYLE_ERROR,
  LB_STYLE_HINT,
  LB_STYLE_HEADING
} LbStyle;

typedef struct LbOutput LbOutput;

LbOutput *lb_output_new (void);

/* Write what is left and free. */
void lb_output_free (LbOutput *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbOutput, lb_output_free)

void lb_output_set_quiet (LbOutput *out, gboolean quiet);
void lb_output_set_color (LbOutput *out, LbColorMode mode);
gboolean lb_output_quiet (const LbOutput *out);

/* Whether that stream takes colours: --color, then NO_COLOR, TERM, and whether it is a terminal. */
gboolean lb_output_color (const LbOutput *out, gboolean to_stderr);
gboolean lb_output_is_terminal (const LbOutput *out, gboolean to_stderr);

/* Columns of the terminal that the stream is; 0 if it is none. */
guint lb_output_width (const LbOutput *out, gboolean to_stderr);

/* A result on stdout: nothing with --quiet. */
void lb_output_printf (LbOutput *out, const char *format, ...) G_GNUC_PRINTF (2, 3);
void lb_output_text (LbOutput *out, const char *text);

/* What must come even with --quiet: SQL that was asked for, a JSON document, help. */
void lb_output_raw (LbOutput *out, const char *text, gsize length);

/* A line on stderr; @text ends with its newline. Never fails. */
void lb_output_error (LbOutput *out, const char *text);

/* A piece of a line that is redrawn in place, on stderr, straight: touches nothing of @out, so that another thread may.
 */
void lb_output_terminal (const char *text);

/* Called before and after each write of lb_output_error, so that a progress line can make room. NULL for none. */
typedef void (*LbOutputRoom) (gboolean after, gpointer data);
void lb_output_set_room (LbOutput *out, LbOutputRoom room, gpointer data);

/* Alembic's status: "<text> ..." now, "  done" or "  FAILED" when it has ended. */
void lb_output_status_begin (LbOutput *out, const char *text, gboolean newline);
void lb_output_status_end (LbOutput *out, gboolean done);

/* What would go to stdout goes to @into. */
void lb_output_capture (LbOutput *out, GString *into);

/* From now on nothing but this program's own output goes to stdout: what children print there comes out on stderr. */
void lb_output_claim_stdout (LbOutput *out);

/* One JSON document on stdout. Takes @document. */
void lb_output_json (LbOutput *out, json_t *document);
gboolean lb_output_wrote_json (const LbOutput *out);

/* Write what is buffered. FALSE with LB_ERROR_IO if this or any write to stdout before has failed. */
gboolean lb_output_flush (LbOutput *out, GError **error);

/* Whether the reader of stdout has gone away: then the program ends without a word. */
gboolean lb_output_broken_pipe (const LbOutput *out);

/* The escape sequences around a piece of text; "" where @color is FALSE. */
const char *lb_style_on (LbStyle style, gboolean color);
const char *lb_style_off (LbStyle style, gboolean color);

/* Whether the locale of the environment (LC_ALL, LC_CTYPE, LANG) writes UTF-8. */
gboolean lb_locale_is_utf8 (void);

/* The character behind the one at @text; never behind the end, whatever the bytes are. */
static inline const char *
lb_text_next (const char *text)
{
  do
    text++;
  while (((guchar) *text & 0xc0) == 0x80);
  return text;
}

/* Columns that @text takes on a terminal. */
guint lb_text_columns (const char *text, gssize length);

#endif
