% if x
bad
% endif