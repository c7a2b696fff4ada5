"""The dual simplex behind radial efficiency: compiled, warm-started, and certified problem by problem.

For each evaluated unit with theta-column `c` and right-hand side `b`:

    least theta  such that  T lam + diag(sign) slack - theta c = b,  lam >= 0,  slack >= 0

T has a row for each input, output and (unless returns are constant) the sum of the weights; `sign` is 1 where
the row may be undercut, -1 where it may be exceeded, 0 where it must be met.

Every dual-feasible basis is a supporting hyperplane of the technology, and stays one for every other unit,
because only `c` and `b` change. So hyperplanes once met are kept in a pool, and each unit starts from the
one that puts the highest floor under its theta. The plain twin is `dea_programs.radial`.

Columns: 0..n-1 the units, n..n+p-1 the slack of each row, n+p theta.
"""

import numpy as np
from numba import njit

SOLVED, INFEASIBLE, UNCERTAIN = 0, 1, 2
# Relative to the terms that make up a number, so that small units are held to the same standard as large.
ZERO = 1e-12
CERTAIN = 1e-10
# An inverse holds rounding where it should hold 0; what that makes of the right-hand side is no breach.
NOISE = 1e-13
# Sums smaller than this share of the largest term are held to its standard: they may be sums of rounding.
FLOOR = 1e-4
MOST_PIVOTS = 500
# Rounding grows with each update of the inverse; after so many it is built anew.
REBUILD_AFTER = 25
POOL = 512


@njit(cache=True, nogil=True)
def inverted(A, out):
    """Gauss-Jordan with row exchange; False where the matrix is singular. `A` is used up."""
    p = A.shape[0]
    out[:] = 0.0
    for i in range(p):
        out[i, i] = 1.0
    for column in range(p):
        best = column
        for i in range(column + 1, p):
            if abs(A[i, column]) > abs(A[best, column]):
                best = i
        if abs(A[best, column]) < 1e-13:
            return False
        for j in range(p):
            A[column, j], A[best, j] = A[best, j], A[column, j]
            out[column, j], out[best, j] = out[best, j], out[column, j]
        over = 1.0 / A[column, column]
        for j in range(p):
            A[column, j] *= over
            out[column, j] *= over
        for i in range(p):
            times = A[i, column]
            if i != column and times != 0.0:
                for j in range(p):
                    A[i, j] -= times * A[column, j]
                    out[i, j] -= times * out[column, j]
    return True


@njit(cache=True, nogil=True)
def write_basis(B, basis, T, sign, c):
    p, n = T.shape
    for k in range(p):
        j = basis[k]
        for i in range(p):
            if j < n:
                B[i, k] = T[i, j]
            elif j < n + p:
                B[i, k] = sign[i] if i == j - n else 0.0
            else:
                B[i, k] = -c[i]


@njit(cache=True, nogil=True)
def cold_start(basis, T, sign, c, skip):
    """A basis that is dual feasible for any data: theta held by one row, slack in every other.

    False where no unit is left to hold the sum of the weights.
    """
    p, n = T.shape
    held = -1
    equality = -1
    for i in range(p):
        basis[i] = n + i
        if sign[i] == 0.0:
            equality = i
        elif sign[i] > 0.0 and (held < 0 or c[i] > c[held]):
            held = i
    if equality >= 0 and c[equality] > 0.0:
        held = equality
    elif equality >= 0:
        # The weights must add up to something: the unit with the least of that input holds the row.
        least = -1
        for j in range(n):
            if j != skip and (least < 0 or T[held, j] < T[held, least]):
                least = j
        if least < 0:
            return False
        basis[equality] = least
    basis[held] = n + p
    return True


