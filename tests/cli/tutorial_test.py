#!/usr/bin/python3
"""Does what docs/tutorial.md says, from an empty directory.

usage: tutorial_test.py CUTPOINT
A block ```sh is run line by line; a block of another language that begins with `# NAME` is the file NAME.
"""

import os
import re
import subprocess
import sys
import tempfile

TUTORIAL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "tutorial.md")
NOT_CONVERGED = 4  # The tutorial says that this happens.
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def follow(text, folder, environment):
    """Runs the blocks in order; gives the number of commands, or raises what the first failing one says."""
    commands = 0
    for language, body in BLOCK.findall(text):
        if language == "sh":
            for command in body.splitlines():
                done = subprocess.run(["bash", "-e", "-c", command], cwd=folder, env=environment, capture_output=True,
                                      text=True, check=False)
                if done.returncode not in ((0, NOT_CONVERGED) if " run " in command else (0,)):
                    raise RuntimeError(f"exit code {done.returncode}: {command}\n{done.stdout}{done.stderr}")
                commands += 1
        elif name := re.match(r"# (\S+\.\w+)\n", body):
            with open(os.path.join(folder, name.group(1)), "w", encoding="utf-8") as file:
                file.write(body)
    return commands


def main():
    cutpoint = os.path.dirname(os.path.abspath(sys.argv[1]))
    environment = {**os.environ, "PATH": f"{cutpoint}:{os.environ['PATH']}"}
    with open(TUTORIAL, encoding="utf-8") as file, tempfile.TemporaryDirectory() as folder:
        text = file.read()
        commands = follow(text, folder, environment)
        promised = set(re.findall(r"-o (\S+)", "".join(body for language, body in BLOCK.findall(text) if language == "sh")))
        missing = promised - set(os.listdir(folder))
    if missing or commands < 8:
        sys.exit(f"{commands} commands ran; missing: {', '.join(sorted(missing)) or 'nothing'}")
    print(f"{commands} commands ran")


if __name__ == "__main__":
    main()
