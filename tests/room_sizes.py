#!/usr/bin/env python3
"""Fails if a room has more than a fifth of the product's lines: such a room is two.

Usage: tests/room_sizes.py ROOT ROOM…
"""
import pathlib
import sys

LARGEST_SHARE = 0.20


def lines(room):
    return sum(len(path.read_text().splitlines()) for path in room.rglob("*.[ch]pp"))


def main():
    root, *rooms = sys.argv[1:]
    sizes = {room: lines(pathlib.Path(root) / room) for room in rooms}
    total = sum(sizes.values())
    for room, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"{room:12} {size:6} lines {size / total:6.1%}")
    too_large = [room for room, size in sizes.items() if size > LARGEST_SHARE * total]
    for room in too_large:
        print(f"{room}: more than {LARGEST_SHARE:.0%} of the product's {total} lines", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
