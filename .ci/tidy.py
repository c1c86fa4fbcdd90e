#!/usr/bin/env python3
"""Runs clang-tidy on the C++ files that changed lately: those that differ from the main branch of `origin`,
or, where there is no other branch, those of the last hundred commits, and what is not committed yet.

It stops after a while and names the files that it has not looked at. Each commit has an order of its own, so
what one run leaves out, another looks at; `cmake --build --preset tidy` looks at all. Needs the compile commands of the preset `dev`. The exit code is 1 if clang-tidy complains.

Usage: .ci/tidy.py [COMMIT]    what changed since COMMIT
"""
import concurrent.futures
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

BUILD = pathlib.Path("build/dev")
CLANG_TIDY = "clang-tidy-14"
COMMITS = 100
TIME_LIMIT = 120.0   # s, after which no more files are begun
FILE_LIMIT = 300.0   # s, after which a file is given up


def git(*arguments):
    """The lines that git prints; none if it fails."""
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else []


def first_unchanged_commit():
    """Since when changes are looked at; None if this is not known, as in a clone of one commit."""
    base = git("merge-base", "origin/HEAD", "HEAD")
    if base and base != git("rev-parse", "HEAD"):
        return base[0]
    commits = git("rev-list", "--first-parent", f"--max-count={COMMITS + 1}", "HEAD")
    return commits[-1] if len(commits) > 1 else None


def source_of(file):
    """The source to compile in order to look at a file: itself, that of a header's name, or the one that
    the preset `dev` makes for a header that has none. None if the build knows none."""
    path = pathlib.Path(file)
    if path.suffix == ".cpp":
        return file
    candidates = [path.with_suffix(".cpp"), BUILD / "headers" / (file + ".cpp")]
    return next((str(candidate) for candidate in candidates if candidate.exists()), None)


def changed_sources(commit):
    files = ("--", "*.cpp", "*.hpp")
    changed = git("diff", "--name-only", "--diff-filter=d", commit, *files)
    changed += git("ls-files", "--others", "--exclude-standard", *files)
    known = (BUILD / "compile_commands.json").read_text()
    sources = (source_of(file) for file in changed)
    wanted = {source for source in sources if source and f"{source}\"" in known}
    head = "".join(git("rev-parse", "HEAD"))
    return sorted(wanted, key=lambda source: hashlib.sha256((head + source).encode()).digest())


def main():
    os.chdir(pathlib.Path(__file__).resolve().parent.parent)
    commit = sys.argv[1] if len(sys.argv) > 1 else first_unchanged_commit()
    if commit is None:
        print("clang-tidy: no history here that says what changed, so no file is looked at")
        return 0
    if not (BUILD / "compile_commands.json").exists() or shutil.which(CLANG_TIDY) is None:
        print(f"clang-tidy: needs {CLANG_TIDY} and {BUILD}; run ./test.sh dev first", file=sys.stderr)
        return 1
    sources = changed_sources(commit)
    began = time.monotonic()
    skipped = []

    def look_at(source):
        if time.monotonic() - began > TIME_LIMIT:
            skipped.append(source)
            return True
        try:
            done = subprocess.run([CLANG_TIDY, "-p", BUILD, "--quiet", source], capture_output=True,
                                  text=True, check=False, timeout=FILE_LIMIT)
        except subprocess.TimeoutExpired:
            skipped.append(source)
            return True
        print(done.stdout, end="", flush=True)
        if done.returncode != 0 and not done.stdout:
            print(f"{source}: {done.stderr}", end="", flush=True)
        return done.returncode == 0

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        all_pass = all(list(pool.map(look_at, sources)))
    print(f"clang-tidy: {len(sources) - len(skipped)} of the {len(sources)} sources that changed since "
          f"{commit[:10]}, in {time.monotonic() - began:.0f} s")
    for source in skipped:
        print(f"not looked at, as the time was up: {source}")
    return 0 if all_pass else 1


if __name__ == "__main__":
    sys.exit(main())
