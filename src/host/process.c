#include "process.h"

#include "util/error.h"
#include "util/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  HOST_FD = 3,
  LOOKS = 100, /* at a process that is to end, */
  LOOK_MS = 20 /* ... so far apart */
};

struct LbHostProcess {
  pid_t pid; /* 0: it has ended */
  int status;
  LbChannel *channel;
};

char *
lb_host_interpreter (const LbSettings *settings, GError **error)
{
  GError *local = NULL;
  g_autofree char *named = lb_settings_string (settings, LB_SETTING_PYTHON, &local);
  const char *environment = g_getenv ("VIRTUAL_ENV");
  char *found;

  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (named && *named) {
    found = g_find_program_in_path (named);
    if (!found) {
      g_autofree char *place = NULL;

      lb_settings_origin (settings, LB_SETTING_PYTHON, &place);
      g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "python is '%s', which is no program", named);
      if (error)
        lb_error_set_context (*error, place);
    }
    return found;
  }
  if (environment && *environment) {
    g_autofree char *inside = g_build_filename (environment, "bin", "python", NULL);

    if (g_file_test (inside, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&inside);
  }
  found = g_find_program_in_path ("python3");
  if (!found) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "this project has Python scripts, and there is no python3");
    if (error)
      lb_error_set_hint (*error, "Install Python 3.8 or newer, activate the project's virtual environment, or name the "
                                 "interpreter: python = ... in [limbeck], LIMBECK_PYTHON in the environment.");
  }
  return found;
}

/* The folders that hold what scripts import, those that win first. */
static const char *const module_folders[] = { "limbeck/lib_alembic", "limbeck/lib_sqlalchemy", "" };

char **
lb_host_environment (void)
{
  char **environment = g_get_environ ();
  const char *before = g_environ_getenv (environment, "PYTHONPATH");
  g_autoptr (GString) path = g_string_new (NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (module_folders); i++) {
    g_autofree char *folder = g_build_filename (lb_path_python (), module_folders[i], NULL);

    g_string_append_printf (path, "%s%s", i ? ":" : "", folder);
  }
  if (before && *before)
    g_string_append_printf (path, ":%s", before);
  environment = g_environ_setenv (environment, "PYTHONPATH", path->str, TRUE);
  if (self)
    environment = g_environ_setenv (environment, "LIMBECK", self, TRUE);
  return environment;
}

/* For the co-process: it arranges its own path. */
static char **
co_environment (gboolean real)
{
  char **environment = g_get_environ ();
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  environment = g_environ_setenv (environment, LB_HOST_FD_VARIABLE, G_STRINGIFY (3), TRUE);
  if (self)
    environment = g_environ_setenv (environment, "LIMBECK", self, TRUE);
  return real ? g_environ_setenv (environment, "LIMBECK_SQLALCHEMY", "real", TRUE)
              : g_environ_unsetenv (environment, "LIMBECK_SQLALCHEMY");
}

/* The same descriptor under a number that is not @taken. */
static int
higher_than (int fd, int taken)
{
  int higher;

  if (fd != taken)
    return fd;
  higher = fcntl (fd, F_DUPFD_CLOEXEC, taken + 1);
  close (fd);
  return higher;
}

/* In the new process. It is to end when the engine is killed, whatever the script is at: a statement that it has half
 * done, or a sleep, is of no use to anybody then. */
