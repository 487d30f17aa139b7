% if True: # comment
a
% endif # z
b