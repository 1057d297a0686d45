"""Figures for the people upstairs, made from lines that other programs wrote."""

import re
from collections import deque
from collections.abc import Iterable, Iterator


def total(lines: Iterable[str]) -> int:
    return sum([int(line.split(",")[2]) for line in lines])


def csv(rows: list[tuple[str, int]]) -> str:
    text = ""
    for name, amount in rows:
        text += f"{name},{amount}\n"
    return text


def csv_joined(rows: list[tuple[str, int]]) -> str:
    return "".join(f"{name},{amount}\n" for name, amount in rows)


def known(names: list[str], customers: list[dict]) -> list[str]:
    emails = [customer["email"] for customer in customers]
    found = []
    for name in names:
        if name in emails:
            found.append(name)
    return found


def known_quickly(names: list[str], customers: list[dict]) -> list[str]:
    emails = {customer["email"] for customer in customers}
    return [name for name in names if name in emails]


def drain(queue: list[str]) -> Iterator[str]:
    while queue:
        yield queue.pop(0)


def drain_quickly(queue: deque[str]) -> Iterator[str]:
    while queue:
        yield queue.popleft()


def flatten(pages: list[list[str]]) -> list[str]:
    return sum(pages, [])


def cheapest(prices: list[int]) -> int:
    return sorted(prices)[0]


def skus(lines: list[str]) -> list[str]:
    found = []
    for line in lines:
        pattern = re.compile(r"sku=(\w+)")
        if match := pattern.search(line):
            found.append(match[1])
    return found


def errors(path: str) -> int:
    with open(path) as file:
        return sum(1 for line in file.read().splitlines() if "ERROR" in line)


def errors_streamed(path: str) -> int:
    with open(path) as file:
        return sum("ERROR" in line for line in file)