static G_NORETURN void
become (char **argv, char **environment, int socket, int report, pid_t parent)
{
  int failure;

  if (prctl (PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid () == parent && dup2 (socket, HOST_FD) == HOST_FD)
    execve (argv[0], argv, environment);
  failure = errno;
  if (write (report, &failure, sizeof failure) != sizeof failure)
    _exit (126);
  _exit (127);
}

/* Not g_spawn or posix_spawn, which leave no room for what has to be said of the death of the parent. */
static gboolean
spawn (const char *interpreter, gboolean real, int socket, pid_t *ret_pid, GError **error)
{
  g_autofree char *script = g_build_filename (lb_path_python (), "limbeck", "host.py", NULL);
  char *argv[] = { (char *) interpreter, script, NULL };
  g_auto (GStrv)
    environment = co_environment (real);
  pid_t parent = getpid ();
  int report[2]; /* from it, if it could not start: the error's number */
  int failure = 0;

  if (pipe2 (report, O_CLOEXEC) != 0) {
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "pipe: %s", g_strerror (errno));
    return FALSE;
  }
  *ret_pid = fork ();
  if (*ret_pid == 0)
    become (argv, environment, socket, higher_than (report[1], HOST_FD), parent);
  if (*ret_pid < 0)
    failure = errno;
  close (report[1]);
  while (failure == 0 && read (report[0], &failure, sizeof failure) < 0 && errno == EINTR)
    ;
  close (report[0]);
  if (failure && *ret_pid > 0)
    waitpid (*ret_pid, NULL, 0);
  if (failure)
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot start %s: %s", interpreter, g_strerror (failure));
  return failure == 0;
}

static void
stop (gpointer data)
{
  LbHostProcess *process = data;

  if (process->pid)
    kill (process->pid, SIGTERM);
}

LbHostProcess *
lb_host_process_start (const LbSettings *settings, gboolean real, LbAnswer answer, gpointer data, GError **error)
{
  g_autofree char *interpreter = lb_host_interpreter (settings, error);
  LbHostProcess *process;
  pid_t pid;
  int ends[2];
  gboolean started;

  if (!interpreter)
    return NULL;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "socketpair: %s", g_strerror (errno));
    return NULL;
  }
  ends[1] = higher_than (ends[1], HOST_FD); /* dup2 onto itself would leave it to be closed by exec */
  started = spawn (interpreter, real, ends[1], &pid, error);
  close (ends[1]);
  if (!started) {
    close (ends[0]);
    return NULL;
  }
  process = g_new0 (LbHostProcess, 1);
  process->pid = pid;
  process->channel = lb_channel_new (ends[0], answer, data);
  lb_channel_set_stop (process->channel, stop, process);
  return process;
}

LbChannel *
lb_host_process_channel (LbHostProcess *process)
{
  return process->channel;
}

/* TRUE once it has ended. */
static gboolean
has_ended (LbHostProcess *process)
{
  if (process->pid && waitpid (process->pid, &process->status, WNOHANG) != 0) /* also when nobody kept its status */
    process->pid = 0;
  return process->pid == 0;
}

static void
wait_for_end (LbHostProcess *process)
{
  for (guint i = 0; i < LOOKS && !has_ended (process); i++)
    g_usleep ((gulong) (i < 10 ? 1 : LOOK_MS) * 1000);
}

static void
end_now (LbHostProcess *process)
{
  kill (process->pid, SIGKILL);
  waitpid (process->pid, &process->status, 0);
  process->pid = 0;
}

void
lb_host_process_free (LbHostProcess *process)
{
  if (!process)
    return;
  lb_channel_free (process->channel);
  wait_for_end (process);
  if (process->pid) /* it hangs, or a script has left a thread running */
    end_now (process);
  g_free (process);
}

void
lb_host_process_explain (LbHostProcess *process, GError *error)
{
  g_autofree char *what = NULL;

  if (!lb_channel_was_left (process->channel) || g_error_matches (error, LB_ERROR, LB_ERROR_INTERRUPTED))
    return;
  wait_for_end (process);
  if (process->pid) { /* of no use to anybody any more */
    what = g_strdup ("it has closed the conversation, and runs on");
    end_now (process);
  } else if (WIFSIGNALED (process->status))
    what = g_strdup_printf ("it was killed by signal %d (%s)", WTERMSIG (process->status),
                            g_strsignal (WTERMSIG (process->status)));
  else
    what = g_strdup_printf ("its exit status was %d", WEXITSTATUS (process->status));
  lb_error_set_detail (error, what);
}
