% for x in ():
never
% endfor
% for x in "ab":
${x}\
% endfor

done