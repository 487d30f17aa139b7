-- what makes splitting PostgreSQL's scripts hard; the file psql sends in the same pieces
select 1;
select 'a;b' as "c;d" ; select 'it''s;', "q""q;" from (select 1 as "q""q;") q;;
select E'it\'s;' ; select e'\\'; select 'back\'; select 'x' ;
select E'one'
   -- between the two; halves
   'two\';' as x;
select U&'d\0061t;' , U&"d\0061;" from (select 1 as U&"d\0061;") q; select N'n;', B'01', X'1F';
select $$a;b$$, $tag$a;$$;$other$;$tag$, $_1$;$_1$;
select a$b$c, d$ from (select 1 as a$b$c, 2 as d$) q; select 1 as x$$; select 2 as y$$;
/* block ; /* nested ; */ still ; */ select 2 /* inside ; */ + 3; -- end ; of line
select 4 -- no ; here
  + 5;
select 6 +/* ; */ 7; select 8 --; comment right behind
;
create rule r as on insert to t do also (select 1; select 2);
create function f (a int) returns int language plpgsql as $f$
begin
  if a > 0 then return 1; end if; -- it's
  return 'x;'::text::int;
end;
$f$;
do $$ begin perform 1; end $$;
create or replace function g (a int) returns int
language sql
begin atomic
  select 1;
  select case when a > 0 then case a when 1 then 2 else 3 end else (select case when true then 4 end) end;
end;
create procedure p () begin atomic end;
create function "begin" (begin int) returns int return begin + 1;
create table begin (atomic int); select begin.atomic from begin;
create function h () returns int begin atomic select 1; select 2 as x; end; select 9;
select (array[1,2])[1:2], '{"a":1}'::jsonb ? 'a;', '[1]'::jsonb @> '1', 5 # 3, 1 <> 2;
prepare s as select $1::int + $2::int;
select 'no semicolon at the end' -- but a comment ;
