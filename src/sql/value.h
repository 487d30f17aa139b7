/* Values: what goes into a statement from a script and what comes back from a database.
 *
 * A value is a kind and a text; the text of a kind has one form, whatever the database:
 *   INTEGER, NUMBER   digits, any number of them: "-12", "1.50" (NUMBER also "NaN", "Infinity")
 *   FLOAT             the shortest text that reads back the same; "nan", "inf", "-inf"
 *   BOOLEAN           "t" or "f"
 *   TEXT, JSON, UUID  UTF-8 text
 *   BYTES             the bytes themselves
 *   DATE              "2026-01-31"
 *   TIME              "23:59:59.000001", with "+02:00" if it has a zone
 *   DATETIME          "2026-01-31 23:59:59.000001", with "+02:00" if it has a zone
 *   INTERVAL          PostgreSQL's form: "1 day 02:03:04.5", "-00:00:01", also "1 mon"
 *   ARRAY             from a script: items; from a database: the text of PostgreSQL's array literal, with item_kind
 */
#ifndef LB_SQL_VALUE_H
#define LB_SQL_VALUE_H

#include "syntax.h"

typedef enum {
  LB_VALUE_NULL,
  LB_VALUE_BOOLEAN,
  LB_VALUE_INTEGER,
  LB_VALUE_NUMBER,
  LB_VALUE_FLOAT,
  LB_VALUE_TEXT,
  LB_VALUE_BYTES,
  LB_VALUE_DATE,
  LB_VALUE_TIME,
  LB_VALUE_DATETIME,
  LB_VALUE_INTERVAL,
  LB_VALUE_UUID,
  LB_VALUE_JSON,
  LB_VALUE_ARRAY
} LbValueKind;

typedef struct LbValue LbValue;
struct LbValue {
  LbValueKind kind;
  LbValueKind item_kind; /* of an ARRAY that came from a database */
  const char *text;      /* NUL-terminated; NULL for NULL and for arrays with items */
  gsize length;
  LbValue *items; /* of an ARRAY from a script */
  guint n_items;
};

/* Free what an owned value holds (those of lb_value_from_json) and make it NULL. A driver's values are borrowed: they
 * are not cleared. The text of an owned BOOLEAN is a constant. */
void lb_value_clear (LbValue *value);

/* The same for @n values in one allocation, and the allocation. */
void lb_value_row_free (LbValue *row, guint n);

/* Bind values of a statement. */
typedef struct {
  GHashTable *by_name; /* char * -> LbValue *; NULL: by place */
  const LbValue *by_place;
  guint n_by_place;
} LbBindings;

/* How a statement marks its values. */
typedef enum {
  LB_PARAMSTYLE_NONE,    /* none: the text goes as it is */
  LB_PARAMSTYLE_NAMED,   /* :name; \: is a colon; a name without a value stands for itself when nothing is bound */
  LB_PARAMSTYLE_QMARK,   /* ? */
  LB_PARAMSTYLE_FORMAT,  /* %s; %% is a percent sign */
  LB_PARAMSTYLE_PYFORMAT /* %(name)s; %% is a percent sign */
} LbParamStyle;

/* Writes one value as a literal of a database: LbDialect's append_value. */
typedef gboolean (*LbAppendValue) (GString *sql, const LbValue *value, GError **error);

/* @text with its marks replaced by literals. Marks inside of strings, names, comments and dollar quotes are no marks,
 * nor is the second colon of ::, nor := . NULL with LB_ERROR_SCRIPT for a mark without a value ("A value is required
 * for bind parameter 'x'") and, by place, for values without a mark. */
char *lb_sql_bind (const LbSqlSyntax *syntax, LbAppendValue append, const char *text, LbParamStyle style,
                   const LbBindings *bindings, GError **error);

#endif
