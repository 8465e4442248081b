package dev.plackett.recipe.did;

import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.did.ClosedForm;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.Forecast;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * R9: what DPO will do is known before it is trained, from the reference fine-tuned on the chosen responses and on the rejected ones. The data and
 * the DPO runs are R5's. The forecast is the tool's own, from held-out pairs and 64 samples of the reference per prompt; the exact optimum of the two
 * models stands beside it.
 *
 * @param toy the network, its size and how it is trained
 */
record ForecastBeforeTraining(ToyStages toy) implements Experiment {

    static final String SERIES = "did/forecast";
    private static final int BATCH = 256;
    private static final int SAMPLES = 64;

    @Override
    public String name() {
        return "R9";
    }

    @Override
    public String title() {
        return "The forecast before training";
    }

    @Override
    public int seedsWanted() {
        return 2;
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return ToyConfig.first(toy.config().networks(), configured);
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        new Displacement(toy).run(context, seeds);
        for (long seed : seeds) {
            try (ToyNetwork network = toy.network(context, seed)) {
                for (DataCase data : DataCase.values()) {
                    toy.once(context, "R9, seed " + seed + ": forecast, " + data.title(), 10, toy.inputs(context, seed),
                        stage -> forecast(seed, network, data, stage, context));
                }
            }
        }
    }

    private void forecast(long seed, ToyNetwork network, DataCase data, Stage stage, RunContext context) {
        Seeds seeds = Displacement.seeds(seed, data).at("forecast");
        ToyPairs pairs = Displacement.pairs(toy.config(), seed, network, data);
        ToyPolicy chosen = fineTuned(network, pairs.chosen(), seeds.at("chosen"), stage);
        ToyPolicy rejected = fineTuned(network, pairs.rejected(), seeds.at("rejected"), stage);
        ToyPolicy reference = network.reference();
        ToyPolicy optimum = new ToyPolicy(IntStream.range(0, reference.prompts().size()).mapToObj(p -> ClosedForm.optimum(reference.prompts().get(p),
            chosen.prompts().get(p), rejected.prompts().get(p), Displacement.BETA)).toList());
        ToyModels models = new ToyModels(network.shape(), reference, reference, Optional.of(chosen), Optional.of(rejected));
        Forecast forecast = Forecast.of(Displacement.heldOut(seed, network, data).scored(models),
            models.referenceSamples(SAMPLES, seeds.at("reference")), Displacement.BETA, Bootstrap.seeded(0));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("chosen", forecast.chosen().value());
        values.put("rejected", forecast.rejected().value());
        values.put("line", -forecast.reverseKl().value());
        values.put("kl", forecast.forwardKl().value());
        values.put("ess", forecast.ess());
        values.put("exact_chosen", data.chosen(network).change(optimum, reference));
        values.put("exact_rejected", data.rejected(network, Displacement.BETA).change(optimum, reference));
        values.put("exact_line", -reference.mean(optimum, FinitePolicy::divergence));
        values.put("exact_kl", optimum.mean(reference, FinitePolicy::divergence));
        values.put("js", optimum.mean(network.target(), FinitePolicy::jensenShannon));
        context.listener().metrics(SERIES, Displacement.labels(seed, data), values);
    }

    /** The reference fine-tuned on one side of the pairs. */
    private ToyPolicy fineTuned(ToyNetwork network, int[][] responses, Seeds seeds, Stage stage) {
        List<Example<TokenBatch>> examples = ToyPairs.responses(network.shape(), responses);
        try (GruModel model = network.model().copy()) {
            ToyTraining.fineTuning(toy.config().sideSteps())
                .run(model, Objective.sft(), ToyTraining.shuffled(examples, BATCH, seeds), done -> {}, stage.stop());
            return model.enumerate();
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new ForecastFindings(metrics.series(SERIES), metrics.series(Displacement.SERIES), seeds).findings();
    }
}
