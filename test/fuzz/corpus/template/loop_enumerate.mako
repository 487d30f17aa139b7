text \
continued
  ## comment
  % for i, x in list(enumerate(["a","b"])):
${i}${x} ${loop.index} ${loop.first} ${loop.last}
  % endfor