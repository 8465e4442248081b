package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.EstimatorCalibration;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.HeadMass;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.did.toy.GruModel;
import dev.plackett.recipe.did.toy.ToyNetwork;
import dev.plackett.recipe.did.toy.ToyPolicy;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * R7: what the estimators of DID entropy do where the exact value is known: on log-normal policies, which are mild, and on R6's policies, which are
 * peaked as language models are.
 *
 * @param toy the network, its size and how it is trained
 */
record EntropyEstimation(ToyStages toy) implements Experiment {

    static final String SERIES = "did/calibration";
    /** Where the DID's mass is, a row per policy, prompt and p. */
    static final String HEADS = "did/heads";
    static final List<Double> TOP = List.of(0.9, 0.99, 0.999);
    static final List<Integer> SIZES = List.of(100, 1_000, 10_000);
    private static final int PAIRS = 12;

    @Override
    public String name() {
        return "R7";
    }

    @Override
    public String title() {
        return "The estimators of DID entropy";
    }

    @Override
    public int seedsWanted() {
        return 3;
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return ToyConfig.first(toy.config().calibrationNetworks(), configured);
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        EntropyAtEqualKl training = new EntropyAtEqualKl(toy);
        for (long seed : seeds) {
            for (EntropyMethod method : List.of(EntropyMethod.DPO, EntropyMethod.PROJECTED)) {
                Path weights = training.trained(context, seed, 0, method);
                try (ToyNetwork network = toy.network(context, seed); GruModel model = GruModel.open(weights, toy.config().shape())) {
                    toy.once(context, "R7, seed " + seed + ": calibration, " + method.title(), 8,
                        toy.inputs(context, seed).path("policy", weights, context.digests()),
                        stage -> peaked(seed, method.title(), model.enumerate(), network, stage, context));
                }
            }
            toy.once(context, "R7, seed " + seed + ": calibration, log-normal", 6, ContentHash.none(), stage -> mild(seed, stage, context));
        }
    }

    private void peaked(long seed, String policy, ToyPolicy trained, ToyNetwork network, Stage stage, RunContext context) {
        Seeds seeds = ToyStages.seeds(seed).at("calibration").at(policy);
        for (int p = 0; p < Math.min(toy.config().calibrationPrompts(), toy.config().prompts()); p++) {
            stage.stop().check();
            heads(seed, policy, p, trained.prompts().get(p), network.reference().prompts().get(p), context);
            calibrate(seed, policy, p, trained.prompts().get(p), network.reference().prompts().get(p), seeds.at(p), context);
        }
    }

    private static void heads(long seed, String policy, int prompt, FinitePolicy trained, FinitePolicy reference, RunContext context) {
        for (double top : TOP) {
            HeadMass found = HeadMass.of(trained, reference, top);
            context.listener().metrics(HEADS, Map.of("seed", seed, "policy", policy, "pair", prompt, "p", top),
                Map.of("responses", (double) found.responses(), "did", found.did(), "mass", found.policy(), "reference", found.reference()));
        }
    }

    private void mild(long seed, Stage stage, RunContext context) {
        for (int size : SIZES) {
            Seeds seeds = ToyStages.seeds(seed).at("log-normal").at(size);
            for (int pair = 0; pair < PAIRS; pair++) {
                stage.stop().check();
                SplittableRandom random = seeds.at(pair).random();
                calibrate(seed, logNormal(size), pair, normal(size, random), normal(size, random), seeds.at(pair).at("draws"), context);
            }
        }
    }

    /** What the rows of log-normal policies are labelled. */
    static String logNormal(int size) {
        return "log-normal, V = " + size;
    }

    private static FinitePolicy normal(int size, SplittableRandom random) {
        return FinitePolicy.softmax(DoubleStream.generate(random::nextGaussian).limit(size).toArray());
    }

    static List<Proposal> proposals(int size) {
        return List.of(Proposal.policy(), Proposal.reference(), Proposal.mixture(), Proposal.uniform(Math.log(size)));
    }

    private void calibrate(long seed, String policy, int pair, FinitePolicy trained, FinitePolicy reference, Seeds seeds, RunContext context) {
        for (Proposal proposal : proposals(trained.size())) {
            for (int k : toy.config().samples()) {
                EstimatorCalibration found = EstimatorCalibration.of(trained, reference, proposal, k, toy.config().repeats(),
                    seeds.at(proposal.label()).at(k).random());
                Map<String, Object> labels = new LinkedHashMap<>();
                labels.put("seed", seed);
                labels.put("policy", policy);
                labels.put("pair", pair);
                labels.put("proposal", proposal.label());
                labels.put("k", k);
                context.listener().metrics(SERIES, labels, Map.of("truth", found.truth(), "bias", found.bias(), "sd", found.sd(),
                    "ess", found.meanEss(), "jackknife_bias", found.jackknifeBias(), "coverage", found.coverage()));
            }
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new EstimationFindings(toy.config(), metrics.series(SERIES), metrics.series(HEADS)).findings();
    }
}
