# What the README of the example shows.
$ cp -r "$EXAMPLES/bookshop/." . && rm -f *.db

$ limbeck history | head -3
a063e40cf9b8 -> b174f51d0ac9 (warehouse) (head), deliveries fill the shelf
9052d3fbe8a7 (d48a2b90e6f7) -> a063e40cf9b8 (warehouse), deliveries
<base> -> 9052d3fbe8a7 (warehouse), suppliers

$ limbeck upgrade d48a
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> a10c5d7e2f31, publishers and books
! INFO  [alembic.runtime.migration] Running upgrade a10c5d7e2f31 -> b27e90c14a58, authors
! INFO  [alembic.runtime.migration] Running upgrade b27e90c14a58 -> c3d1f68b7092, customers
! INFO  [alembic.runtime.migration] Running upgrade c3d1f68b7092 -> d48a2b90e6f7, stock

$ limbeck branches
d48a2b90e6f7 (branchpoint)
             -> e5071c9d3ab4 (sales)
             -> 18da5b73c02f (reading)


$ limbeck upgrade 3afc
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade d48a2b90e6f7 -> 18da5b73c02f, reviews
! INFO  [alembic.runtime.migration] Running upgrade 18da5b73c02f -> 29eb6c84d130, book ratings
! INFO  [alembic.runtime.migration] Running upgrade 29eb6c84d130 -> 3afc7d95e241, search in titles

$ limbeck current
3afc7d95e241
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck heads
b174f51d0ac9 (warehouse) (head)
a5b6c7d8e9f0 (reading, sales) (head)

$ limbeck upgrade heads --dry-run
 1. upgrade d48a2b90e6f7 -> e5071c9d3ab4, orders
    $DIR/versions/2026_02_02_e5071c9d3ab4_orders.sql
    4 statements
 2. upgrade e5071c9d3ab4 -> f6b38e1470cd, order totals
    $DIR/versions/2026_02_03_f6b38e1470cd_order_totals.sql
    1 statement
 3. upgrade f6b38e1470cd -> 07c94f2a6be1, orders take from stock
    $DIR/versions/2026_02_09_07c94f2a6be1_orders_take_from_stock.sql
    3 statements
 4. upgrade 07c94f2a6be1, 3afc7d95e241 -> 4b0d8ea6f352, merge sales and reading
    $DIR/versions/2026_02_20_4b0d8ea6f352_merge_sales_and_reading.sql
    0 statements
 5. upgrade 4b0d8ea6f352 -> 5c1e9fb7a463, several addresses
    $DIR/versions/2026_03_02_5c1e9fb7a463_several_addresses.sql
    4 statements
 6. upgrade 5c1e9fb7a463 -> 6d2fa0c8b574, genres
    $DIR/versions/2026_03_09_6d2fa0c8b574_genres.sql
    4 statements
 7. upgrade 6d2fa0c8b574 -> 7e30b1d9c685, forget birthdays
    $DIR/versions/2026_03_16_7e30b1d9c685_forget_birthdays.sql
    1 statement
 8. upgrade 7e30b1d9c685 -> 8f41c2ead796, order status
    $DIR/versions/2026_04_01_8f41c2ead796_order_status.sql
    2 statements
 9. upgrade 8f41c2ead796 -> a5b6c7d8e9f0, vouchers
    $DIR/versions/2026_04_07_a5b6c7d8e9f0_vouchers.sql
    1 statement
10. upgrade  -> 9052d3fbe8a7, suppliers
    $DIR/versions/2026_03_18_9052d3fbe8a7_suppliers.sql
    1 statement
11. upgrade 9052d3fbe8a7 -> a063e40cf9b8, deliveries
    $DIR/versions/2026_03_20_a063e40cf9b8_deliveries.sql
    4 statements
12. upgrade a063e40cf9b8 -> b174f51d0ac9, deliveries fill the shelf
    $DIR/versions/2026_03_23_b174f51d0ac9_deliveries_fill_the_shelf.sql
    2 statements
version table afterwards: a5b6c7d8e9f0, b174f51d0ac9
transactions: one per revision
dry run: nothing has been changed
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade heads
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade d48a2b90e6f7 -> e5071c9d3ab4, orders
! INFO  [alembic.runtime.migration] Running upgrade e5071c9d3ab4 -> f6b38e1470cd, order totals
! INFO  [alembic.runtime.migration] Running upgrade f6b38e1470cd -> 07c94f2a6be1, orders take from stock
! INFO  [alembic.runtime.migration] Running upgrade 07c94f2a6be1, 3afc7d95e241 -> 4b0d8ea6f352, merge sales and reading
! INFO  [alembic.runtime.migration] Running upgrade 4b0d8ea6f352 -> 5c1e9fb7a463, several addresses
! INFO  [alembic.runtime.migration] Running upgrade 5c1e9fb7a463 -> 6d2fa0c8b574, genres
! INFO  [alembic.runtime.migration] Running upgrade 6d2fa0c8b574 -> 7e30b1d9c685, forget birthdays
! INFO  [alembic.runtime.migration] Running upgrade 7e30b1d9c685 -> 8f41c2ead796, order status
! INFO  [alembic.runtime.migration] Running upgrade 8f41c2ead796 -> a5b6c7d8e9f0, vouchers
! INFO  [alembic.runtime.migration] Running upgrade  -> 9052d3fbe8a7, suppliers
! INFO  [alembic.runtime.migration] Running upgrade 9052d3fbe8a7 -> a063e40cf9b8, deliveries
! INFO  [alembic.runtime.migration] Running upgrade a063e40cf9b8 -> b174f51d0ac9, deliveries fill the shelf

