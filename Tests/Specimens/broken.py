def unclosed(a, b:
    return (a +

class Half
    x = [1, 2
    def method(self):
        text = 'never ended
        other = f"{self.name
        return f"{x:{y}" + """a string
        that goes on"""
      strange = 1
   outdented = ) ] }
	tab = {"a": (1, 2], }
for in:
for x in
while
if lambda: lambda x=: 1
lambda
with open( as f, g:
except* as :
@
import
from . import
from .. x import (a, b
x = = y := ; ; : :
$?`!\ \
  def (a=1, *, **): -> yield
async
async with
match :
  case :
case x: y = 1
[x for x in [y for y in (lambda z: z for
f"{a!r:{b:{c}}}{" f'{
print(f"{x['a']:>{'
global, nonlocal a b
