#!/usr/bin/python3
"""Runs the figures of the paper and prints what was published beside what is simulated.

Every folder with a figure.py is a figure: its scenarios are run to DIR/results/FIGURE/SCENARIO.h5, its
pictures are drawn from these files alone to DIR/images, and its claims become the scoreboard,
DIR/scoreboard.json and DIR/reproduction.md, beside DIR/calibration.md with all constants. A file that is there already and comes from the same scenario and program is kept, so
an interrupted reproduction goes on where it was. Exit codes are those of `cutpoint run`.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import time
import tomllib

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [FOLDER, os.path.join(FOLDER, "..", "..", "results", "plots")]

import h5py
import matplotlib.pyplot as plt

import common
import scoreboard

# Wider intervals, fewer queries: the shapes and most digits of the figures in seconds.
QUICK = {"throughput": ["run.precision.relative=4 %", "throughput.rate_precision=4 %"],
         "decisions": []}
QUICK_FLEET = ["run.precision.relative=10 %", "run.max_queries=100000"]


def figure_names():
    return sorted(name for name in os.listdir(FOLDER) if os.path.exists(os.path.join(FOLDER, name, "figure.py")))


def scenarios_of(name):
    folder = os.path.join(FOLDER, name)
    return sorted(file[:-5] for file in os.listdir(folder) if file.endswith(".toml"))


def load_figure(name):
    spec = importlib.util.spec_from_file_location(f"figure_{name}", os.path.join(FOLDER, name, "figure.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def chosen_figures(wanted):
    """All, or those whose names begin with one of the wanted."""
    names = figure_names()
    for prefix in wanted:
        if not any(name.startswith(prefix) for name in names):
            raise common.UsageError(f'error: --only {prefix}: no such figure; {common.known(names)}')
    return [name for name in names if not wanted or any(name.startswith(prefix) for prefix in wanted)]


class Run:
    """One scenario of one figure, and where its results go."""

    def __init__(self, figure, scenario, arguments):
        self.figure = figure
        self.title = f"{figure}/{scenario}"
        self.path = os.path.join(FOLDER, figure, scenario + ".toml")
        self.output = os.path.join(arguments.output, "results", figure, scenario + ".h5")
        with open(self.path, "rb") as file:
            settings = tomllib.load(file).get("run", {})
        # Single queries are what a record shows; the means of so few need not be precise.
        self.is_record = "record" in settings
        overrides = [] if self.is_record else QUICK.get(settings.get("experiment"), QUICK_FLEET)
        self.overrides = overrides if arguments.quick else []
        # What the results depend on: the text, the overrides and the program.
        digest = hashlib.sha256()
        for path in (self.path, arguments.cutpoint):
            with open(path, "rb") as file:
                digest.update(file.read())
        digest.update("\n".join(self.overrides).encode())
        self.digest = digest.hexdigest()

    def is_done(self):
        try:
            with open(self.output + ".key", encoding="ascii") as key:
                return key.read() == self.digest and h5py.is_hdf5(self.output)
        except OSError:
            return False

    def start(self, arguments):
        """Runs it; the exit code of `cutpoint run`."""
        os.makedirs(os.path.dirname(self.output), exist_ok=True)
        command = [arguments.cutpoint, "run", self.path, "-o", self.output, "--force", "--progress",
                   arguments.progress]
        command += ["--jobs", str(arguments.jobs)] if arguments.jobs else []
        command += [word for override in self.overrides for word in ("--set", override)]
        code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
        if code in (0, 4):
            with open(self.output + ".key", "w", encoding="ascii") as key:
                key.write(self.digest)
        return 0 if code == 4 and self.is_record else code


def run_all(runs, arguments):
    """Runs what is missing; the worst exit code."""
    worst = 0
    missing = [run for run in runs if not run.is_done()]
    if len(missing) < len(runs):
        print(f"{len(runs) - len(missing)} of {len(runs)} results are there already", file=sys.stderr)
    start = time.monotonic()
    for number, run in enumerate(missing):
        took = time.monotonic() - start
        left = f", about {took / number * (len(missing) - number):.0f} s left" if number else ""
        if arguments.progress != "none":
            print(f"[{number + 1}/{len(missing)}] {run.title}{left}", file=sys.stderr, flush=True)
        code = run.start(arguments)
        if code not in (0, 4):
            sys.exit(code if code > 0 else 128 - code)
        worst = max(worst, code)
    return worst


def evaluate(names, runs, arguments):
    """Draws the pictures and gathers the claims; the pictures' names by figure, and the claims."""
    images = os.path.join(arguments.output, "images")
    os.makedirs(images, exist_ok=True)
    claims, pictures = [], {}
    for name in names:
        figure = load_figure(name)
        data = {os.path.basename(run.output)[:-3]: common.read(run.output) for run in runs if run.figure == name}
        with plt.rc_context(common.STYLE):
            drawings = figure.draw(data)
            for picture, drawing in drawings.items():
                for kind in ("png", "svg"):
                    common.save(drawing, os.path.join(images, f"{picture}.{kind}"))
                plt.close(drawing)
        pictures[name] = list(drawings)
        claims += figure.claims(data)
    return pictures, claims


