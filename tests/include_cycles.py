#!/usr/bin/env python3
"""Fails if headers include each other in a circle, or if folders that lie side by side do.

Who wants to read or to change one member of a circle has to read all of them. A file that lies beside
folders may include them and be included by them: it joins them, or is what they share. Rooms are not
looked at, as tests/include_rules.sh gives them an order.

Usage: tests/include_cycles.py ROOT ROOM…
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def read_includes(root, rooms):
    """The files of the rooms, each with the files of this project that it includes."""
    files = [path for room in rooms for path in sorted((root / room).rglob("*.[ch]pp"))]
    return {str(path.relative_to(root)): INCLUDE.findall(path.read_text()) for path in files}


def folder_includes(includes):
    """Each folder with the folders beside it that it includes, and for each of these an example."""
    graph = {}
    for file, headers in includes.items():
        for header in headers:
            here, there = pathlib.PurePath(file).parts[:-1], pathlib.PurePath(header).parts[:-1]
            depth = 0
            while depth < min(len(here), len(there)) and here[depth] == there[depth]:
                depth += 1
            if 0 < depth < min(len(here), len(there)):
                beside = graph.setdefault("/".join(here[:depth + 1]), {})
                beside.setdefault("/".join(there[:depth + 1]), f"{file} includes {header}")
    return graph


def shortest_circle(graph, start):
    """The nodes from the start back to it, in the order of the arrows; none if no way leads back."""
    ways = [[start]]
    seen = set()
    for way in ways:   # grows meanwhile: breadth first
        for node in graph.get(way[-1], ()):
            if node == start:
                return way + [start]
            if node not in seen:
                seen.add(node)
                ways.append(way + [node])
    return []


def circles(graph):
    """A shortest circle through each node that is on one, but none that is another turned."""
    found = {}
    for start in sorted(graph):
        circle = shortest_circle(graph, start)
        if circle:
            found.setdefault(frozenset(circle), circle)
    return found.values()


def main():
    root, *rooms = sys.argv[1:]
    files = read_includes(pathlib.Path(root), rooms)
    if not all(any(file.startswith(room + "/") for file in files) for room in rooms):
        sys.exit("a room has no file: " + " ".join(rooms))
    folders = folder_includes(files)
    complaints = []
    for circle in circles(files):
        complaints.append("headers include each other: " + " -> ".join(circle))
    for circle in circles(folders):
        complaints.append("folders include each other: " + " -> ".join(circle))
        complaints += ["  " + folders[here][there] for here, there in zip(circle, circle[1:])]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
