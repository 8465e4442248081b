package dev.plackett.recipe.meco.own;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.density.Annealing;
import dev.plackett.evaluate.density.ImportanceSampling;
import dev.plackett.evaluate.density.LogValues;
import dev.plackett.evaluate.density.PartitionCheck;
import dev.plackett.generate.density.Hmc;
import dev.plackett.generate.density.ImportanceResampling;
import dev.plackett.io.FormatException;
import dev.plackett.io.JsonLines;
import dev.plackett.model.density.Whitening;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Workers;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.Lesson;
import dev.plackett.recipe.meco.tilt.Tilt;
import dev.plackett.recipe.meco.tilt.TiltTraining;
import dev.plackett.report.ContentHash;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * A density model of a user's own rows: noise fitted to them, a network that tilts it, measured on rows held out; scores of all rows, and samples.
 *
 * @param config how
 * @param data   a CSV or TSV file of numbers, or a folder of images
 * @param seed   of everything random
 */
public record OwnDensity(OwnConfig config, Path data, long seed) {

    static final String SERIES = "meco/own";
    private static final String STAGE = "density model";
    private static final String SCORES = "scores.jsonl";
    private static final double CLIP = 10;
    private static final double BUDGET = 25;
    private static final int RANKS = 1001;
    private static final Hmc CHAIN = new Hmc(0.2, 4);

    /** Makes it, or takes what was made before. */
    public Conclusion run(RunContext context) throws Exception {
        Seeds seeds = Seeds.of(seed).at("own data");
        OwnRows rows = OwnRows.read(data, config.heldOut(), seeds);
        Whitening whitening = whitening(rows);
        Path made = context.stage(STAGE, BUDGET, ContentHash.none().path("data", data, context.digests()), stage -> {
            Workers.Job<Map<String, Double>> job = done -> make(rows, whitening, seeds, stage, context, done);
            Workers.run(List.of(job), STAGE, config.steps(), "updates", context.listener(), stage.stop())
                .forEach(values -> context.listener().metrics(SERIES, Map.of("seed", seed), values));
        });
        try (DensityModel model = DensityModel.open(made.resolve("model"))) {
            return new OwnReport(config, rows, model, made, context.folder().metrics().series(SERIES)).conclusion(seed)
                .result("model", made.resolve("model")).result("scores", made.resolve(SCORES));
        }
    }

    private Whitening whitening(OwnRows rows) {
        int components = (int) config.components().or(() -> rows.form().components());
        if (components > rows.form().dimension()) {
            throw new IllegalArgumentException("own.components is " + components + ", the rows have " + rows.form().dimension() + " numbers");
        }
        try (Scope scope = Scope.open()) {
            return Whitening.fitted(rows.trainingRows().tensor(), components, rows.form().floor());
        } catch (IllegalArgumentException e) {
            throw new FormatException(data, "", "some columns are sums of others, so the rows fill no volume (" + e.getMessage()
                + "): leave such columns out, or set own.components to fewer", e);
        }
    }

    private Map<String, Double> make(OwnRows rows, Whitening whitening, Seeds seeds, Stage stage, RunContext context, LongConsumer done) {
        DensityModel.Shape shape = new DensityModel.Shape(whitening.deviation().length, config.widths(), config.bound());
        Points training = projected(whitening, rows.trainingRows());
        NoiseChoice choice = NoiseChoice.of(training, config.mixtures(), config.widened(), seeds.at("noise"));
        Lesson lesson = Lesson.of(training, choice.noise(), shape.plan(), config.batch(), config.learningRate(), CLIP, seeds);
        try (Tilt trained = new TiltTraining(lesson, Fit.of(config.objective(), config.loss()), config.steps()).run(stage.checkpoints("network"), stage.stop(), done);
             Tilt tilt = trained.exact()) {
            PartitionCheck check = PartitionCheck.of(tilt, tilt.noise(), ImportanceSampling.of(config.draws()), Annealing.of(config.levels(), CHAIN),
                config.chains(), seeds.at("evaluation"));
            check.cautions().forEach(caution -> context.listener().warn(caution.text()));
            ImportanceResampling.Resampled kept = ImportanceResampling.of(config.proposals()).sample(config.samples(), tilt, tilt.noise(), seeds.at("samples"));
            // Ranks are of log-densities as they are reported: of the rows themselves where no component was left out.
            double shift = (shape.components() == rows.form().dimension() ? whitening.logDeterminant() : 0) - check.logZ();
            double[] learnt = LogValues.of(tilt, training);
            // The model is not closed: its network belongs to the tilt.
            DensityModel model = new DensityModel(rows.form(), shape, whitening, tilt.noise(), trained.net(), check.logZ(), quantiles(learnt, shift));
            model.save(stage.file("model"));
            scores(rows, stage.file("model"), stage);
            rows.form().write(stage.folder(), model.rows(kept.points()));
            Map<String, Double> out = new LinkedHashMap<>(trained.watch().values());
            out.putAll(likelihoods(tilt, projected(whitening, rows.heldRows()), shift, check.logZ()));
            out.put("nll_training", -shift - mean(learnt));
            out.put("rows", (double) rows.all().points().rows());
            out.put("held_out", (double) rows.held().length);
            out.put("components", (double) shape.components());
            out.put("gaussians", (double) choice.gaussians());
            out.put("log_z_is", check.sampling().logMean());
            out.put("ess", check.sampling().effective());
            out.put("ess_share", check.sampling().effectiveShare());
            out.put("log_z_ais", check.annealing().logZ());
            out.put("ess_ais", check.annealing().weights().effective());
            out.put("acceptance", check.annealing().acceptance());
            out.put("effective_proposals", kept.meanEffective());
            return out;
        }
    }

    private static Points projected(Whitening whitening, Points rows) {
        try (Scope scope = Scope.open()) {
            return Points.of(whitening.project(rows.tensor()));
        }
    }

    /** Of rows held out: the model's, its noise's, and what the one gains over the other. */
    private static Map<String, Double> likelihoods(Tilt tilt, Points held, double shift, double logZ) {
        double[] own = LogValues.of(tilt, held);
        double[] noise = LogValues.of(tilt.noise(), held);
        Estimate gain = Estimate.of(IntStream.range(0, own.length).mapToDouble(i -> own[i] - logZ - noise[i]).toArray());
        return Map.of("nll", -shift - mean(own), "nll_noise", -shift - logZ - mean(noise), "gain", gain.mean(), "gain_error", gain.standardError());
    }

    /** Log-densities of rows at equally spaced ranks, ascending. */
    private static double[] quantiles(double[] f, double shift) {
        double[] sorted = Arrays.stream(f).map(v -> v + shift).sorted().toArray();
        int n = Math.min(RANKS, sorted.length);
        return IntStream.range(0, n).mapToDouble(i -> sorted[(int) ((long) i * (sorted.length - 1) / Math.max(1, n - 1))]).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** All rows, by the model as it will be read. */
    private void scores(OwnRows rows, Path folder, Stage stage) {
        boolean[] held = new boolean[rows.all().points().rows()];
        Arrays.stream(rows.held()).forEach(i -> held[i] = true);
        try (DensityModel model = DensityModel.open(folder)) {
            double[] log = model.logDensities(rows.all().points());
            JsonLines.write(stage.file(SCORES), IntStream.range(0, log.length).mapToObj(i -> model.score(i, rows.all(), log[i]).put("held_out", held[i])));
        }
    }
}
