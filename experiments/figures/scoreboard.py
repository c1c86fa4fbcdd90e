"""What was published beside what is simulated: claims, their verdicts, and the tables made of them.

A claim is a number beside a published one, or a statement that holds or not. Its class says what it
proves: `predicted` numbers follow from constants that none of the published results set; `calibrated`
ones were inputs, or follow from inputs, and are never counted as reproduced; a `qualitative` claim is a
statement, checked by code.
"""

import dataclasses
import json
import math
import os
import textwrap
import tomllib

AGREES_WITHIN = 0.10
NEAR_WITHIN = 0.30
VERDICTS = ("agrees", "near", "differs")
CLASSES = ("predicted", "calibrated", "qualitative")


@dataclasses.dataclass
class Claim:
    """One row of the scoreboard."""
    key: str  # of published.toml: "H6.lte"
    kind: str  # one of CLASSES
    simulated: float | None = None
    ci95: float | None = None  # half-width; None if nothing is left to chance
    statement: str = ""  # what a qualitative claim asserts, with the numbers found
    holds: bool | None = None
    sizes: str = ""  # the query sizes, where they matter
    note: str = ""


def published():
    """The published rows by key, in order."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "published.toml"), "rb") as file:
        tables = tomllib.load(file)
    rows = {}
    for name, table in tables.items():
        if "figure" in table:
            rows[name] = table
        else:
            rows.update({f"{name}.{part}": row for part, row in table.items()})
    return rows


def ratio(claim, row):
    return claim.simulated / row["value"] if claim.simulated is not None and "value" in row else None


def verdict(claim, row):
    """agrees: within 10 %, or the interval holds the published value; near: within 30 %."""
    if claim.kind == "qualitative":
        return "agrees" if claim.holds else "differs"
    of_published = ratio(claim, row)
    if of_published is None or not math.isfinite(of_published):
        return "differs"
    if claim.ci95 is not None and abs(claim.simulated - row["value"]) <= claim.ci95:
        return "agrees"
    distance = abs(of_published - 1.0)
    return "agrees" if distance <= AGREES_WITHIN else "near" if distance <= NEAR_WITHIN else "differs"


def number_text(value, unit=""):
    if value is None:
        return ""
    text = "unbounded" if math.isinf(value) else f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return f"{text}{'' if unit in ('', 'x') else ' '}{unit}" if math.isfinite(value) else text


def row_cells(claim, row):
    unit = row.get("unit", "")
    simulated = claim.statement if claim.kind == "qualitative" else number_text(claim.simulated, unit)
    if claim.ci95 is not None:
        simulated += f" ± {claim.ci95:.2g}"
    of_published = ratio(claim, row)
    return [claim.key, row["figure"], row["quantity"] + (f" ({claim.sizes})" if claim.sizes else ""),
            number_text(row.get("value"), unit), simulated,
            f"{of_published:.2f}" if of_published is not None and math.isfinite(of_published) else "",
            f"**{verdict(claim, row)}**", claim.kind]


def counts(claims, rows):
    """Claims by class and verdict."""
    table = {kind: dict.fromkeys(VERDICTS, 0) for kind in CLASSES}
    for claim in claims:
        table[claim.kind][verdict(claim, rows[claim.key])] += 1
    return table


def markdown_table(head, lines):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head),
                      *("| " + " | ".join(line) + " |" for line in lines)]) + "\n"


def causes(claims, rows):
    """Why what does not agree does not, once for each published value."""
    lines = []
    for key in dict.fromkeys(claim.key for claim in claims):
        wrong = [claim for claim in claims if claim.key == key and verdict(claim, rows[key]) != "agrees"]
        sizes = ", ".join(claim.sizes for claim in wrong if claim.sizes)
        reasons = [f"{claim.note} ({claim.sizes})" if claim.sizes else claim.note for claim in wrong if claim.note]
        if wrong and "cause" in rows[key]:
            reasons.append(rows[key]["cause"])
        if wrong:
            line = f"* **{key}**{f' ({sizes})' if sizes else ''}: {'; '.join(reasons) or 'not explained'}."
            lines.append(textwrap.fill(line, 110, subsequent_indent="  ", break_on_hyphens=False))
    return "\n".join(lines) + "\n"


def markdown(claims, rows):
    """The scoreboard as it stands in docs/reproduction.md."""
    table = counts(claims, rows)
    return "\n".join([
        markdown_table(("", "in", "quantity", "published", "simulated", "ratio", "verdict", "class"),
                       [row_cells(claim, rows[claim.key]) for claim in claims]),
        markdown_table(("class", *VERDICTS),
                       [[kind, *(str(table[kind][v]) for v in VERDICTS)] for kind in CLASSES]),
        "What does not agree, and why:\n", causes(claims, rows)])


def document(claims, rows):
    """The scoreboard for programs."""
    lines = []
    for claim in claims:
        row = rows[claim.key]
        of_published = ratio(claim, row)
        finite = claim.simulated is not None and math.isfinite(claim.simulated)
        lines.append({"id": claim.key, "figure": row["figure"], "quantity": row["quantity"], "sizes": claim.sizes,
                      "published": row.get("value"), "known": row["known"], "unit": row.get("unit", ""),
                      "simulated": claim.simulated if finite else None, "ci95": claim.ci95,
                      "unbounded": claim.simulated is not None and math.isinf(claim.simulated),
                      "ratio": of_published if of_published is not None and math.isfinite(of_published) else None,
                      "statement": claim.statement, "verdict": verdict(claim, row), "class": claim.kind})
    return json.dumps({"claims": lines, "counts": counts(claims, rows)}, indent=1, ensure_ascii=False) + "\n"
