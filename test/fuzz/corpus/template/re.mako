<%!
import re
from typing import Sequence as S, Union
%>${re.split(r",\s*", "a, b,c")} ${re.split("(-)", "a-b")} ${re.sub("[aeiou]", "_", "education")} ${re.sub(r"(\w)(\w)", r"\2\1", "abcd")} ${bool(re.match("a", "ab"))} ${"y" if re.search("^b", "ab") else "n"}