package dev.plackett.recipe.meco.outside;

import dev.plackett.data.points.Points;
import dev.plackett.event.StopSignal;
import dev.plackett.evaluate.density.Detection;
import dev.plackett.evaluate.density.ImportanceSampling;
import dev.plackett.evaluate.density.LogValues;
import dev.plackett.evaluate.density.WeightSummary;
import dev.plackett.model.density.LogDensity;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.Mlp;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.Lesson;
import dev.plackett.recipe.meco.tilt.Tilt;
import dev.plackett.recipe.meco.tilt.TiltTraining;
import dev.plackett.report.Checkpoints;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Numbers of one model on one seed's images. */
final class Measured {

    /** The sets that the criterion averages over; on the others a likelihood says how simple an image is and nothing else. */
    static final List<String> JUDGED = List.of("vflip", "noise", "interp", OutsideData.OTHER);
    private static final double CLIP = 10;

    private Measured() {}

    /** The noise alone: normalised as it is. */
    static Map<String, Double> noise(OutsideData data) {
        Map<String, Double> out = detection(data, data.noise());
        out.put("nll", -mean(data.noise(), data.test()));
        out.put("nll_training", -mean(data.noise(), data.training()));
        return out;
    }

    /** The noise tilted by a bounded network. */
    static Map<String, Double> tilted(OutsideData data, Fit fit, OutsideConfig config, Seeds seeds, Checkpoints checkpoints, StopSignal stop, LongConsumer done) {
        EnergyPlan plan = EnergyPlan.of(Mlp.energy(Features.coordinates(config.components()), config.widths().toArray(Integer[]::new))).bounded(config.bound());
        Lesson lesson = Lesson.of(data.training(), data.noise(), plan, config.batch(), config.learningRate(), CLIP, seeds);
        try (Tilt trained = new TiltTraining(lesson, fit, config.steps()).run(checkpoints, stop, done); Tilt model = trained.exact()) {
            WeightSummary weights = ImportanceSampling.of(config.draws()).logZ(model, data.noise(), seeds.at("evaluation"));
            Map<String, Double> out = detection(data, model);
            double own = fit.logPartition(model.carry(), () -> mean(model, data.training()));
            out.putAll(model.watch().values());
            out.put("log_z", weights.logMean());
            out.put("ess", weights.effective());
            out.put("ess_share", weights.effectiveShare());
            out.put("own_error", Math.abs(own - weights.logMean()));
            out.put("nll", weights.logMean() - mean(model, data.test()));
            out.put("nll_training", weights.logMean() - mean(model, data.training()));
            return out;
        }
    }

    /** How well a log-density tells images that do not belong, set by set and as a mean over those {@link #JUDGED}. */
    static Map<String, Double> detection(OutsideData data, LogDensity density) {
        double[] familiar = LogValues.of(density, data.test());
        Map<String, Double> out = new LinkedHashMap<>();
        double sum = 0;
        for (Map.Entry<String, Points> set : data.outside().entrySet()) {
            Detection detection = Detection.of(familiar, LogValues.of(density, set.getValue()));
            out.put("auroc/" + set.getKey(), detection.auroc());
            out.put("aupr/" + set.getKey(), detection.aupr());
            out.put("fpr95/" + set.getKey(), detection.fpr95());
            sum += JUDGED.contains(set.getKey()) ? detection.auroc() : 0;
        }
        out.put("auroc", sum / JUDGED.size());
        return out;
    }

    private static double mean(LogDensity density, Points points) {
        return Arrays.stream(LogValues.of(density, points)).average().orElseThrow();
    }
}
