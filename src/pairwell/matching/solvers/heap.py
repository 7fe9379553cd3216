"""A binary heap in two arrays, compiled into the searches for shortest paths."""

from numba import njit


@njit(cache=True, nogil=True)
def push(key, item, size, new_key, new_item):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Add to a binary heap; returns the new size."""
    i = size
    while i > 0 and key[(i - 1) >> 1] > new_key:
        key[i], item[i] = key[(i - 1) >> 1], item[(i - 1) >> 1]
        i = (i - 1) >> 1
    key[i], item[i] = new_key, new_item
    return size + 1


@njit(cache=True, nogil=True)
def pop(key, item, size):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Take the least off a binary heap; returns its key, its item and the new size."""
    first_key, first_item = key[0], item[0]
    size -= 1
    last_key, last_item = key[size], item[size]
    i = 0
    while 2 * i + 1 < size:
        child = 2 * i + 1
        if child + 1 < size and key[child + 1] < key[child]:
            child += 1
        if key[child] >= last_key:
            break
        key[i], item[i] = key[child], item[child]
        i = child
    key[i], item[i] = last_key, last_item
    return first_key, first_item, size
