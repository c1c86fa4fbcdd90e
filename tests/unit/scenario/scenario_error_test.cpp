// What a user reads who made a mistake: the whole message, for every kind of mistake.
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a syntax error is reported with the words of the TOML library") {
  CHECK(error_of("[run]\nseed = \n") ==
        "s.toml:2:8: error: Error while parsing key-value pair: expected value, saw '\\n'");
  CHECK(error_of("[run]\nseed = 1\nseed = 2\n").starts_with("s.toml:3:"));
}

TEST_CASE("an unknown key is refused at every level") {
  CHECK(error_of("\n[client]\ncount = 3\n") ==
        "s.toml:2:2: error: unknown key \"client\"; did you mean \"clients\"?");
  CHECK(error_in("run", "precison = {}") ==
        "1: error: unknown key \"precison\" in [run]; did you mean \"precision\"?");
  CHECK(error_in("run", "precision = { mertic = 1 }") ==
        "15: error: unknown key \"mertic\" in [run.precision]; did you mean \"metric\"?");
  CHECK(error_in("clients", "polcy = 'oracle'") ==
        "1: error: unknown key \"polcy\" in [clients]; did you mean \"policy\"?");
  CHECK(error_in("clients", "ping = { interval = '1 s' }") ==
        "10: error: unknown key \"interval\" in [clients.ping]; known: period, delay");
  CHECK(error_in("queries", "lod = 1") ==
        "1: error: unknown key \"lod\" in [queries]; did you mean \"load\"?");
  CHECK(error_in("queries", "mix = { imx = 1 }") ==
        "9: error: unknown network \"imx\"; did you mean \"imc\"?");
  CHECK(error_in("queries", "mix = { resnet5 = 1 }") ==
        "9: error: unknown network \"resnet5\"; did you mean \"resnet50\"?");
  CHECK(error_in("queries", "mix = { \"gone.onnx\" = 1 }")
            .starts_with("9: error: cannot read gone.onnx: there is no such file"));
  CHECK(error_in("queries", "items = { digs = 1 }") ==
        "11: error: unknown key \"digs\" in [queries.items]; did you mean \"dig\"?");
  CHECK(error_in("server", "server = 1") ==
        "1: error: unknown key \"server\" in [server]; did you mean \"servers\"?");
  CHECK(error_in("actual", "misfits = true") ==
        "1: error: unknown key \"misfits\" in [actual]; did you mean \"misfit\"?");
  CHECK(error_of("run.experiment = 'throughput'\nclients.policy = 'cloud_only'\n"
                 "throughput.bound = '1 s'\n") ==
        "s.toml:3:12: error: unknown key \"bound\" in [throughput]; known: sojourn_bound, "
        "rate_precision, baseline");
}

TEST_CASE("a value of the wrong type is refused with what was expected and found") {
  CHECK(error_of("title = 3") == "s.toml:1:9: error: title: expected a string, found integer 3");
  CHECK(error_of("run = 3") == "s.toml:1:7: error: run: expected a table, found integer 3");
  CHECK(error_in("clients", "bandwidth = 10") ==
        "13: error: clients.bandwidth: expected a string with a unit, e.g. \"10 Mbit/s\", found "
        "integer 10");
  CHECK(error_in("queries", "rate = 0.5") ==
        "8: error: queries.rate: expected a string with a unit, e.g. \"200 /s\", found number 0.5");
  CHECK(error_in("clients", "ping.period = true") ==
        "15: error: clients.ping.period: expected a string with a unit, e.g. \"100 ms\", found "
        "true");
  CHECK(error_in("run", "precision.relative = 0.02") ==
        "22: error: run.precision.relative: expected a string with a unit, e.g. \"2 %\", found "
        "number 0.02");
  CHECK(error_in("clients", "link = 3") ==
        "8: error: clients.link: expected a string, found integer 3");
  CHECK(error_in("clients", "link = {}") ==
        "8: error: clients.link: expected a string, found a table");
  CHECK(error_in("clients", "gpu_share = '1'") ==
        "13: error: clients.gpu_share: expected a number, found string \"1\"");
  CHECK(error_in("clients", "round_trip = 1") ==
        "14: error: clients.round_trip: expected true or false, found integer 1");
  CHECK(error_in("actual", "misfit = 'no'") ==
        "10: error: actual.misfit: expected true or false, found string \"no\"");
  CHECK(error_in("clients", "count = '1'") ==
        "9: error: clients.count: expected a whole number, found string \"1\"");
  CHECK(error_in("clients", "count = 2026-01-01") ==
        "9: error: clients.count: expected a whole number, found a date or time");
  CHECK(error_in("queries", "items.dig = false") ==
        "13: error: queries.items.dig: expected a whole number, found false");
}

