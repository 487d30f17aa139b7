#include "dialects.h"

static const LbDialect *const dialects[] = { &lb_dialect_postgresql,
                                             &lb_dialect_sqlite,
                                             &lb_dialect_mysql,
                                             &lb_dialect_mariadb,
                                             &lb_dialect_mssql,
                                             &lb_dialect_oracle,
                                             NULL };

const LbDialect *const *
lb_dialects (void)
{
  return dialects;
}

const LbDialect *
lb_dialect_find (const char *name)
{
  for (const LbDialect *const *dialect = dialects; *dialect; dialect++) {
    if (g_str_equal ((*dialect)->name, name))
      return *dialect;
    for (const char *const *alias = (*dialect)->aliases; alias && *alias; alias++)
      if (g_str_equal (*alias, name))
        return *dialect;
  }
  return NULL;
}