@njit(cache=True, nogil=True)
def leaving_row(inverse, b, basis, value, theta):
    """The row that is furthest below zero, or -1 where none is and the basis is best."""
    p = b.shape[0]
    row = -1
    worst = 0.0
    noise = NOISE * np.max(np.abs(b))
    for i in range(p):
        total = 0.0
        size = 0.0
        norm = 1e-300
        for q in range(p):
            term = inverse[i, q] * b[q]
            total += term
            size += abs(term)
            norm += inverse[i, q] * inverse[i, q]
        value[i] = total
        if i != theta and total < -ZERO * size - noise and total / np.sqrt(norm) < worst:
            worst = total / np.sqrt(norm)
            row = i
    return row


@njit(cache=True, nogil=True, fastmath={"contract", "nsz", "arcp", "reassoc"})
def dot_columns(T, weights, out):
    p, n = T.shape
    for j in range(n):
        out[j] = weights[0] * T[0, j]
    for q in range(1, p):
        weight = weights[q]
        for j in range(n):
            out[j] += weight * T[q, j]


@njit(cache=True, nogil=True)
def entering_column(T, sign, alpha, reduced, w, price, inside):
    """The column that keeps every reduced cost at or above zero (the longer pivot where two are equal), or -1.

    And the step that the reduced costs take towards alpha.
    """
    p, n = T.shape
    size = 0.0
    for q in range(p):
        size = max(size, abs(w[q]))
    # A pivot smaller than this would be rounding.
    smallest = -1e-11 * size
    column = -1
    best = np.inf
    longest = 0.0
    for j in range(n):
        a = alpha[j]
        if a < smallest and inside[j] == 0:
            ratio = -max(reduced[j], 0.0) / a
            if ratio < best - 1e-14 or (ratio <= best + 1e-14 and -a > longest):
                best = ratio
                column = j
                longest = -a
    for i in range(p):
        a = sign[i] * w[i]
        if a < smallest and inside[n + i] == 0:
            ratio = -max(-sign[i] * price[i], 0.0) / a
            if ratio < best - 1e-14 or (ratio <= best + 1e-14 and -a > longest):
                best = ratio
                column = n + i
                longest = -a
    return column, best


@njit(cache=True, nogil=True)
def pivot(inverse, T, sign, row, column, step):
    p, n = T.shape
    for i in range(p):
        if column < n:
            total = 0.0
            for q in range(p):
                total += inverse[i, q] * T[q, column]
            step[i] = total
        else:
            step[i] = inverse[i, column - n] * sign[column - n]
    over = 1.0 / step[row]
    for q in range(p):
        inverse[row, q] *= over
    for i in range(p):
        if i != row and step[i] != 0.0:
            for q in range(p):
                inverse[i, q] -= step[i] * inverse[row, q]


@njit(cache=True, nogil=True)
def run(T, sign, c, b, skip, basis, B, inverse, value, price, w, step, alpha, reduced, inside):
    """Pivot from `basis` until no row is below zero. Leaves values and prices behind; gives the status."""
    p, n = T.shape
    inside[:] = 0
    theta = 0
    for k in range(p):
        inside[basis[k]] = 1
        if basis[k] == n + p:
            theta = k
    for i in range(p):
        if sign[i] == 0.0:
            inside[n + i] = 1
    if skip >= 0:
        inside[skip] = 1
    for done in range(MOST_PIVOTS):
        if done % REBUILD_AFTER == 0:
            write_basis(B, basis, T, sign, c)
            if not inverted(B, inverse):
                return UNCERTAIN
        row = leaving_row(inverse, b, basis, value, theta)
        for q in range(p):
            price[q] = inverse[theta, q]
        if row < 0:
            return SOLVED
        for q in range(p):
            w[q] = inverse[row, q]
        dot_columns(T, w, alpha)
        if done % REBUILD_AFTER == 0:
            for q in range(p):
                step[q] = -price[q]
            dot_columns(T, step, reduced)
        column, length = entering_column(T, sign, alpha, reduced, w, price, inside)
        if column < 0:
            return INFEASIBLE
        pivot(inverse, T, sign, row, column, step)
        for j in range(n):
            reduced[j] += length * alpha[j]
        inside[basis[row]] = 0
        inside[column] = 1
        basis[row] = column
    return UNCERTAIN


