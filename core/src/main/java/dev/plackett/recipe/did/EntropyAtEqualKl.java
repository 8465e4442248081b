package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.Did;
import dev.plackett.evaluate.did.EntropyEstimate;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.did.toy.DataCase;
import dev.plackett.recipe.did.toy.GruModel;
import dev.plackett.recipe.did.toy.ToyNetwork;
import dev.plackett.recipe.did.toy.ToyPairs;
import dev.plackett.recipe.did.toy.ToyPolicy;
import dev.plackett.recipe.did.toy.ToyTraining;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * R6: at equal KL(π ‖ π_ref) DPO's DID has a higher entropy than that of variants which keep the chosen responses likely. Few on-policy pairs, all
 * in each update.
 *
 * @param toy the network, its size and how it is trained
 */
record EntropyAtEqualKl(ToyStages toy) implements Experiment {

    static final String SERIES = "did/entropy";
    private static final String FILE = "policy.safetensors";
    private static final int PAIRS = 4;
    private static final int EVERY = 10;
    private static final int SAMPLES = 32;
    /** Training ends at so many times the KL of the comparison, for the charts to show what comes after it. */
    private static final double BEYOND = 1.25;

    @Override
    public String name() {
        return "R6";
    }

    @Override
    public String title() {
        return "DID entropy at equal KL";
    }

    @Override
    public int seedsWanted() {
        return 7;
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return ToyConfig.first(toy.config().entropyNetworks(), configured);
    }

    /** What is compared. */
    static List<EntropyMethod> methods(ToyConfig config) {
        return Arrays.stream(EntropyMethod.values()).filter(m -> config.entropyUpdateMode() || m != EntropyMethod.PROJECTED_UPDATE).toList();
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            for (int data = 0; data < toy.config().entropyData(); data++) {
                for (EntropyMethod method : methods(toy.config())) {
                    trained(context, seed, data, method);
                }
            }
        }
    }

    /** The weights of a method's policy where it first reached the KL of the comparison, or at the end; trained when they are not there. */
    Path trained(RunContext context, long seed, int data, EntropyMethod method) throws Exception {
        String name = "R6, seed " + seed + ": data " + data + ", " + method.title();
        try (ToyNetwork network = toy.network(context, seed)) {
            return toy.once(context, name, 4, toy.inputs(context, seed), stage -> train(seed, data, method, network, stage, context)).resolve(FILE);
        }
    }

    private void train(long seed, int data, EntropyMethod method, ToyNetwork network, Stage stage, RunContext context) {
        Seeds seeds = ToyStages.seeds(seed).at("entropy").at(data);
        DataCase onPolicy = DataCase.ON_POLICY_CHOSEN;
        ToyPairs pairs = ToyPairs.draw(network.shape(), onPolicy.chosen(network), onPolicy.rejected(network, EntropyMethod.BETA),
            PAIRS, seeds.at("train"));
        var examples = pairs.examples(network.reference());
        int most = toy.config().entropySteps();
        boolean[] kept = {false};
        try (GruModel model = network.model().copy()) {
            ToyTraining.preferences(most, method.projection()).runWhile(model, method.objective(), step -> examples, done -> {
                if (done % EVERY != 0 && done != most) {
                    return true;
                }
                Map<String, Double> values = values(network, pairs, model.enumerate(), seeds);
                context.listener().metrics(SERIES, labels(seed, data, method, done), values);
                context.listener().progress("R6, seed " + seed, done, most, "steps", method.title());
                double share = values.get("kl") / toy.config().matchedKl();
                if (!kept[0] && (share >= 1 || done == most)) {
                    model.save(stage.file(FILE));
                    kept[0] = true;
                }
                return share < BEYOND || done < EntropyFindings.EQUAL_STEP;
            }, stage.stop());
        }
    }

    private static Map<String, Object> labels(long seed, int data, EntropyMethod method, int step) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("seed", seed);
        labels.put("data", data);
        labels.put("method", method.title());
        labels.put("step", step);
        return labels;
    }

    private static Map<String, Double> values(ToyNetwork network, ToyPairs pairs, ToyPolicy policy, Seeds seeds) {
        ToyPolicy reference = network.reference();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("kl", policy.mean(reference, FinitePolicy::divergence));
        values.put("did_entropy", policy.mean(reference, (p, r) -> Did.of(p, r).entropy()));
        values.put("did_entropy_snis", sampled(policy, reference, seeds));
        values.put("overlap", policy.mean(reference, (p, r) -> Did.of(p, r).overlap()));
        values.put("entropy", policy.mean(FinitePolicy::entropy));
        values.put("reference_entropy", reference.mean(FinitePolicy::entropy));
        values.put("train_chosen", pairs.chosenChange(policy, reference));
        values.put("held_out_chosen", reference.change(policy, reference));
        return values;
    }

    /** H_snis(32, policy); the random numbers are the same for every method and step. */
    private static double sampled(ToyPolicy policy, ToyPolicy reference, Seeds seeds) {
        int[][] drawn = policy.draw(SAMPLES, seeds.at("snis"));
        return IntStream.range(0, drawn.length).mapToDouble(p -> {
            double[] now = policy.prompts().get(p).logs();
            double[] before = reference.prompts().get(p).logs();
            return EntropyEstimate.of(Arrays.stream(drawn[p]).mapToDouble(y -> now[y] - before[y]).toArray(),
                Arrays.stream(drawn[p]).mapToDouble(y -> now[y]).toArray()).value();
        }).average().orElseThrow();
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new EntropyFindings(toy.config(), metrics.series(SERIES), seeds).findings();
    }
}
