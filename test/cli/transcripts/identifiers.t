# Every form in which a revision can be named; what Alembic does not understand is not understood.
$ cp -r "$PROJECTS/account/." .

$ sed -i 's|^path_separator = os|&\nsqlalchemy.url = sqlite:///x.db|; /^\[logger_alembic\]/,/^level/ s/INFO/WARNING/' alembic.ini

$ sed -i 's/SERIAL/integer/; s/^CREATE INDEX CONCURRENTLY/CREATE INDEX/' migrations/versions/*.sql

$ limbeck upgrade head-1 && limbeck current
bbbb22222222

$ limbeck downgrade bbbb-1 && limbeck current
aaaa11111111

$ limbeck upgrade +2 && limbeck current
cccc33333333 (head)

$ limbeck downgrade -2 && limbeck current
aaaa11111111

$ limbeck upgrade base+2 && limbeck current
bbbb22222222

$ limbeck upgrade a+2 && limbeck current
cccc33333333 (head)

$ limbeck downgrade heads-2 && limbeck current
aaaa11111111

$ limbeck upgrade cc && limbeck current
cccc33333333 (head)

$ limbeck downgrade aaaa+1 && limbeck current
bbbb22222222

$ limbeck upgrade head && limbeck downgrade bbbb@base && limbeck current

# Silent: nothing to do.
$ limbeck downgrade base; limbeck upgrade base; limbeck upgrade head; limbeck downgrade head; limbeck upgrade head; limbeck upgrade aaaa

# The head is below nothing yet.
$ limbeck downgrade base; limbeck downgrade head
! FAILED: Destination head is not a valid downgrade target from current head(s)
!   detail: nothing that is applied comes after it
? 5

$ limbeck upgrade head

# Too far, backwards, not at all.
$ limbeck upgrade +1
! FAILED: Relative revision +1 didn't produce 1 migrations
? 5

$ limbeck upgrade -- -1
! FAILED: Relative revision -1 didn't produce 1 migrations
? 5

$ limbeck downgrade -9
! FAILED: Relative revision -9 didn't produce 9 migrations
? 5

$ limbeck downgrade aaaa-3
! FAILED: Walked too far
!   hint: There are fewer than 3 revisions below 'aaaa'.
? 5

$ limbeck downgrade +1
! FAILED: Relative revision +1 didn't produce 1 migrations
? 5

$ limbeck stamp +1
! FAILED: Can't locate revision identified by '+1'
!   detail: No such revision or branch '+1'; please ensure at least four characters are present for partial revision identifier matches
? 5

$ limbeck stamp head-1
! FAILED: Can't locate revision identified by 'head-1'
!   detail: No such revision or branch 'head-1'
!   hint: Did you mean 'head'?
? 5

$ limbeck show head-1
! FAILED: Can't locate revision identified by 'head-1'
!   detail: No such revision or branch 'head-1'
!   hint: Did you mean 'head'?
? 5

$ limbeck history -r head-1:
! FAILED: Can't locate revision identified by 'head-1'
!   detail: No such revision or branch 'head-1'
!   hint: Did you mean 'head'?
? 5

$ limbeck history -r bbbb
! FAILED: History range requires [start]:[end], [start]:, or :[end]
? 2

$ limbeck upgrade nope@head
! FAILED: Can't locate revision identified by 'nope'
!   detail: No such revision or branch 'nope'
? 5

$ limbeck upgrade ''
! FAILED: Can't locate revision identified by ''
!   detail: No such revision or branch ''; please ensure at least four characters are present for partial revision identifier matches
? 5

$ limbeck upgrade dddd
! FAILED: Can't locate revision identified by 'dddd'
!   detail: No such revision or branch 'dddd'
? 5

$ limbeck upgrade CCCC33333333
! FAILED: Can't locate revision identified by 'CCCC33333333'
!   detail: No such revision or branch 'CCCC33333333'
!   hint: Did you mean 'cccc33333333'?
? 5

# Understood by history: the right side, and the left side from the head.
$ limbeck history -r :head-1
aaaa11111111 -> bbbb22222222, nothing to do
<base> -> aaaa11111111, create account

$ limbeck history -r aaaa:+1
aaaa11111111 -> bbbb22222222, nothing to do
<base> -> aaaa11111111, create account

$ limbeck history --rev-range=-2:
bbbb22222222 -> cccc33333333 (head), index it
aaaa11111111 -> bbbb22222222, nothing to do
<base> -> aaaa11111111, create account

$ limbeck history -r current:
bbbb22222222 -> cccc33333333 (head), index it

$ limbeck show -- -1 | head -1
Rev: bbbb22222222

$ limbeck history -r bbbb:aaaa
! FAILED: Requested range bbbb:aaaa does not refer to ancestor/descendant revisions along the same branch
!   detail: Revision bbbb22222222 is not an ancestor of revision aaaa
? 5
