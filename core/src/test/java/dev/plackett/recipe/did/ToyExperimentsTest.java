package dev.plackett.recipe.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.did.Did;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.did.toy.DataCase;
import dev.plackett.recipe.did.toy.GruModel;
import dev.plackett.recipe.did.toy.ToyNetwork;
import dev.plackett.recipe.did.toy.ToyShape;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.InputDigests;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.RunFolder;
import dev.plackett.report.RunRequest;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToyExperimentsTest {

    /** Eight prompts, 64 responses, width 16: seconds. */
    private static final ToyConfig SHORT = new ToyConfig(8, 3, 16, 150, 1, 100, 150, 100, 1, 1, 60, true, 0.1, 1, List.of(8, 32), 3, 10);

    private final ToyStages toy = new ToyStages(SHORT);

    @TempDir
    private Path folder;

    private MetricTable run(ToyConfig config, List<Long> seeds, Function<ToyStages, List<Experiment>> experiments) throws Exception {
        Ran first = open(seeds, experiments.apply(new ToyStages(config)));
        assertThat(open(seeds, experiments.apply(new ToyStages(config)))).as("resumed when all is done, nothing is done again").isEqualTo(first);
        return first.rows();
    }

    private record Ran(MetricTable rows, Map<String, Double> stageSeconds) {}

    private Ran open(List<Long> seeds, List<Experiment> experiments) throws Exception {
        RunRequest request = new RunRequest("toy", "seeds: 1", folder, false, "test", Map.of(), ContentHash.none());
        try (RunFolder run = RunFolder.open(request, Listener.none(), StopSignal.none()).orElseThrow()) {
            RunContext context = new RunContext("toy", run, StopSignal.none(), new InputDigests());
            for (Experiment experiment : experiments) {
                experiment.run(context, experiment.seeds(seeds));
            }
            return new Ran(run.metrics(), run.stageSeconds());
        }
    }

    @Test
    void theoryOfBothCasesIsTheKlToTheTarget() {
        try (GruModel model = GruModel.initialised(new ToyShape(4, 4, 3, 8), Seeds.of(7), 4, ScalarType.Float); ToyNetwork network = ToyNetwork.of(model)) {
            double reverse = network.reference().mean(network.target(), FinitePolicy::divergence);
            double forward = network.target().mean(network.reference(), FinitePolicy::divergence);
            assertThat(reverse).isGreaterThan(0.05);
            assertThat(DataCase.ON_POLICY_CHOSEN.chosen(network).change(network.target(), network.reference())).isCloseTo(-reverse, within(1e-12));
            assertThat(DataCase.ON_POLICY_REJECTED.chosen(network).change(network.target(), network.reference())).isCloseTo(forward, within(1e-12));
            assertThat(DataCase.ON_POLICY_REJECTED.rejected(network, 1).change(network.target(), network.reference())).isCloseTo(-reverse, within(1e-12));
            // H of softmax(1, 0, 0, 0) is 1.2683 for each of the tokens, whatever the network is: 6.342 at length 5.
            double perToken = FinitePolicy.softmax(1, 0, 0, 0).entropy();
            assertThat(5 * perToken).isCloseTo(6.342, within(5e-4));
            assertThat(network.target().mean(network.reference(), (t, r) -> Did.of(t, r).entropy())).isCloseTo(3 * perToken, within(1e-9));
        }
    }

    @Test
    void chosenResponsesMoveAsTheoryAndForecastSay() throws Exception {
        ToyConfig more = new ToyConfig(8, 3, 16, 150, 1, 400, 300, 300, 1, 1, 60, true, 0.1, 1, List.of(8, 32), 3, 10);
        ForecastBeforeTraining forecast = new ForecastBeforeTraining(new ToyStages(more));
        MetricTable rows = run(more, List.of(3L, 4L), stages -> List.of(new ForecastBeforeTraining(stages)));
        List<Claim> displaced = new Displacement(toy).findings(rows, List.of(3L)).claims();
        assertThat(displaced).hasSize(5);
        assertThat(displaced).allMatch(Claim::holds);
        MetricTable onPolicy = rows.series(Displacement.SERIES).where("case", "ON_POLICY_CHOSEN");
        assertThat(onPolicy.last("chosen")).as("the line, by definition").isCloseTo(onPolicy.last("line"), within(1e-9));
        assertThat(onPolicy.last("js")).isLessThan(onPolicy.column("js")[0] / 2);
        assertThat(rows.series(Displacement.SERIES + "_panel").labels("finding")).containsExactly("EXPECTED", "RISE");
        assertThat(rows.series(Displacement.SERIES).labels("seed")).containsExactly("3");
        List<Claim> predicted = forecast.findings(rows, List.of(3L)).claims();
        assertThat(predicted).hasSize(5);
        assertThat(predicted.subList(2, 5)).as("rejected responses and the line, by the run's own criteria").allMatch(Claim::holds);
        assertThat(predicted.subList(0, 2)).as("chosen ones, on a tenth of the responses that the experiment has; 1 is no forecast at all")
            .allMatch(c -> c.value() < 0.4);
        for (DataCase data : DataCase.values()) {
            MetricTable f = rows.series(ForecastBeforeTraining.SERIES).where("case", data.name());
            double theory = rows.series(Displacement.SERIES).where("case", data.name()).last("theory_chosen");
            assertThat(f.last("exact_chosen")).as(data.title()).isCloseTo(theory, within(0.3 * Math.abs(theory)));
        }
    }

    @Test
    void methodsAreComparedAtEqualKlAndEstimatorsWithTheTruth() throws Exception {
        EntropyEstimation calibration = new EntropyEstimation(toy);
        EntropyAtEqualKl entropy = new EntropyAtEqualKl(toy);
        MetricTable rows = run(SHORT, List.of(3L), stages -> List.of(new EntropyAtEqualKl(stages), new EntropyEstimation(stages)));
        MetricTable runs = rows.series(EntropyAtEqualKl.SERIES);
        assertThat(runs.labels("method")).containsExactly("DPO", "DPO-PG", "DPO + 0.1 NLL", "DPO-PG, update mode");
        for (String method : runs.labels("method")) {
            MetricTable run = runs.where("method", method);
            assertThat(run.column("kl")[0]).as("the reference, %s", method).isCloseTo(0, within(1e-9));
            assertThat(run.column("did_entropy")[0]).isCloseTo(Math.log(64), within(1e-6));
            assertThat(run.last("kl")).isGreaterThan(SHORT.matchedKl());
        }
        double dpo = runs.where("method", "DPO").last("train_chosen");
        assertThat(runs.where("method", "DPO-PG").last("train_chosen")).isGreaterThan(dpo);
        assertThat(runs.where("method", "DPO + 0.1 NLL").last("train_chosen")).isGreaterThan(dpo);
        Findings found = entropy.findings(rows, List.of(3L)).of("did", entropy, 1);
        assertThat(found.claims()).hasSize(7).allMatch(c -> c.claim().startsWith("R6: indication (1 of 7 seeds): "));
        assertThat(found.claims().subList(0, 6)).allMatch(c -> Double.isFinite(c.value()));
        for (double top : EntropyEstimation.TOP) {
            MetricTable heads = rows.series(EntropyEstimation.HEADS).where("policy", "DPO").where("p", top);
            assertThat(heads.rows()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(heads.column("reference")[i]).isBetween(top, 1.0);
                assertThat(heads.column("did")[i]).as("less than the policies' own, where they are peaked").isLessThan(heads.column("reference")[i]);
            }
        }
        List<Claim> estimators = calibration.findings(rows, List.of(3L)).claims();
        assertThat(estimators).hasSize(10).allMatch(c -> Double.isFinite(c.value()));
        Claim worse = estimators.get(9);
        assertThat(worse.holds()).as("samples of the reference are worse on log-normal policies").isTrue();
    }

    @Test
    void fewNetworksGiveWideIntervalsAndThoseThatStayBehindAreCounted() {
        ToyConfig config = new ToyConfig(8, 3, 16, 150, 1, 100, 150, 100, 3, 1, 60, false, 0.1, 1, List.of(8, 32), 3, 10);
        List<MetricRow> rows = new ArrayList<>();
        // H(q) at KL 0.1 is half of what it is at 0.2: 2, 3 and 4 for DPO; 1 for DPO-PG, which stays behind on the third network.
        for (int seed = 0; seed < 3; seed++) {
            rows.addAll(line(seed, "DPO", 0.2, 4 + 2 * seed));
            rows.addAll(line(seed, "DPO-PG", seed == 2 ? 0.05 : 0.2, 2));
            rows.addAll(line(seed, "DPO + 0.1 NLL", 0.2, 2));
        }
        List<Claim> claims = new EntropyFindings(config, new MetricTable(rows), List.of(0L, 1L, 2L)).findings().claims();
        Claim projected = claims.get(0);
        assertThat(projected.claim()).contains("on 2 of 3 networks");
        assertThat(projected.value()).isCloseTo(1.5, within(1e-12));
        assertThat(projected.interval().high()).as("12.706 standard errors of ½").isCloseTo(1.5 + 12.706 / 2, within(1e-3));
        assertThat(projected.holds()).as("two networks settle nothing").isNull();
        Claim withNll = claims.get(1);
        assertThat(withNll.claim()).doesNotContain("networks");
        assertThat(withNll.value()).isCloseTo(2, within(1e-12));
        assertThat(withNll.interval().low()).isCloseTo(2 - 4.303 / Math.sqrt(3), within(1e-3));
    }

    private static List<MetricRow> line(int seed, String method, double kl, double entropy) {
        return Stream.of(0, 1).map(i -> {
            Map<String, Object> fields = new HashMap<>(Map.of("seed", (double) seed, "data", 0.0, "method", method, "step", 10.0 * i, "kl", i * kl));
            fields.putAll(Map.of("did_entropy", i * entropy, "did_entropy_snis", 0.0, "entropy", 0.0, "overlap", 0.0, "train_chosen", 0.0, "held_out_chosen", 0.0,
                "reference_entropy", 0.0));
            return new MetricRow(EntropyAtEqualKl.SERIES, fields);
        }).toList();
    }

    /** R9's criterion is the worst of networks and cases: 20 % of theory and of what DPO did, 5 % for the line. */
    @Test
    void aForecastIsJudgedByItsWorstCase() {
        List<Claim> right = forecastOffBy(0.15, 0.04);
        assertThat(right).hasSize(5).allMatch(Claim::holds);
        assertThat(right).extracting(Claim::value).usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1).containsExactly(0.15, 0.15, 0.15, 0.15, 0.04);
        assertThat(forecastOffBy(0.25, 0.06)).noneMatch(Claim::holds);
    }

    /** Two networks; the second one's fall is foretold wrong by a share. */
    private static List<Claim> forecastOffBy(double share, double line) {
        List<MetricRow> forecasts = new ArrayList<>();
        List<MetricRow> trained = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            for (DataCase data : DataCase.values()) {
                double off = seed == 1 && data == DataCase.ON_POLICY_CHOSEN ? 1 : 0.1;
                double forecast = -2 * (1 + off * share);
                Map<String, Object> labels = Map.of("seed", (double) seed, "case", data.name());
                forecasts.add(row(ForecastBeforeTraining.SERIES, labels, Map.of("chosen", forecast, "rejected", forecast, "exact_chosen", forecast, "exact_rejected",
                    forecast, "line", -1 - off * line, "exact_line", -1.0, "js", 0.0, "ess", 9.0)));
                trained.add(row(Displacement.SERIES, labels, Map.of("chosen", -2.0, "rejected", -2.0, "theory_chosen", -2.0, "theory_rejected", -2.0)));
            }
        }
        return new ForecastFindings(new MetricTable(forecasts), new MetricTable(trained), List.of(0L, 1L)).findings().claims();
    }

    private static MetricRow row(String series, Map<String, Object> labels, Map<String, Object> values) {
        Map<String, Object> fields = new HashMap<>(labels);
        fields.putAll(values);
        return new MetricRow(series, fields);
    }

    @Test
    void withoutRowsThereIsNothingToSay() {
        MetricTable none = new MetricTable(List.of());
        for (Experiment e : List.of(new Displacement(toy), new EntropyAtEqualKl(toy), new EntropyEstimation(toy), new ForecastBeforeTraining(toy))) {
            assertThat(e.findings(none, List.of(0L)).claims()).isEmpty();
        }
    }
}
