-- what makes splitting SQLite's scripts hard
create table t (a, b, [c;d], `e;f`, "g;h", "begin", "end", "case");
create table log (x);
create trigger t1 after insert on t begin insert into log values (new.a); insert into log values (';'); end;
create temp trigger t2 after update of a, b on t for each row when new.a > 1 and new."end" is not null
begin
  update t set b = case when new.a = 1 then 'one' when new.a = 2 then case b when 1 then 2 end else 'end;' end;
  select case 1 when 1 then 2 end;
end; insert into log values ('x');
create table begin (begin, end);
create trigger begin after insert on begin begin select new.begin, new.end; update begin set end = 1; end;
create temporary trigger if not exists t3 after update of begin, end on begin when new.begin begin select 1; end ;
create trigger t4 insert on t begin /* ; */ delete from log; -- end;
  select 1;
end;
select 'a;b', "a" from t; select x'3b', 1 -- ; comment
 + 2; select 'back\'; select 'c' /* no /* nesting ; */;
select [c;d], `e;f` from t;
begin; insert into log values (1); end;
select 1 as "x""y;", 'it''s;';
select $a, :b, @c, ?1, ? ; explain create table q (a);
