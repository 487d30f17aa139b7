<%doc>
gone
</%doc>
x <%text>${raw} % if
## kept
</%text> y