% while False:
% endwhile