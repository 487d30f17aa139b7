# Errors of the command line are Alembic's: usage and the error on stderr, status 2.
$ limbeck --version
limbeck $VERSION

$ alembic --version
alembic 1.19.2 (limbeck $VERSION)

$ limbeck
! usage: limbeck [options] COMMAND [arguments]
! limbeck: error: too few arguments
! 'limbeck --help' lists the commands.
? 2

$ limbeck upgrad head
! usage: limbeck [options] COMMAND [arguments]
! limbeck: error: argument COMMAND: invalid choice: 'upgrad' (choose from 'branches', 'check', 'completion', 'config', 'current', 'downgrade', 'edit', 'ensure_version', 'heads', 'help', 'history', 'init', 'list_templates', 'merge', 'python', 'revision', 'show', 'stamp', 'upgrade')
! Did you mean 'upgrade'?
? 2

$ limbeck upgrade
! usage: limbeck upgrade [options] REVISION
! limbeck upgrade: error: the following arguments are required: revision
? 2

$ limbeck upgrade head --splq
! usage: limbeck upgrade [options] REVISION
! limbeck upgrade: error: unrecognized arguments: --splq
! Did you mean '--sql'?
? 2

$ limbeck revision --s
! usage: limbeck revision [options]
! limbeck revision: error: ambiguous option: --s could match --sql, --splice
? 2

$ limbeck heads x y
! usage: limbeck heads [options]
! limbeck heads: error: unrecognized arguments: x y
? 2

$ limbeck history -r
! usage: limbeck history [options]
! limbeck history: error: argument -r/--rev-range: expected one argument
? 2

$ alembic
! usage: alembic [options] COMMAND [arguments]
! alembic: error: too few arguments
! 'alembic --help' lists the commands.
? 2

$ limbeck completion tcsh
! usage: limbeck completion [options] SHELL
! limbeck completion: error: argument shell: invalid choice: 'tcsh' (choose from 'bash', 'zsh', 'fish')
! Did you mean 'bash'?
? 2

# What this version cannot do is said before anything is read: there is no configuration here.
$ limbeck check
! FAILED: check compares the database with models, which limbeck $VERSION does not do
!   hint: 'limbeck current --check-heads' tells whether every revision is applied.
? 11

$ limbeck revision --autogenerate -m x
! FAILED: --autogenerate compares the database with models, which limbeck $VERSION does not do
!   hint: Without it 'limbeck revision' writes an empty revision file to fill in.
? 11

$ limbeck upgrade head
! FAILED: No config file 'alembic.ini' found, or file has no '[alembic]' section
!   hint: Create one with 'limbeck init DIRECTORY', or say with -c FILE where it is.
? 3

$ limbeck upgrade a:b
! FAILED: Range revision not allowed
!   hint: A range is for --sql; without it the database says where to start.
? 2

$ limbeck downgrade a --sql
! FAILED: downgrade with --sql requires <fromrev>:<torev>
? 2

$ limbeck history -r a
! FAILED: History range requires [start]:[end], [start]:, or :[end]
? 2

$ limbeck stamp --purge --sql head
! FAILED: Can't use --purge with --sql mode
? 2

$ limbeck upgrade head --sql --dry-run
! FAILED: --dry-run cannot be used with --sql
? 2

$ limbeck heads --help
usage: limbeck heads [options]

Prints the newest revision of each branch, from the files alone: no database is
asked.

options:
  -v, --verbose             print the whole entry of each revision
      --resolve-dependencies
                            count what other revisions depend on as no head
      --json                print one JSON document instead of lines

--json prints:
  An array; for each head an object with revision, down_revision, depends_on,
  children and branch_labels (arrays), message, path, is_head,
  is_effective_head, is_base, is_branch_point, is_merge_point

'limbeck --help' tells the options that every command takes.

$ limbeck help heads | head -1
usage: limbeck heads [options]

$ limbeck help hesds
! FAILED: there is no command 'hesds'
!   hint: Did you mean 'heads'?
? 2

$ alembic upgrade --help | head -1
usage: alembic upgrade [options] REVISION

$ limbeck help exit-status | head -3
    0  success
    1  the database refused a statement
    2  the command line is wrong

$ limbeck help exit-stat
! FAILED: there is no command 'exit-stat'
!   hint: Did you mean 'exit-status'?
? 2

# The completions serve the name under which they were asked for.
$ limbeck completion bash | tail -1
complete -F _limbeck limbeck

$ alembic completion bash | tail -1
complete -F _limbeck limbeck alembic

$ alembic completion zsh | head -1
#compdef limbeck alembic

$ alembic completion fish | tail -1
complete -c alembic -w limbeck

$ source <(limbeck completion bash); COMP_WORDS=(limbeck upgrade --transaction = r) COMP_CWORD=4; _limbeck; echo "${COMPREPLY[@]}"
revision run

$ source <(limbeck completion bash); COMP_WORDS=(limbeck init -t py) COMP_CWORD=3; _limbeck; echo "${COMPREPLY[@]}"
pyproject pyproject_async
