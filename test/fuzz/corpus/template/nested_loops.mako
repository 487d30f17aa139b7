% for x in [1,2]:
% for y in [3,4]:
${x}${y}${loop.index}${loop.cycle("o","e")}
% endfor
${loop.index} ${loop.even} ${loop.odd} ${loop.reverse_index}
% endfor