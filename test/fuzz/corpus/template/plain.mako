a % b ## not comment
 # single
$ {x} $x { } <b> < % a