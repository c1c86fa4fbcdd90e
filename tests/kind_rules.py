#!/usr/bin/env python3
"""Fails if somebody asks of which kind an experiment or a result is, outside of the places that may.

These are runner/kinds/, where each kind answers for itself, and scenario/, which reads and describes what is
written in a scenario; in scenario/ only point.cpp and load/ look into the variant itself. All others ask the
kind (runner/kinds/kind.hpp) what they want to know. Comments and line breaks hide nothing.

Usage: tests/kind_rules.py ROOT ROOM…
"""
import pathlib
import re
import sys

ASKERS = ("runner/kinds/", "scenario/")
OPENERS = ("scenario/point.cpp", "scenario/load/")

KINDS = "SteadyState|Throughput|Decision|Queue"
LOOK = r"\b(?:visit|get_if|holds_alternative|get)\b"
# What asks of which kind something is, each with a name for the complaint. Texts are single lines with single
# spaces, without comments.
QUESTIONS = {
    "looks at the variant": r"(?:\.|->) ?(?:experiment|outcome)\b(?! ?\()",
    "names a kind of experiment": rf"\b(?:{KINDS})Experiment\b",
    "looks for a kind of result": rf"{LOOK} ?<? ?[^;]*?\b(?:{KINDS})Result\b",
    "calls a function that looks for a kind":
        r"\b(?:world_of|queues_of|throughput_of|fleet_of|cut_labels_of) ?\(",
    "names a word for a kind": r"\bExperimentKind\b|\b(?:run|settings) ?\. ?kind\b",
    "compares kinds": r"\b(?:steady_state|throughput|decision|queue)_kind ?\(|kind_of ?\([^;]*?\) ?\. ?name ?\(\) ?[!=]=",
    "casts a kind": r"dynamic_cast ?<[^;]*?Kind",
    "takes a point apart": r"auto ?&? ?\[[^\]]*\] ?=[^;]*\bpoint\b",
}
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
IN_SCENARIO = re.compile(rf"{LOOK}[^;]*?(?:\b(?:{KINDS})Experiment\b|(?:\.|->) ?experiment\b)")


def plain(source):
    """The source in one line, without comments; what stands in quotes is left as it is."""
    bare = COMMENT_OR_TEXT.sub(lambda found: " " if found[0].startswith("/") else found[0], source)
    return re.sub(r"\s+", " ", bare)


def complaints(root, rooms):
    for room in rooms:
        files = sorted((root / room).rglob("*.[ch]pp"))
        if not files:
            yield f"{room}: there is no such room, or it is empty"
        for path in files:
            file = str(path.relative_to(root))
            text = plain(path.read_text())
            if not file.startswith(ASKERS):
                for what, question in QUESTIONS.items():
                    for found in re.finditer(question, text):
                        yield f"{file}: {what}: {found[0][:100]}"
            elif file.startswith("scenario/") and not file.startswith(OPENERS):
                for found in IN_SCENARIO.finditer(text):
                    yield f"{file}: only {' and '.join(OPENERS)} look into an experiment: {found[0][:100]}"


def main():
    found = list(complaints(pathlib.Path(sys.argv[1]), sys.argv[2:]))
    for complaint in found:
        print(complaint, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