def how_made(pictures, arguments):
    """What the page shows of what it could, and who made it."""
    version = subprocess.run([arguments.cutpoint, "--version"], check=True, capture_output=True, text=True).stdout
    missing = [name for name in figure_names() if name not in pictures]
    return (f"Made by {version.splitlines()[0].replace('_', ' ').replace(':', '')}, "
            f"{'quick: wider intervals' if arguments.quick else 'full precision'}; "
            + (f"without {', '.join(missing)}.\n" if missing else "all figures.\n"))


def page(table, pictures, arguments):
    """The scoreboard with what leads up to it, and the pictures."""
    with open(os.path.join(FOLDER, "introduction.md"), encoding="utf-8") as file:
        parts = [file.read(), "## Scoreboard\n", how_made(pictures, arguments), table, "## Pictures\n"]
    for figure, names in pictures.items():
        with open(os.path.join(FOLDER, figure, "README.md"), encoding="utf-8") as file:
            title = file.readline().lstrip("# ").strip()
        parts += [f"### {title}\n", *(f"![{title}: {name}](images/{name}.png)\n" for name in names)]
    return "\n".join(parts)


CALIBRATION = """# Calibration

Every constant of the world that the paper's figures are simulated in, as `cutpoint models --catalog` lists
them. `cutpoint reproduce` writes this page. *Calibrated* constants were set so that a published number of
AlexNet on one device or link comes out, or a measured layer; no end result (H1 to H6, H16 to H18) set any.
*Sourced* ones are printed or measured elsewhere. *Assumed* ones are ours.

The range is where we think the truth lies; `docs/sensitivity.md` of the project moves each constant through
it. A constant without a range is certain, or counts in no figure. Query sizes are the suite's; the *nearest
sizes* of [reproduction.md](reproduction.md) (100 digits, 100 frames, 1 word) are calibrated to H1 to H6.

"""


def calibration_page(cutpoint):
    """The catalog of constants as a table."""
    done = subprocess.run([cutpoint, "models", "--catalog", "--json"], check=True, capture_output=True, text=True)
    lines = [[entry["of"], entry["constant"], f"{entry['value']:.5g} {entry['unit']}",
              f"{entry['low']:.4g} – {entry['high']:.4g}" if entry["low"] < entry["high"] else "", entry["class"],
              entry["source"]] for entry in json.loads(done.stdout)]
    return CALIBRATION + scoreboard.markdown_table(("of", "constant", "value", "range", "class", "source"), lines)


def write(path, text):
    with common.written_whole(path) as file:
        file.write(text.encode())


def reproduce(arguments):
    if not os.access(arguments.cutpoint, os.X_OK):
        raise common.UsageError(f"error: --cutpoint {arguments.cutpoint}: no such program")
    chosen = chosen_figures(arguments.only)
    os.makedirs(arguments.output, exist_ok=True)
    runs = [Run(name, scenario, arguments) for name in figure_names() for scenario in scenarios_of(name)]
    code = run_all([run for run in runs if run.figure in chosen], arguments)
    rows = scoreboard.published()
    # What is there already of other figures stays on the page.
    names = [name for name in figure_names() if all(run.is_done() for run in runs if run.figure == name)]
    pictures, claims = evaluate(names, runs, arguments)
    claims.sort(key=lambda claim: list(rows).index(claim.key))
    text = scoreboard.markdown(claims, rows)
    write(os.path.join(arguments.output, "reproduction.md"), page(text, pictures, arguments))
    write(os.path.join(arguments.output, "calibration.md"), calibration_page(arguments.cutpoint))
    write(os.path.join(arguments.output, "scoreboard.json"), scoreboard.document(claims, rows))
    print(text)
    print(f"pictures, results and reproduction.md in {arguments.output}", file=sys.stderr)
    return code


def main():
    parser = argparse.ArgumentParser(prog="cutpoint reproduce", description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--cutpoint", help=argparse.SUPPRESS, required=True)
    parser.add_argument("-o", "--output", default="results/runs/reproduction", metavar="DIR",
                        help="where results, pictures and the scoreboard go (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="wider intervals: within a minute on two cores")
    parser.add_argument("--only", action="append", default=[], metavar="FIGURE",
                        help="only figures whose names begin so, e.g. fig14; may be repeated")
    parser.add_argument("--jobs", "-j", type=int, help="threads (default: all processors)")
    parser.add_argument("--progress", default="auto", choices=("auto", "plain", "json", "none"))
    try:
        return reproduce(parser.parse_args())
    except common.UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except (common.FileError, OSError) as error:
        print(error, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
