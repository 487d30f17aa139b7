#include "exit.h"
#include "util/interrupt.h"

#include <signal.h>

enum {
  STATUS_INTERNAL = 70, /* EX_SOFTWARE of sysexits.h */
  STATUS_SIGNAL = 128   /* as the shell counts */
};

static const struct {
  const char *name;
  int status;
} codes[] = {
  [LB_ERROR_USAGE] = { "usage", 2 },
  [LB_ERROR_CONFIG] = { "config", 3 },
  [LB_ERROR_SCRIPT] = { "script", 4 },
  [LB_ERROR_GRAPH] = { "graph", 4 },
  [LB_ERROR_UNKNOWN_REVISION] = { "unknown_revision", 5 },
  [LB_ERROR_AMBIGUOUS] = { "ambiguous", 5 },
  [LB_ERROR_MULTIPLE_HEADS] = { "multiple_heads", 5 },
  [LB_ERROR_TARGET] = { "target", 5 },
  [LB_ERROR_CONNECT] = { "connect", 6 },
  [LB_ERROR_DATABASE] = { "database", 1 },
  [LB_ERROR_LOCKED] = { "locked", 7 },
  [LB_ERROR_INTERRUPTED] = { "interrupted", STATUS_SIGNAL },
  [LB_ERROR_UNFINISHED] = { "unfinished", 8 },
  [LB_ERROR_NOT_AT_HEAD] = { "not_at_head", 9 },
  [LB_ERROR_IO] = { "io", 10 },
  [LB_ERROR_UNSUPPORTED] = { "unsupported", 11 },
  [LB_ERROR_INTERNAL] = { "internal", STATUS_INTERNAL },
};

const LbExitStatus lb_exit_statuses[] = {
  { 0, "success" },
  { 1, "the database refused a statement" },
  { 2, "the command line is wrong" },
  { 3, "the configuration is wrong or missing" },
  { 4, "a revision file cannot be read or written, or the files do not form a graph" },
  { 5, "a revision is unknown or ambiguous, there are several heads, or the target cannot be reached" },
  { 6, "no connection, or the connection was lost" },
  { 7, "another run holds the lock" },
  { 8, "a half-applied revision forbids the run" },
  { 9, "the database is not at its heads (current --check-heads)" },
  { 10, "the file system refused: permission, space, output that cannot be written" },
  { 11, "not supported by this version or this database" },
  { STATUS_INTERNAL, "a bug in limbeck" },
  { STATUS_SIGNAL, "plus the number of the signal: interrupted (130 for Ctrl-C)" },
  { 0, NULL },
};

int
lb_exit_status (const GError *error)
{
  if (!error)
    return 0;
  if (error->domain == G_FILE_ERROR)
    return codes[LB_ERROR_IO].status;
  if (error->domain != LB_ERROR || error->code < 0 || (gsize) error->code >= G_N_ELEMENTS (codes))
    return STATUS_INTERNAL;
  if (error->code == LB_ERROR_INTERRUPTED)
    return STATUS_SIGNAL + (lb_interrupt_signal () ? lb_interrupt_signal () : SIGINT);
  return codes[error->code].status;
}

const char *
lb_error_code_name (const GError *error)
{
  if (error->domain == G_FILE_ERROR)
    return codes[LB_ERROR_IO].name;
  if (error->domain != LB_ERROR || error->code < 0 || (gsize) error->code >= G_N_ELEMENTS (codes))
    return codes[LB_ERROR_INTERNAL].name;
  return codes[error->code].name;
}
