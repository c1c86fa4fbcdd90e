#!/usr/bin/python3
"""Looks at how plots and the report's pictures show what did not converge.

usage: plot_states_test.py WRITE_SAMPLE_DATASET
"""

import os
import sys
import unittest

import numpy as np
from plot_case import PLOTS, PlotTest

import bars
import common
import gain_bars
import lines
import states

sys.path.insert(0, os.path.join(PLOTS, "..", "report"))
import contents
import openings
import pictures

WHERE = ("--where", "link=wifi")
COLOR = common.PALETTE[0]


class StatesTest(PlotTest):
    def setUp(self):
        super().setUp()
        self.data = common.read(self.fleet)

    def spoil(self, load, status, latency, half_width=np.nan, policy=0):
        """Lets the run of a point have ended like that."""
        at = (policy, 0, list(self.data["load"].values).index(load))
        for name, value in (("latency_mean", latency), ("latency_mean_ci95", half_width), ("status", status)):
            self.data[name][at] = value

    def drawn(self, module, *options):
        return module.draw(self.data, module.arguments_parser().parse_args(["F", "-o", "a.svg", *options])).axes[0]

    def legend_of(self, axes):
        return [text.get_text() for legend in axes.figure.legends for text in legend.texts]


class LinesTest(StatesTest):
    def lines(self, *options):
        return self.drawn(lines, "--x", "load", "--hue", "policy", *WHERE, *options)

    def crosses(self, axes):
        return [line for line in axes.lines if line.get_marker() == "x"]

    def test_an_unstable_point_is_a_cross_at_the_edge_and_on_no_line(self):
        self.spoil(0.9, "unstable", 63.0)
        axes = self.lines()
        self.assertLess(axes.get_ylim()[1], 0.5)
        line = axes.containers[0].lines[0]
        self.assertTrue(np.isnan(line.get_ydata()[-1]))
        cross, = self.crosses(axes)
        self.assertEqual((list(cross.get_xdata()), list(cross.get_ydata())), ([0.9], [axes.get_ylim()[1]]))
        self.assertEqual([text.get_text() for text in axes.texts], ["▲"])
        self.assertIn("unstable: no estimate", self.legend_of(axes))
        self.assertGreater(axes.get_xlim()[1], 0.9)

    def test_an_unstable_point_within_the_axis_stands_at_its_value(self):
        self.spoil(0.5, "unstable", 0.2)
        axes = self.lines()
        cross, = self.crosses(axes)
        self.assertEqual(list(cross.get_ydata()), [0.2])
        self.assertEqual(list(axes.texts), [])

    def test_what_ended_at_the_budget_is_paler_and_on_no_line(self):
        self.spoil(0.5, "budget", 0.2, 0.05)
        axes = self.lines()
        self.assertTrue(np.isnan(axes.containers[0].lines[0].get_ydata()[2]))
        pale = [line for line in axes.lines if line.get_alpha() == states.PALE and line.get_marker() == "o"]
        self.assertEqual([list(line.get_ydata()) for line in pale], [[0.2]])
        bars_of = [container.lines[2][0] for container in axes.containers if container.lines[2][0].get_alpha() == states.PALE]
        np.testing.assert_allclose(bars_of[0].get_segments()[0][:, 1], [0.15, 0.25])
        self.assertIn("ended at the budget", self.legend_of(axes))

    def test_an_axis_does_not_go_by_what_ended_at_the_budget(self):
        self.spoil(0.7, "budget", 9.0, 1.0)
        axes = self.lines()
        self.assertLess(axes.get_ylim()[1], 0.5)
        self.assertEqual([text.get_text() for text in axes.texts], ["▲"])

    def test_where_nothing_converged_the_axis_goes_by_what_there_is(self):
        one = ("--where", "policy=neurosurgeon", "--x", "load", *WHERE)
        self.data["status"][1] = "budget"
        self.data.latency_mean[1, 0, 4] = 7.0
        self.assertGreater(self.drawn(lines, *one).get_ylim()[1], 7.0)
        self.data["status"][1] = "unstable"
        self.assertGreater(self.drawn(lines, *one).get_ylim()[1], 7.0)
        self.assertEqual(self.drawn(lines, *one, "--log", "y").get_yscale(), "log")

    def test_a_variable_over_fewer_axes_has_no_state(self):
        self.data["limit"] = ("load", np.ones(5))
        axes = self.drawn(lines, "--x", "load", "--y", "limit")
        self.assertNotIn("unstable: no estimate", self.legend_of(axes))


