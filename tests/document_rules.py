"""Fails if a document has a line wider than 110 characters, or names a file or heading that is not there.

Tables, fenced blocks and pictures may be wider, as they cannot be broken, and so may the part of docs/scenario.md below
"Keys", which the program writes. Links to other sites are not followed. A source file in backticks may be named by the
end of its path, and stands for any file if it has a word in capitals. The changelog and the decisions name files as
they were. Usage: tests/document_rules.py [ROOT]
"""

import os
import re
import subprocess
import sys

WIDEST = 110
GENERATED = {"docs/scenario.md": "## Keys"}  # from this line on
READ_IN = {"experiments/figures/introduction.md": "docs"}  # it becomes a part of docs/reproduction.md
HISTORY = ("CHANGELOG.md", "docs/decisions/")
SOURCE = re.compile(r"`([\w.-]+/[\w./-]*\.(?:cpp|hpp|py|sh))`")


def files(pattern):
    """The files of the project that match."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern], check=True,
                            capture_output=True, text=True)
    return sorted(path for path in listed.stdout.splitlines() if os.path.exists(path))


def prose(path):
    """The numbered lines outside of fenced blocks and generated parts."""
    in_fence = False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file.read().splitlines(), 1):
            if line == GENERATED.get(path):
                return
            if line.lstrip().startswith("```"):
                in_fence = not in_fence
            elif not in_fence:
                yield number, line


def anchors(path):
    """What GitHub calls the headings of a document."""
    found = set()
    for _, line in prose(path):
        if heading := re.match(r"#+ (.*)", line):
            text = re.sub(r"[^\w\- ]", "", heading[1].lower())
            found.add(text.replace(" ", "-"))
    return found


def complaints(path, known):
    """What breaks a rule in one document of a project with the files `known`."""
    folder = READ_IN.get(path, os.path.dirname(path))
    for number, line in prose(path):
        is_breakable = not line.lstrip().startswith(("|", "!["))
        if is_breakable and len(line) > WIDEST:
            yield f"{path}:{number}: {len(line)} characters, and {WIDEST} are the most"
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = os.path.normpath(os.path.join(folder, name)) if name else path
            if not os.path.exists(file):
                yield f"{path}:{number}: {target} leads to no file"
            elif anchor and anchor not in anchors(file):
                yield f"{path}:{number}: {target} leads to no heading"
        for source in [] if path.startswith(HISTORY) else SOURCE.findall(line):
            is_placeholder = re.search(r"[A-Z]{2}", source)
            if not is_placeholder and not any(f"/{file}".endswith("/" + os.path.normpath(source)) for file in known):
                yield f"{path}:{number}: there is no {source}"


def main():
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else ".")
    paths = files("*.md")
    known = files("*")
    found = [complaint for path in paths for complaint in complaints(path, known)]
    print("\n".join(found) if found else f"{len(paths)} documents are as they should be")
    sys.exit(1 if found or not paths else 0)


if __name__ == "__main__":
    main()
