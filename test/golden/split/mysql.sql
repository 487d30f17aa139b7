-- what makes splitting MySQL's scripts hard
select 'a\';b', "c\";d", `e;f`, 'it''s;' ; # comment ;
select 1 --2; select 3 -- ; comment
;
select 5--
;
/*!40101 SET NAMES utf8 */;
/*!50003 create trigger x before insert on t for each row begin set @a = 1; set @b = 2; end */;
create procedure p (in a int)
begin
  declare exit handler for sqlexception begin rollback; end;
  declare continue handler for not found set @done = 1;
  if a > 0 then select 1; elseif a < 0 then select 2; else select if(a = 0, 1, 2); end if;
  case a when 1 then select 1; else begin end; end case;
  select case when a = 1 then case a when 1 then 2 end else 3 end, x.end;
  l1: loop
    leave l1;
  end loop l1;
  w:while a > 0 do set a = a - 1; end while;
  repeat set a = a + 1; until a > 5 end repeat;
end;
create definer = `root`@`localhost` function f () returns int deterministic return case when 1 then 2 end;
create function if not exists g (a int) returns int return if(a > 1, repeat('x', 2), 3);
create trigger u before insert on t for each row if new.a < 0 then set new.a = 0; end if;
create trigger v after update on t for each row set @x = case when 1 then 2 end;
create event e on schedule every 1 hour do begin delete from t; delete from u; end;
begin not atomic select 1; select 2; end;
begin; select 1; commit;
delimiter //
create procedure q () begin select 1; select 2; end//
create procedure r () select '//'; //
delimiter $$
create procedure s () begin select 1; end$$
select 1$$
delimiter ;
select 2; select user@host, @@global.x, @v;
