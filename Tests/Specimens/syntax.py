"""Every kind of Python syntax that a reader of source text can trip over."""
from __future__ import annotations

import asyncio, os.path as paths
from typing import (
    Any,
    Callable as Fn,
)
from . import settings
from ..shop.models import *

type Pair[T, *Ts, **P] = tuple[T, Callable[P, T]]
LIMIT: int = 0xFF_FF + 0b1010 + 0o17 + 1_000 + 10 ** -3
RATIO, (LOW, *REST) = 1.5e-3j, (.5, 5., 1e10)
names = {"a": 1, 'b': [1, 2, 3][::-1], **{"c": 3}}
joined = "one" 'two' \
    """three
    "quoted" and \""" escaped""" r'\d+' b"\x00" rb'\n' u"old"
empty = "" + '' + """""" + f""
folded = 'line \
continued'


@app.route("/orders/<int:key>", methods=["GET"])
@functools.cache
def show(key: int, /, *rest: Any, limit: int = 10, sort=lambda row: row[0], **options) -> dict[str, Any]:
    global LIMIT; total = 0
    text = f"{key!r:>{limit}} {{literal}} {names['a']:{'<' if key else '>'}10.2f} {key=} {(lambda x: x)(1)}"
    nested = f"{f'{f"{1 + 1}"}'}" rf"\d{key}\{total}" F'''
        {
            total  # a comment in a field
        } and \N{BULLET} {key:%Y-%m-%d}
    '''
    if (n := len(rest)) > 10 and not key in names or key is not None: return {}
    elif n <= 1 <= key != 3: pass
    else:
        total += n; total //= 2; total **= 2; total >>= 1; total @= n
    return {name: value for name, value in options.items() if value if name}


class Box[T](Base, metaclass=Meta):
	tabs: list[T] = []

	def __init__(self, *, key=None):
		self.key, self.total = key, sum(x * y for x in range(3) for y in [x, x ** 2] if x)
		nonlocal_count = 0

		def inner():
			nonlocal nonlocal_count
			nonlocal_count += 1
			yield nonlocal_count
			got = yield from other()
			return (yield got)

	@property
	def both(self): return self.key[1:2, ..., ::3], ~self.total, -1 if self else +1


async def stream(source, *, retries=3):
    async with source.open() as handle, (yield handle) as other:
        async for row in handle:
            await asyncio.sleep(0)
            yield [await part async for part in row if part]
    with (
        open("a") as first,
        open("b", encoding="utf-8") as second,
    ):
        print(first, second, sep="", end="\n")
    for attempt in range(retries):
        try:
            result = await source.get(attempt)
        except (OSError, ValueError) as error:
            raise RuntimeError(f"failed: {error}") from error
        except* TypeError:
            continue
        else:
            break
        finally:
            del result
    while chunk := handle.read(1024):
        assert chunk, "nothing"
    else:
        result = None


def classify(command):
    match command.split():
        case []:
            return None
        case ["go", ("north" | "south") as direction, *_] if direction:
            return direction
        case {"key": str(value), **rest}: found = value
        case Point(x=0, y=-1) | Point(x=1.5):
            found = lambda a, b=(1, 2), *c: a if b else lambda d: d
        case _:
            match = case = type = 1
            match.x = case[0]
    print(match, *command, **{}); return (found
        # a comment inside brackets

        )


if __name__ == "__main__":
    naïve = größe = "ünïcödé 🧪"
    asyncio.run(stream(naïve))