@njit(cache=True, nogil=True)
def residuals(T, sign, c, b, skip, basis, B, value, price, alpha, reduced):
    """How far the answer is from feasible (primal) and from best (dual), relative to the terms of each sum."""
    p, n = T.shape
    write_basis(B, basis, T, sign, c)
    primal = 0.0
    floor = FLOOR * np.max(np.abs(b))
    for i in range(p):
        gap = -b[i]
        size = abs(b[i]) + floor
        for k in range(p):
            term = B[i, k] * (value[k] if basis[k] == n + p else max(value[k], 0.0))
            gap += term
            size += abs(term)
        primal = max(primal, abs(gap) / size)
    unit = 0.0
    most = 0.0
    for i in range(p):
        unit -= price[i] * c[i]
        most = max(most, abs(price[i]))
    dual = abs(unit - 1.0)
    for i in range(p):
        if sign[i] * price[i] > 0.0:
            dual = max(dual, abs(price[i]) / most)
    dot_columns(T, price, reduced)
    dot_columns(T, np.abs(price), alpha)
    for j in range(n):
        if j != skip and reduced[j] > dual * (alpha[j] + FLOOR * most):
            dual = reduced[j] / (alpha[j] + FLOOR * most)
    return max(primal, dual)


@njit(cache=True, nogil=True)
def from_pool(prices, bases, held, c, b, basis):
    """Start from the hyperplane with the highest floor under theta; False where none can be used."""
    p = b.shape[0]
    best = -1
    highest = -np.inf
    for f in range(held):
        floor = 0.0
        unit = 0.0
        for q in range(p):
            floor += prices[f, q] * b[q]
            unit -= prices[f, q] * c[q]
        if unit > 1e-9 and floor / unit > highest:
            highest = floor / unit
            best = f
    if best >= 0:
        for k in range(p):
            basis[k] = bases[best, k]
    return best >= 0


@njit(cache=True, nogil=True)
def solve_all(T, sign, c, b, skip, pooled, score, status, basis, value, price, residual):
    """Solve one problem for each row of `c` and `b`; every answer is written into the last six arrays.

    `skip` names a unit that each problem may not use (-1: none); with it, `pooled` must be False.
    """
    p, n = T.shape
    B, inverse = np.empty((p, p)), np.empty((p, p))
    w, step, alpha, reduced = np.empty(p), np.empty(p), np.empty(n), np.empty(n)
    inside = np.zeros(n + p + 1, np.uint8)
    pool_prices, pool_bases = np.empty((POOL, p)), np.empty((POOL, p), np.int64)
    held = 0
    for e in range(c.shape[0]):
        warm = pooled and from_pool(pool_prices, pool_bases, held, c[e], b[e], basis[e])
        for attempt in range(2):
            residual[e] = np.inf
            status[e] = INFEASIBLE
            if (not warm or attempt == 1) and not cold_start(basis[e], T, sign, c[e], skip[e]):
                break
            status[e] = run(
                T, sign, c[e], b[e], skip[e], basis[e], B, inverse, value[e], price[e], w, step, alpha, reduced, inside
            )  # fmt: skip
            if status[e] == SOLVED:
                residual[e] = residuals(
                    T, sign, c[e], b[e], skip[e], basis[e], B, value[e], price[e], alpha, reduced
                )
            if residual[e] <= CERTAIN:
                break
        score[e] = np.nan
        for k in range(p):
            if basis[e, k] == n + p:
                score[e] = value[e, k]
        if status[e] == SOLVED and residual[e] > CERTAIN:
            status[e] = UNCERTAIN
        if pooled and status[e] == SOLVED and held < POOL:
            fresh = True
            for f in range(held):
                same = True
                for k in range(p):
                    if pool_bases[f, k] != basis[e, k]:
                        same = False
                        break
                if same:
                    fresh = False
                    break
            if fresh:
                pool_prices[held] = price[e]
                pool_bases[held] = basis[e]
                held += 1
