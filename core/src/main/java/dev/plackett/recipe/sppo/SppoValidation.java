package dev.plackett.recipe.sppo;

import dev.plackett.generate.Sampling;
import dev.plackett.io.Nearest;
import dev.plackett.judge.JudgeProvider;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.ModelMemory;
import dev.plackett.objective.Options;
import dev.plackett.recipe.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be said against a configuration before anything is loaded: a mistake must not show after hours of sampling. */
final class SppoValidation {

    private SppoValidation() {}

    static Validation of(SppoConfig config) {
        Validation v = files(Validation.ok(), config);
        v = check(v, "sampling", () -> {
            SppoConfig.Decoding d = config.sampling();
            new Sampling(d.temperature(), d.topK(), d.topP(), d.minP(), d.maxNewTokens(), Set.of());
        });
        if (config.sampling().temperature() == 0) {
            v = v.problem("sampling.temperature", "0 draws the same answer every time; self-play needs different ones");
        }
        v = judge(v, "judge", config.judge(), config.judgeOptions());
        if (!Set.of("auto", "none").contains(config.heldOutJudge())) {
            v = judge(v, "held_out_judge", config.heldOutJudge(), config.heldOutJudgeOptions());
        }
        return arms(v, config);
    }

    private static Validation files(Validation before, SppoConfig config) {
        Validation v = before;
        boolean embedded = config.model().equals("embedded");
        if (config.prompts().equals("wordnet") && !embedded) {
            v = v.problem("prompts", "'wordnet' asks for definitions, which only the embedded model was made for; name a file of prompts");
        }
        if (!config.prompts().equals("wordnet")) {
            v = v.needsFile("prompts", Path.of(config.prompts()));
        }
        if (!embedded) {
            v = v.needsFolder("model", Path.of(config.model()), ModelFolder.CONFIG);
        }
        Optional<ModelMemory> model = ModelMemory.of(config.model());
        if (model.isPresent()) {
            v = check(v, "preference.max_length", () -> config.preference().length().rule(model.get().shape().maxPositions()));
            Optional<String> adapter = config.training().lora().problem(model.get().config());
            v = adapter.isPresent() ? v.problem("training.lora.target_modules", adapter.get()) : v;
        }
        return v.note(model.map(m -> SppoMemory.estimate(m, config)).orElse("no memory estimate without the model's config.json"));
    }

    /** A folder is not looked into: it may be made later. */
    private static Validation judge(Validation v, String key, String name, Map<String, Object> options) {
        List<JudgeProvider> known = JudgeProvider.all();
        Optional<JudgeProvider> provider = known.stream().filter(p -> p.name().equals(name)).findFirst();
        if (provider.isPresent()) {
            return check(v, key + "_options", () -> Options.of(name, provider.get().options(), options));
        }
        if (Files.exists(Path.of(name))) {
            return Files.isDirectory(Path.of(name)) ? v : v.problem(key, "expected a pair ranker's folder or a judge's name, found the file " + name);
        }
        Optional<String> near = Nearest.to(name, known.stream().map(JudgeProvider::name).toList());
        return near.isPresent() ? v.problem(key, "there is no judge '" + name + "'; did you mean '" + near.get() + "'?")
            : v.note("there is no judge's folder " + name + " yet (" + key + "), nor a judge of that name; the run will need it");
    }

    private static Validation arms(Validation before, SppoConfig config) {
        Validation v = before;
        if (config.seeds().isEmpty()) {
            v = v.problem("seeds", "expected at least one, found none");
        }
        if (config.seeds().stream().distinct().count() < config.seeds().size()) {
            v = v.problem("seeds", "the same seed twice would give the same run twice");
        }
        if (config.arms().isEmpty()) {
            v = v.problem("arms", "expected at least one, found none");
        }
        if (config.arms().stream().map(SppoConfig.Arm::name).distinct().count() < config.arms().size()) {
            v = v.problem("arms", "two arms have the same name");
        }
        for (int i = 0; i < config.arms().size(); i++) {
            SppoConfig.Arm arm = config.arms().get(i);
            String key = "arms[" + i + "]";
            Optional<String> problem = ArmObjective.problem(config, arm);
            v = problem.isPresent() ? v.problem(key, problem.get()) : v;
            if (!(arm.learningRate().or(() -> config.training().learningRate()) > 0)) {
                v = v.problem(key, "the learning rate is 0: nothing would be learnt");
            }
            if (!(arm.epochs().or(() -> config.training().stopAfterEpochs()) > 0)) {
                v = v.problem(key, "0 epochs: nothing would be learnt");
            }
        }
        return v;
    }

    private static Validation check(Validation v, String key, Runnable made) {
        try {
            made.run();
            return v;
        } catch (IllegalArgumentException e) {
            return v.problem(key, e.getMessage());
        }
    }
}
