$ cp -r "$PROJECTS/shop/." .

$ limbeck config script_location sqlalchemy.url lock_wait
[alembic]
script_location = $DIR/migrations    (alembic.ini:2)
sqlalchemy.url  = sqlite:///shop.db    (alembic.ini:3)

[limbeck]
lock_wait       = 10min    (default)

$ DATABASE_URL=postgresql://me:secret@db.example/shop limbeck config sqlalchemy.url
[alembic]
sqlalchemy.url = postgresql://me:***@db.example/shop    (environment DATABASE_URL)

$ limbeck config sqlalchemy.url --url postgresql://me:secret@db.example/shop
[alembic]
sqlalchemy.url = postgresql://me:***@db.example/shop    (command line)

$ limbeck config lock_wait --lock-wait 5s --json
[
  {
    "section": "limbeck",
    "key": "lock_wait",
    "value": "5s",
    "origin": "command line"
  }
]

$ limbeck config lock_wiat
! FAILED: there is no setting 'lock_wiat'
!   hint: Did you mean 'lock_wait'?
? 2
