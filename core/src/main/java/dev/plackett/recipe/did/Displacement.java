package dev.plackett.recipe.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.did.toy.DataCase;
import dev.plackett.recipe.did.toy.GruModel;
import dev.plackett.recipe.did.toy.ToyModels;
import dev.plackett.recipe.did.toy.ToyNetwork;
import dev.plackett.recipe.did.toy.ToyPairs;
import dev.plackett.recipe.did.toy.ToyPolicy;
import dev.plackett.recipe.did.toy.ToyTraining;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Projection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * R5: DPO moves the chosen log-likelihood in the direction and by the amount that its optimum requires, down where the reference drew the chosen
 * responses and up where it drew the rejected ones. Held-out changes are exact expectations over the policy that the responses come from.
 *
 * @param toy the network, its size and how it is trained
 */
record Displacement(ToyStages toy) implements Experiment {

    static final String SERIES = "did/displacement";
    static final double BETA = 1;
    private static final int BATCH = 256;
    private static final int EVERY = 50;
    private static final int HELD_OUT = 100;
    private static final int REFERENCE_SAMPLES = 200;

    @Override
    public String name() {
        return "R5";
    }

    @Override
    public String title() {
        return "Displacement, its sign and size";
    }

    @Override
    public int seedsWanted() {
        return 3;
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return ToyConfig.first(toy.config().networks(), configured);
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            try (ToyNetwork network = toy.network(context, seed)) {
                for (DataCase data : DataCase.values()) {
                    toy.once(context, "R5, seed " + seed + ": DPO, " + data.title(), 10, toy.inputs(context, seed),
                        stage -> train(seed, network, data, stage, context));
                }
            }
        }
    }

    /** A network's training pairs of a case; R9 forecasts from the same. */
    static ToyPairs pairs(ToyConfig config, long seed, ToyNetwork network, DataCase data) {
        return drawn(network, data, config.pairs(), seeds(seed, data).at("train"));
    }

    /** Other pairs of a case. */
    static ToyPairs heldOut(long seed, ToyNetwork network, DataCase data) {
        return drawn(network, data, HELD_OUT, seeds(seed, data).at("held-out"));
    }

    static Seeds seeds(long seed, DataCase data) {
        return ToyStages.seeds(seed).at("displacement").at(data.name());
    }

    static Map<String, Object> labels(long seed, DataCase data) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("seed", seed);
        labels.put("case", data.name());
        return labels;
    }

    private static ToyPairs drawn(ToyNetwork network, DataCase data, int n, Seeds seeds) {
        return ToyPairs.draw(network.shape(), data.chosen(network), data.rejected(network, BETA), n, seeds);
    }

    private void train(long seed, ToyNetwork network, DataCase data, Stage stage, RunContext context) {
        ToyPairs pairs = pairs(toy.config(), seed, network, data);
        try (GruModel model = network.model().copy()) {
            ToyTraining training = ToyTraining.preferences(toy.config().steps(), Projection.NONE);
            training.run(model, Objective.dpo(BETA),
                ToyTraining.shuffled(pairs.examples(network.reference()), BATCH, seeds(seed, data).at("order")), done -> {
                if (done % EVERY == 0 || done == toy.config().steps()) {
                    Map<String, Object> labels = labels(seed, data);
                    labels.put("step", done);
                    context.listener().metrics(SERIES, labels, values(network, data, pairs, model.enumerate()));
                    context.listener().progress("R5, seed " + seed, done, toy.config().steps(), "steps", data.title());
                }
            }, stage.stop());
            panel(seed, network, data, pairs, model.enumerate(), context);
        }
    }

    private static Map<String, Double> values(ToyNetwork network, DataCase data, ToyPairs pairs, ToyPolicy policy) {
        ToyPolicy reference = network.reference();
        ToyPolicy chosen = data.chosen(network);
        ToyPolicy rejected = data.rejected(network, BETA);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("chosen", chosen.change(policy, reference));
        values.put("rejected", rejected.change(policy, reference));
        values.put("train_chosen", pairs.chosenChange(policy, reference));
        values.put("theory_chosen", chosen.change(network.target(), reference));
        values.put("theory_rejected", rejected.change(network.target(), reference));
        values.put("line", -reference.mean(policy, FinitePolicy::divergence));
        values.put("kl", policy.mean(reference, FinitePolicy::divergence));
        values.put("js", policy.mean(network.target(), FinitePolicy::jensenShannon));
        values.put("reference_entropy", reference.mean(FinitePolicy::entropy));
        return values;
    }

    /** What a user would be told, from pairs and samples alone. */
    private static void panel(long seed, ToyNetwork network, DataCase data, ToyPairs pairs, ToyPolicy policy, RunContext context) {
        ToyModels models = ToyModels.of(network.shape(), policy, network.reference());
        DisplacementPanel panel = DisplacementPanel.of(pairs.scored(models), heldOut(seed, network, data).scored(models), models.referenceSamples(
            REFERENCE_SAMPLES, seeds(seed, data).at("reference")), data != DataCase.ON_POLICY_CHOSEN, BETA, Bootstrap.seeded(0));
        Map<String, Object> labels = labels(seed, data);
        labels.put("finding", panel.finding().name());
        context.listener().metrics(SERIES + "_panel", labels, Map.of("line", panel.line().value(), "excess", panel.excess().value(), "memorised",
            panel.memorised(), "held_out", panel.heldOut().orElseThrow().chosen().value(), "train", panel.train().orElseThrow().chosen().value()));
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new DisplacementFindings(metrics.series(SERIES), metrics.series(SERIES + "_panel"), seeds).findings();
    }
}
