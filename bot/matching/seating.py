"""The schedule that groups of three to eight begin with: as many rounds without a repeat as the numbers allow. Pure.

People sit in rows, as many seats to a row as there are groups; a group takes one seat of each row, `turn` seats further
on with every row (a transversal design). Seats are counted in a product of finite fields (MacNeish), in which no two
people of different rows meet twice in as many rounds as a row has seats; where a field is smaller than the number of
rows they are counted round instead, and some meet earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]

Poly = tuple[int, ...]
"""Coefficients of a polynomial, the constant first."""


def schedule(count: int, rows: int) -> Column:
    """Return the group of each seat in each turn, shape (turn, seat); row r begins at seat r * count."""
    import numpy as np

    sums, products = _ring(count, rows)
    seat = np.arange(rows * count)
    row, column = seat // count, seat % count
    turns = np.arange(count)[:, None]
    groups: Column = sums[column[None, :], products[_element(count, rows)[row][None, :], turns]]
    return groups


def _element(count: int, rows: int) -> Column:
    """Return the multiplier of each row: any two differ in every field."""
    import numpy as np

    sizes = _fields(count, rows)
    return np.array([_number([row] * len(sizes), sizes) if sizes else row % count for row in range(rows)])


def _fields(count: int, rows: int) -> list[int]:
    """Return the prime powers of a number, nothing where one is smaller than the number of rows."""
    powers = list(_prime_powers(count))
    return powers if all(power >= rows for power in powers) else []


def _prime_powers(number: int) -> Iterator[int]:
    prime = 2
    while number > 1:
        power = 1
        while number % prime == 0:
            number, power = number // prime, power * prime
        if power > 1:
            yield power
        prime += 1


def _ring(count: int, rows: int) -> tuple[Column, Column]:
    """Return the tables of addition and of multiplication."""
    import numpy as np

    sizes = _fields(count, rows)
    if not sizes:
        seat = np.arange(count)
        return (seat[:, None] + seat[None, :]) % count, seat[:, None] * seat[None, :] % count
    sums = products = np.zeros((1, 1), dtype=np.int64)
    for size in sizes:
        add, times = (np.array(table) for table in _field(size))
        sums, products = (
            (whole[:, None, :, None] * size + part[None, :, None, :]).reshape(len(whole) * size, -1)
            for whole, part in ((sums, add), (products, times))
        )
    return sums, products


def _number(digits: Sequence[int], sizes: Sequence[int]) -> int:
    number = 0
    for digit, size in zip(digits, sizes, strict=True):
        number = number * size + digit
    return number


@cache
def _field(size: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return the tables of the finite field of a prime power: polynomials modulo one that has no divisor."""
    prime = next(prime for prime in range(2, size + 1) if size % prime == 0)
    degree = next(degree for degree in range(1, size) if prime**degree == size)
    elements = [tuple(reversed(digits)) for digits in product(range(prime), repeat=degree)]
    place = {element: at for at, element in enumerate(elements)}
    add = [[place[tuple((a + b) % prime for a, b in zip(x, y, strict=True))] for y in elements] for x in elements]
    for modulus in elements:
        times = [[place[_times(x, y, modulus, prime)] for y in elements] for x in elements]
        if all(all(row[1:]) for row in times[1:]):  # no two but 0 give 0: it is a field
            return add, times
    raise AssertionError(f"there is a field of {size} elements")


def _times(one: Poly, other: Poly, modulus: Poly, prime: int) -> Poly:
    """Multiply modulo x^n - modulus."""
    degree = len(modulus)
    whole = [0] * (2 * degree - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            whole[i + j] += a * b
    for i in range(2 * degree - 2, degree - 1, -1):
        for j, b in enumerate(modulus):
            whole[i - degree + j] += whole[i] * b
    return tuple(one % prime for one in whole[:degree])