$ limbeck current -v
Current revision(s) for sqlite:///$DIR/bookshop.db:
Rev: b174f51d0ac9 (head)
Parent: a063e40cf9b8
Branch names: warehouse
Path: $DIR/versions/2026_03_23_b174f51d0ac9_deliveries_fill_the_shelf.sql

    deliveries fill the shelf

Rev: a5b6c7d8e9f0 (head)
Parent: 8f41c2ead796
Branch names: reading, sales
Path: $DIR/versions/2026_04_07_a5b6c7d8e9f0_vouchers.sql

    vouchers

! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck history --graph
* b174f51d0ac9 (warehouse) (head), deliveries fill the shelf
* a063e40cf9b8 (warehouse) (depends on d48a2b90e6f7), deliveries
* 9052d3fbe8a7 (warehouse), suppliers

* a5b6c7d8e9f0 (reading, sales) (head), vouchers
* 8f41c2ead796 (reading, sales), order status
* 7e30b1d9c685 (reading, sales), forget birthdays
* 6d2fa0c8b574 (reading, sales), genres
* 5c1e9fb7a463 (reading, sales), several addresses
* 4b0d8ea6f352 (reading, sales), merge sales and reading
├─╮
* │ 07c94f2a6be1 (sales), orders take from stock
* │ f6b38e1470cd (sales), order totals
* │ e5071c9d3ab4 (sales), orders
│ * 3afc7d95e241 (reading), search in titles
│ * 29eb6c84d130 (reading), book ratings
│ * 18da5b73c02f (reading), reviews
├─╯
* d48a2b90e6f7, stock
* c3d1f68b7092, customers
* b27e90c14a58, authors
* a10c5d7e2f31, publishers and books

$ limbeck downgrade warehouse@-2
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running downgrade b174f51d0ac9 -> a063e40cf9b8, deliveries fill the shelf
! INFO  [alembic.runtime.migration] Running downgrade a063e40cf9b8 -> 9052d3fbe8a7, deliveries

$ limbeck current
9052d3fbe8a7
a5b6c7d8e9f0 (head)
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade warehouse@head
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade 9052d3fbe8a7 -> a063e40cf9b8, deliveries
! INFO  [alembic.runtime.migration] Running upgrade a063e40cf9b8 -> b174f51d0ac9, deliveries fill the shelf

$ limbeck downgrade 6d2f
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: the revision cannot be undone: the birthdays are gone; a backup from before has them
!   at: $DIR/versions/2026_03_16_7e30b1d9c685_forget_birthdays.sql:12
!   hint: Its author marked it irreversible. Restore a backup, or write a new revision that goes forward.
? 5

$ limbeck show 7e30
Rev: 7e30b1d9c685
Parent: 6d2fa0c8b574
Branch names: reading, sales
Path: $DIR/versions/2026_03_16_7e30b1d9c685_forget_birthdays.sql

    forget birthdays
    
    We do not need them, so we do not keep them. There is no way back, and the file says so.


$ limbeck upgrade a063:b174 --sql
-- Running upgrade a063e40cf9b8 -> b174f51d0ac9

CREATE TRIGGER delivery_lines_fill_the_shelf AFTER INSERT ON delivery_lines
BEGIN
    UPDATE stock SET on_hand = on_hand + NEW.copies WHERE isbn = NEW.isbn;
END;

CREATE VIEW books_to_order AS
SELECT s.isbn, b.title, b.publisher_id, s.on_hand, s.reorder_at
FROM stock AS s
JOIN books AS b ON b.isbn = s.isbn
WHERE s.on_hand <= s.reorder_at;

UPDATE alembic_version SET version_num='b174f51d0ac9' WHERE alembic_version.version_num = 'a063e40cf9b8';

! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade a063e40cf9b8 -> b174f51d0ac9, deliveries fill the shelf

$ DATABASE_URL=postgresql://me@localhost/bookshop limbeck upgrade 29eb:3afc --sql
BEGIN;

-- Running upgrade 29eb6c84d130 -> 3afc7d95e241

ALTER TABLE books ADD COLUMN words tsvector
    GENERATED ALWAYS AS (to_tsvector('english', title)) STORED;

COMMIT;

CREATE INDEX CONCURRENTLY books_words_idx ON books USING gin (words);

BEGIN;

UPDATE alembic_version SET version_num='3afc7d95e241' WHERE alembic_version.version_num = '29eb6c84d130';

COMMIT;

! INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade 29eb6c84d130 -> 3afc7d95e241, search in titles

$ limbeck revision -m "gift wrapping" --head a5b6 --rev-id c1d2e3f4a5b6
Generating $DIR/versions/2026_11_21_c1d2e3f4a5b6_gift_wrapping.sql ...  done

$ limbeck heads
b174f51d0ac9 (warehouse) (head)
c1d2e3f4a5b6 (reading, sales) (head)