class BarsTest(StatesTest):
    def test_unstable_bars_are_outlines_and_those_at_the_budget_paler(self):
        self.spoil(0.3, "unstable", 37.0)
        self.spoil(0.3, "budget", 0.1, 0.02, policy=1)
        axes = self.drawn(bars, "--x", "policy", "--hue", "link", "--where", "load=0.3")
        self.assertLess(axes.get_ylim()[1], 0.5)
        outline, = [bar for bar in axes.patches if bar.get_linestyle() == "--"]
        self.assertEqual((outline.get_height(), outline.get_facecolor()[3]), (37.0, 0.0))
        pale, = [bar for bar in axes.patches if bar.get_alpha() == states.PALE]
        self.assertEqual(pale.get_height(), 0.1)
        for text in ("unstable: no estimate", "ended at the budget"):
            self.assertIn(text, self.legend_of(axes))

    def test_gains_at_the_budget_are_paler_and_move_no_axis(self):
        data = common.read(self.gains)
        status = np.full(data.bounded_gain.shape, "converged", object)
        status[1, 2, 2] = "budget"
        data["bounded_status"] = (data.bounded_gain.dims, status)
        data.bounded_gain[1, 2, 2] = 50.0
        figure = gain_bars.draw(data, gain_bars.arguments_parser().parse_args(["F", "-o", "a.svg"]))
        self.assertLess(figure.axes[3].get_ylim()[1], 20.0)
        pale = [bar.get_height() for bar in figure.axes[3].patches if bar.get_alpha() == states.PALE]
        self.assertEqual(pale, [50.0])
        self.assertEqual([bar for bar in figure.axes[2].patches if bar.get_alpha() == states.PALE], [])
        data["bounded_status"][1, 2, 0] = "budget"  # of the baseline, by which the others' are divided
        self.assertEqual(gain_bars.states_of(data, data.bounded_gain).sel(policy="oracle").sum(), 1)
        self.assertEqual(gain_bars.states_of(data, data.bounded_gain).sel(policy="neurosurgeon").sum(), 1)


class ReportTest(StatesTest):
    def test_the_script_learns_what_came_of_each_point(self):
        self.spoil(0.9, "unstable", 63.0)
        self.spoil(0.7, "budget", 0.3)
        metric = contents.as_json(contents.Contents(self.data))["metrics"][0]
        self.assertEqual(metric["states"][:5], [0, 0, 0, states.BUDGET, states.UNSTABLE])

    def test_scales_do_not_go_by_unstable_points(self):
        self.spoil(0.9, "unstable", 63.0)
        known = contents.Contents(self.data)
        metric, points = known.metric("latency_mean"), known.slice_points(known.axis("load"), positions={"policy": 0, "link": 0})
        self.assertLess(metric.decisive(points).max(), 500.0)  # ms

    def test_a_map_leaves_unstable_cells_open(self):
        self.spoil(0.9, "unstable", 63.0)
        data = self.data.isel(policy=0).assign_coords(link=[1.0, 2.0])
        known = contents.Contents(data)
        across, up = known.map_axes()
        positions = openings.map_opening(known, known.default_metric(), across, up)
        picture = pictures.map_picture(known, known.default_metric(), across, up, positions)
        self.assertIn("×", picture)

    def test_rows_of_unstable_runs_say_so(self):
        self.spoil(0.9, "unstable", 63.0)
        self.data["span_upload_mean"] = self.data.latency_mean * 0.4
        self.data["span_server_wait_mean"] = self.data.latency_mean * 0.6
        known = contents.Contents(self.data.isel(policy=0, link=0))
        picture = pictures.spans_picture(known, known.axis("load"))
        self.assertEqual(picture.count("(unstable)"), 1)


if __name__ == "__main__":
    unittest.main()