TEST_CASE("a whole number may be written with an exponent but not with a fraction") {
  CHECK(world_of(point_of("clients.count = 2e4"))->clients.count == 20'000);
  CHECK(error_in("clients", "count = 2.5") ==
        "9: error: clients.count: expected a whole number, found number 2.5");
  CHECK(error_in("clients", "count = nan") ==
        "9: error: clients.count: expected a whole number, found number nan");
  CHECK(error_in("clients", "count = inf") ==
        "9: error: clients.count: expected a whole number, found number inf");
  CHECK(world_of(point_of("clients.gpu_share = 1"))->clients.gpu_share == 1.0);
}

TEST_CASE("a quantity without a unit, or with a wrong one, is refused") {
  CHECK(error_in("clients", "bandwidth = '10'") ==
        "13: error: \"10\" has no unit; add one, e.g. \"10 Mbit/s\"");
  CHECK(error_in("queries", "rate = '200 s'") ==
        "8: error: \"200 s\": unknown unit \"s\"; write it like \"200 /s\" or \"3 kHz\"");
}

TEST_CASE("counts go from 1 to what their section says") {
  CHECK(world_of(point_of("clients.count = 1"))->clients.count == 1);
  CHECK(world_of(point_of("server.servers = 16777216"))->server.servers == 16777216);
  CHECK(error_in("server", "servers = 0") ==
        "11: error: server.servers = 0; must be from 1 to 2^24");
  CHECK(error_in("server", "servers = 2147483648") ==
        "11: error: server.servers = 2147483648; must be from 1 to 2^24");
  CHECK(error_in("server", "servers = -1") ==
        "11: error: server.servers = -1; must be from 1 to 2^24");
  CHECK(error_in("server", "executors = 0") ==
        "13: error: server.executors = 0; must be from 1 to 2^24");
  CHECK(error_in("queries", "items.dig = 0") ==
        "13: error: queries.items.dig = 0; must be from 1 to 2147483647");
  CHECK(error_in("queries", "items.dig = 2147483648") ==
        "13: error: queries.items.dig = 2147483648; must be from 1 to 2147483647");
}

TEST_CASE("published gains need an axis of names that is not the policy") {
  const auto error = [](const std::string& axis, const std::string& label) {
    return error_of(
        "clients = { policy = ['cloud_only', 'oracle'], gpu_share = [0, 1] }\n"
        "published.throughput_gain = { source = 'x', axis = '" +
        axis + "', values = { " + label + " = 2 } }");
  };
  const std::string expected =
      "s.toml:2:52: error: published.throughput_gain needs an axis of names other than the policy; "
      "gains are compared along it";
  CHECK(error("policy", "oracle") == expected);
  CHECK(error("gpu_share", "1") == expected);
}

TEST_CASE("what would have no effect is refused") {
  CHECK(error_of("queries = { mix = { imc = 1 }, items = { dig = 3 } }") ==
        "s.toml:1:42: error: queries.items.dig has no effect, as queries.mix does not ask for it; "
        "leave one out");
  CHECK(error_of("run.precision = { metric = 'latency_p95', relative = '0.3 %' }\n")
            .find("s.toml:1:43: error: percentiles are read to within 1/256; ask for 0.4 % or "
                  "more") != std::string::npos);
  CHECK(error_of("run = { experiment = 'throughput', precision.metric = 'latency_p95' }\n"
                 "clients.policy = 'cloud_only'") ==
        "s.toml:1:46: error: with experiment = \"throughput\" the metric is throughput; leave it "
        "out");
}

TEST_CASE("sizes that no computer holds are refused") {
  CHECK(error_in("clients", "count = 200000000") ==
        "9: error: clients.count = 200000000; must be from 1 to 1e8");
  CHECK(error_of("server = { servers = 65537, executors = 65536 }") ==
        "s.toml:1:29: error: server.servers x server.executors must be at most 2^24; lower one of "
        "them");
  CHECK(
      error_of("clients.ping = { period = '1 us', delay = '1 s' }") ==
      "s.toml:1:35: error: clients.ping.delay is longer than 1e5 periods; shorten it, or ping less "
      "often");
}

TEST_CASE("a seed has 63 bits") {
  CHECK(point_of("run.seed = 0").run.seed == 0);
  CHECK(point_of("run.seed = 9223372036854775807").run.seed == 9223372036854775807U);
  CHECK(error_in("run", "seed = -1") ==
        "8: error: run.seed = -1; must be from 0 to 9223372036854775807");
  CHECK(error_in("run", "max_queries = 0") ==
        "15: error: run.max_queries = 0; must be from 1 to 1e15");
  CHECK(error_in("run", "max_queries = 2000000000000000") ==
        "15: error: run.max_queries = 2000000000000000; must be from 1 to 1e15");
}

TEST_CASE("the share of GPU users goes from 0 to 1") {
  CHECK(world_of(point_of("clients.gpu_share = 0.0"))->clients.gpu_share == 0.0);
  CHECK(world_of(point_of("clients.gpu_share = 1.0"))->clients.gpu_share == 1.0);
  CHECK(error_in("clients", "gpu_share = -0.01") ==
        "13: error: clients.gpu_share = -0.01; must be from 0 to 1");
  CHECK(error_in("clients", "gpu_share = 1.01") ==
        "13: error: clients.gpu_share = 1.01; must be from 0 to 1");
  CHECK(error_in("clients", "gpu_share = 1e5") ==
        "13: error: clients.gpu_share = 100000; must be from 0 to 1");
  CHECK(error_in("clients", "gpu_share = nan") ==
        "13: error: clients.gpu_share = nan; must be from 0 to 1");
}

TEST_CASE("loads and rates are above 0, and only one of them is given") {
  const std::string rule = "; must be from 1e-6 to 1000";
  CHECK(error_in("queries", "load = 0") == "8: error: queries.load = 0" + rule);
  CHECK(error_in("queries", "load = -0.5") == "8: error: queries.load = -0.5" + rule);
  CHECK(error_in("queries", "load = inf") == "8: error: queries.load = inf" + rule);
  CHECK(error_in("queries", "load = nan") == "8: error: queries.load = nan" + rule);
  CHECK(error_in("queries", "load = 1000.5") == "8: error: queries.load = 1000.5" + rule);
  CHECK(error_in("queries", "rate = '-1 /s'") ==
        "8: error: queries.rate = \"-1 /s\"; must be from 1e-6 /s to 1e9 /s");
  CHECK(error_in("queries", "rate = '0 /s'") ==
        "8: error: queries.rate = \"0 /s\"; must be from 1e-6 /s to 1e9 /s");
  CHECK(error_of("[queries]\nload = 0.5\nrate = '1 /s'\n") ==
        "s.toml:3:1: error: queries.rate and queries.load exclude each other; give one of them");
}

TEST_CASE("times, bandwidths and precisions have limits") {
  CHECK(world_of(point_of("clients.ping.period = '1 us'"))->clients.ping_period == Seconds{1e-6});
  CHECK(error_in("clients", "ping.period = '0 s'") ==
        "15: error: clients.ping.period = \"0 s\"; must be from 1 us to 1e6 s");
  CHECK(error_in("clients", "ping.period = '1000001 s'") ==
        "15: error: clients.ping.period = \"1000001 s\"; must be from 1 us to 1e6 s");
  CHECK(world_of(point_of("clients.ping.delay = '0 s'"))->clients.ping_delay == Seconds{0.0});
  CHECK(error_in("clients", "ping.delay = '-1 ms'") ==
        "14: error: clients.ping.delay = \"-1 ms\"; must be from 0 s to 1e6 s");
  CHECK(error_in("clients", "bandwidth = '0 bit/s'") ==
        "13: error: clients.bandwidth = \"0 bit/s\"; must be from 1 bit/s to 1000 Tbit/s");
  CHECK(error_in("run", "precision.relative = '0 %'") ==
        "22: error: run.precision.relative = \"0 %\"; must be from 0.01 % to 100 %");
  CHECK(error_in("run", "precision.relative = '101 %'") ==
        "22: error: run.precision.relative = \"101 %\"; must be from 0.01 % to 100 %");
}

TEST_CASE("a mix has positive weights and at least one application") {
  const std::string rule = "; must be from 1e-9 to 1e9; leave out what nobody asks for";
  CHECK(error_in("queries", "mix = { imc = 0 }") == "15: error: queries.mix.imc = 0" + rule);
  CHECK(error_in("queries", "mix = { imc = -1 }") == "15: error: queries.mix.imc = -1" + rule);
  CHECK(error_in("queries", "mix = { imc = inf }") == "15: error: queries.mix.imc = inf" + rule);
  CHECK(error_in("queries", "mix = {}") ==
        "7: error: queries.mix is empty; name an application, or leave the key out for all");
}

TEST_CASE("an unknown name is refused with the nearest known one, or all") {
  CHECK(error_in("run", "experiment = 'capacity'") ==
        "14: error: unknown experiment \"capacity\"; known: steady_state, throughput, "
        "decisions");
  CHECK(error_in("run", "precision.metric = 'latency_p96'") ==
        "20: error: unknown metric \"latency_p96\"; did you mean \"latency_p95\"?");
  CHECK(error_in("clients", "link = 'WiFi'") ==
        "8: error: unknown link \"WiFi\"; did you mean \"wifi\"?");
  CHECK_THAT(error_in("clients", "link = 'satellite'"),
             Catch::StartsWith("8: error: unknown link \"satellite\"; known: wifi, lte, 3g"));
  CHECK(error_in("clients", "cpu = 'tk1_cpu'") ==
        "7: error: unknown processor \"tk1_cpu\"; did you mean \"tk1-cpu\"?");
  CHECK(error_in("clients", "gpu = 'tk1gpu'") ==
        "7: error: unknown processor \"tk1gpu\"; did you mean \"tk1-gpu\"?");
  CHECK(error_in("clients", "policy = 'neurosurgoen'") ==
        "10: error: unknown policy \"neurosurgoen\"; did you mean \"neurosurgeon\"?");
  CHECK(error_in("clients", "objective = 'speed'") ==
        "13: error: unknown objective \"speed\"; known: latency, energy, weighted, battery");
  CHECK(error_in("queries", "arrivals = 'poison'") ==
        "12: error: unknown arrivals \"poison\"; did you mean \"poisson\"?");
  CHECK(error_in("server", "processor = 'k80'") ==
        "13: error: unknown processor \"k80\"; did you mean \"k40\"?");
}

TEST_CASE("a link or processor of one's own is checked") {
  CHECK(error_of("[link.lte]\nuplink = '40 Mbit/s'\n") ==
        "s.toml:1:7: error: [link.lte] has the name of a built-in link; choose another, and the "
        "built-in one as its base");
  CHECK(error_of("[processor.k40]\nbase = 'k40'\n") ==
        "s.toml:1:12: error: [processor.k40] has the name of a built-in processor; choose another, "
        "and the built-in one as its base");
  CHECK(error_of("[link.my-5g]\nbase = 'ltr'\n") ==
        "s.toml:2:8: error: unknown built-in link \"ltr\"; did you mean \"lte\"?");
  CHECK(error_of("[processor.p]\nconv_rate = '1 GFLOP/s'\n") ==
        "s.toml:1:12: error: [processor.p] needs the processor that it is like, e.g. base = "
        "\"tk1-gpu\"");
  CHECK(error_of("[processor.p]\nbase = 'tk1'\n") ==
        "s.toml:2:8: error: unknown built-in processor \"tk1\"; known: tk1-cpu, tk1-gpu, k40");
  CHECK(error_of("[link.my-5g]\nuplink = 40\n") ==
        "s.toml:2:10: error: \"40\" has no unit; add one, e.g. \"40 Mbit/s\"");
  CHECK(error_of("[link.my-5g]\nuplink = true\n") ==
        "s.toml:2:10: error: link.my-5g.uplink: expected a string with a unit, or a number, found "
        "true");
  CHECK(error_of("[link.my-5g]\nuplnk = '40 Mbit/s'\n") ==
        "s.toml:2:9: error: unknown constant \"uplnk\" of \"my-5g\"; did you mean \"uplink\"?");
  CHECK(error_of("link = 3") == "s.toml:1:8: error: link: expected a table, found integer 3");
  CHECK(error_of("link.x = 3") == "s.toml:1:10: error: link.x: expected a table, found integer 3");
}

TEST_CASE("the throughput section and experiment belong together") {
  const std::string experiment = "run.experiment = 'throughput'\n";
  CHECK(error_of("[throughput]\nsojourn_bound = '1 s'\n") ==
        "s.toml:1:2: error: [throughput] has a meaning only with run.experiment = \"throughput\"; "
        "set that, or leave the section out");
  CHECK(error_of(experiment + "queries.load = 0.5\n") ==
        "s.toml:2:9: error: queries.load has no meaning with experiment = \"throughput\", which "
        "finds the rate; leave it out");
  CHECK(error_of(experiment + "queries.rate = '5 /s'\n") ==
        "s.toml:2:9: error: queries.rate has no meaning with experiment = \"throughput\", which "
        "finds the rate; leave it out");
  CHECK(error_of(experiment + "throughput.sojourn_bound = '0 s'\n") ==
        "s.toml:2:28: error: throughput.sojourn_bound = \"0 s\"; must be from 1 us to 1e6 s");
  CHECK(error_of(experiment + "throughput.rate_precision = '0 %'\n") ==
        "s.toml:2:29: error: throughput.rate_precision = \"0 %\"; must be from 0.01 % to 100 %");
}

TEST_CASE("the baseline of a throughput experiment is one of its policies") {
  const std::string experiment = "run.experiment = 'throughput'\n";
  CHECK(error_of(experiment + "clients.policy = ['cloud_only', 'oracle']\n").empty());
  CHECK(error_of(experiment + "clients.policy = ['neurosurgeon', 'oracle']\n") ==
        "s.toml: error: throughput.baseline = \"cloud_only\" is not among the policies; add it to "
        "clients.policy, or choose another");
  CHECK(error_of(experiment + "clients.policy = 'oracle'\nthroughput.baseline = 'mobile_only'\n") ==
        "s.toml:3:12: error: throughput.baseline = \"mobile_only\" is not among the policies; add "
        "it to clients.policy, or choose another");
  CHECK(error_of(experiment + "throughput.baseline = 'orcle'\n") ==
        "s.toml:2:23: error: unknown policy \"orcle\"; did you mean \"oracle\"?");
  CHECK(error_of("clients.policy = 'oracle'").empty());  // no matter to other experiments
}

TEST_CASE("published values need an axis, labels and a source") {
  const auto error = [](const std::string& published) {
    return error_of("clients.link = ['wifi', 'lte']\n[published.gain]\n" + published);
  };
  CHECK(error("source = 'x'\n") == "s.toml:2:1: error: published.gain.axis is missing");
  CHECK(error("axis = 'link'\n") == "s.toml:2:1: error: published.gain.source is missing");
  CHECK(error("axis = 'lnik'\nsource = 'x'\n") ==
        "s.toml:3:8: error: unknown axis \"lnik\"; did you mean \"link\"?");
  CHECK(error("axis = 'link'\nsource = 'x'\n") ==
        "s.toml:2:1: error: published.gain.values needs at least one value");
  CHECK(error("axis = 'link'\nsource = 'x'\nvalues = { lt = 1 }\n") ==
        "s.toml:5:12: error: unknown key \"lt\" in [published.gain.values]; did you mean \"lte\"?");
  CHECK(error("axis = 'link'\nsource = 'x'\nvalues = { lte = nan }\n") ==
        "s.toml:5:18: error: published.gain.values.lte = nan; must be a finite number");
  CHECK(error("axis = 'link'\nsource = 'x'\nvalue = { lte = 1 }\n") ==
        "s.toml:5:1: error: unknown key \"value\" in [published.gain]; did you mean \"values\"?");
}

TEST_CASE("how well clients predict has its limits") {
  CHECK(error_in("clients", "predictor = 'papers'") ==
        "13: error: unknown predictor \"papers\"; did you mean \"paper\"?");
  CHECK(error_in("clients", "prediction_bias = '-91 %'") ==
        "19: error: clients.prediction_bias = \"-91 %\"; must be from -90 % to 1000 %");
  CHECK(error_in("clients", "prediction_noise = '101 %'") ==
        "20: error: clients.prediction_noise = \"101 %\"; must be from 0 % to 100 %");
  CHECK(error_in("clients", "profile_noise = 0.02") ==
        "17: error: clients.profile_noise: expected a string with a unit, e.g. \"2 %\", found "
        "number 0.02");
  CHECK(parsed("clients.predictor = ['best', 'exact']").axes.at(0).name == "predictor");
}

TEST_CASE("how much runs and uploads vary has its limits") {
  CHECK(error_in("clients", "jitter = '101 %'") ==
        "10: error: clients.jitter = \"101 %\"; must be from 0 % to 100 %");
  CHECK(error_in("clients", "link_jitter = '-1 %'") ==
        "15: error: clients.link_jitter = \"-1 %\"; must be from 0 % to 100 %");
  CHECK(error_in("clients", "estimator = 'ewm'") ==
        "13: error: unknown estimator \"ewm\"; did you mean \"ewma\"?");
  CHECK(error_in("clients", "estimator_weight = 0.5") ==
        "1: error: clients.estimator_weight has a meaning only with clients.estimator = \"ewma\"; "
        "set that, or leave it out");
  const std::string ewma = "clients.estimator = 'ewma'\nclients.estimator_weight = ";
  CHECK(error_of(ewma + "0") ==
        "s.toml:2:28: error: clients.estimator_weight = 0; must be from 0.001 to 1");
  CHECK(world_of(point_of(ewma + "1"))->clients.variation.estimator_weight == 1.0);
}

TEST_CASE("decisions are made by phones that are alike, for queries that are alone") {
  const std::string decisions = "run.experiment = 'decisions'\n";
  CHECK(error_of(decisions + "clients.gpu_share = 0.5\n") ==
        "s.toml:2:9: error: with experiment = \"decisions\" all phones are alike: "
        "clients.gpu_share is 0 or 1, or the list [0, 1]");
  CHECK(error_of(decisions + "queries.load = 0.5\n") ==
        "s.toml:2:9: error: queries.load has no meaning with experiment = \"decisions\", whose "
        "queries are alone; leave it out");
  CHECK(error_of(decisions + "run.replications = 2\n") ==
        "s.toml:2:5: error: run.replications has no meaning with experiment = \"decisions\"; leave "
        "it out");
}

TEST_CASE("what belongs to one objective is refused with another") {
  CHECK(error_in("clients", "energy_weight = 0.5") ==
        "1: error: clients.energy_weight has a meaning only with clients.objective = \"weighted\"; "
        "set that, or leave it out");
  CHECK(error_in("clients", "objective = 'battery'\nlatency_bound = '1 s'")
            .find("clients.latency_bound has a meaning only with clients.objective = \"energy\"") !=
        std::string::npos);
  CHECK(error_in("clients", "charge = '5 %'")
            .find("clients.charge has a meaning only with clients.objective = \"battery\"") !=
        std::string::npos);
  CHECK(error_in("clients", "joule = '1 s'")
            .find("clients.joule has a meaning only with clients.objective = \"weighted\" or "
                  "\"battery\"") != std::string::npos);
  CHECK(error_in("clients", "objective = 'energy'\nenergy_bound = '1 J'")
            .find("clients.energy_bound has a meaning only with clients.objective = \"latency\"") !=
        std::string::npos);
  CHECK(error_in("clients", "objective = 'energy'\nlatency_bound = '1 J'")
            .find("unknown unit \"J\"") != std::string::npos);
}

}  // namespace
}  // namespace cutpoint
