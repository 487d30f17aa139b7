<%
   # comment with %  and "quote
   x = "%>"[0:1]
   y = 1; z = 2
   y += z
%>${x}${y}${z}