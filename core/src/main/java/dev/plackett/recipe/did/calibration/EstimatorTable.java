package dev.plackett.recipe.did.calibration;

import dev.plackett.evaluate.did.EstimatorCalibration;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The estimators on random policies of several sizes. A reference is a softmax of independent normal logits; the policy is the reference times the exponential
 * of independent normal numbers, so that the DID is the softmax of the latter and has nothing to do with the reference.
 */
record EstimatorTable(CalibrationConfig config) implements Experiment {

    static final String SERIES = "did/estimators";
    private static final Map<String, ToDoubleFunction<EstimatorCalibration>> COLUMNS = columns();

    private static Map<String, ToDoubleFunction<EstimatorCalibration>> columns() {
        Map<String, ToDoubleFunction<EstimatorCalibration>> columns = new LinkedHashMap<>();
        columns.put("truth", EstimatorCalibration::truth);
        columns.put("bias", EstimatorCalibration::bias);
        columns.put("sd", EstimatorCalibration::sd);
        columns.put("ess", EstimatorCalibration::meanEss);
        columns.put("jackknife_bias", EstimatorCalibration::jackknifeBias);
        columns.put("coverage", EstimatorCalibration::coverage);
        columns.put("plain_coverage", EstimatorCalibration::plainCoverage);
        columns.put("reliable", EstimatorCalibration::reliable);
        columns.put("reliable_held", EstimatorCalibration::reliableHeld);
        columns.put("k_set_bias", EstimatorCalibration::kSetBias);
        return columns;
    }

    @Override
    public String name() {
        return "calibration";
    }

    @Override
    public String title() {
        return "Bias and coverage";
    }

    @Override
    public int seedsWanted() {
        return 5;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            for (double spread : config.spreads()) {
                String stage = "calibration, seed " + seed + ": spread " + spread;
                context.stage(stage, 12, ContentHash.none(), work -> {
                    for (int size : config.sizes()) {
                        row(context, seed, spread, size);
                    }
                });
            }
        }
    }

    /** A row for each proposal and number of samples: means over the pairs. */
    private void row(RunContext context, long seed, double spread, int size) {
        Seeds seeds = Seeds.of(seed).at("estimators").at(Double.toString(spread)).at(size);
        List<FinitePolicy> references = new ArrayList<>();
        List<FinitePolicy> policies = new ArrayList<>();
        for (int pair = 0; pair < config.pairs(); pair++) {
            double[] logits = normal(size, spread, seeds.at("reference").at(pair).random());
            double[] moved = normal(size, config.update(), seeds.at("policy").at(pair).random());
            references.add(FinitePolicy.softmax(logits));
            for (int y = 0; y < size; y++) {
                moved[y] += logits[y];
            }
            policies.add(FinitePolicy.softmax(moved));
        }
        for (Proposal proposal : proposals(size)) {
            for (int k : config.samples()) {
                context.stop().check();
                List<EstimatorCalibration> found = new ArrayList<>();
                for (int pair = 0; pair < config.pairs(); pair++) {
                    found.add(EstimatorCalibration.of(policies.get(pair), references.get(pair), proposal, k, config.repeats(),
                        seeds.at(proposal.label()).at(k).at(pair).random()));
                }
                Map<String, Object> labels = new LinkedHashMap<>();
                labels.put("seed", seed);
                labels.put("spread", spread);
                labels.put("size", size);
                labels.put("proposal", proposal.label());
                labels.put("k", k);
                Map<String, Double> values = new LinkedHashMap<>();
                COLUMNS.forEach((name, of) -> values.put(name, found.stream().mapToDouble(of).average().orElseThrow()));
                context.listener().metrics(SERIES, labels, values);
            }
        }
    }

    private static List<Proposal> proposals(int size) {
        return List.of(Proposal.policy(), Proposal.reference(), Proposal.mixture(), Proposal.uniform(Math.log(size)));
    }

    private static double[] normal(int size, double deviation, SplittableRandom random) {
        return DoubleStream.generate(random::nextGaussian).limit(size).map(z -> deviation * z).toArray();
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new EstimatorFindings(config, metrics.series(SERIES)).findings();
    }
}
