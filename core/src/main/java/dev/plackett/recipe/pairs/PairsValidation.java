package dev.plackett.recipe.pairs;

import dev.plackett.io.Nearest;
import dev.plackett.judge.JudgeProvider;
import dev.plackett.objective.Options;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be said against a configuration before anything is loaded. */
final class PairsValidation {

    private PairsValidation() {}

    static Validation of(PairsConfig config) {
        Validation v = numbers(files(Validation.ok(), config), config);
        Mode mode = config.mode();
        String named = "mode '" + mode.label() + "' ";
        if (mode.targeted() && config.target().isEmpty()) {
            v = v.problem("target", named + "needs a target model");
        }
        if (mode == Mode.REWARD && config.target().isPresent()) {
            v = v.problem("target", named + "reads rewards and no target model; did you mean mode=target?");
        }
        if (config.judge().isPresent() && (mode.targeted() || config.target().isPresent())) {
            v = v.problem("judge", named + "with a target model reads no rewards");
        }
        if (!mode.scored() && config.temperature() != 1) {
            v = v.problem("temperature", named + "draws from the models themselves: expected 1, found " + config.temperature());
        }
        if (mode == Mode.AVOID_DISPLACEMENT && config.betaValue() != 1) {
            v = v.problem("beta", named + "has the target as DPO's optimum at beta 1 alone, found " + config.betaValue());
        }
        if (config.samples() < mode.fewest(config.pairsPerPrompt())) {
            v = v.problem("samples", named + "needs at least " + mode.fewest(config.pairsPerPrompt()) + " answers for pairs_per_prompt="
                + config.pairsPerPrompt() + ", found " + config.samples());
        }
        return config.judge().isPresent() ? judge(v, config.judge().get(), config.judgeOptions()) : v;
    }

    private static Validation files(Validation before, PairsConfig config) {
        Validation v = before.needsFile("data", config.data());
        if (!config.reference().equals(ModelFolder.EMBEDDED)) {
            v = v.needsFolder("reference", Path.of(config.reference()), ModelFolder.CONFIG);
        }
        return config.target().isPresent() && !config.target().get().equals(ModelFolder.EMBEDDED)
            ? v.needsFolder("target", Path.of(config.target().get()), ModelFolder.CONFIG) : v;
    }

    private static Validation numbers(Validation before, PairsConfig config) {
        Validation v = before;
        for (Map.Entry<String, Double> one : List.of(Map.entry("beta", config.betaValue()),
            Map.entry("reward_temperature", config.rewardTemperature().or(() -> 1)), Map.entry("temperature", config.temperature()))) {
            if (!(one.getValue() > 0 && Double.isFinite(one.getValue()))) {
                v = v.problem(one.getKey(), "expected a number above 0, found " + one.getValue());
            }
        }
        return v;
    }

    private static Validation judge(Validation v, String name, Map<String, Object> options) {
        List<JudgeProvider> known = JudgeProvider.all();
        Optional<JudgeProvider> provider = known.stream().filter(p -> p.name().equals(name)).findFirst();
        if (provider.isPresent()) {
            try {
                Options.of(name, provider.get().options(), options);
                return v;
            } catch (IllegalArgumentException e) {
                return v.problem("judge_options", e.getMessage());
            }
        }
        if (Files.isDirectory(Path.of(name))) {
            return v;
        }
        List<String> names = known.stream().map(JudgeProvider::name).toList();
        return v.problem("judge", "there is no pair ranker's folder '" + name + "' and no judge of that name" + Nearest.suggestion(name, names));
    }
}
