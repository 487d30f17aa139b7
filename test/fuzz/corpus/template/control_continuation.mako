% if True and \
   True:
cont
% endif