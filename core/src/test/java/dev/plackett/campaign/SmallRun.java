package dev.plackett.campaign;

import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** {@code run sppo} or {@code run preference} on the embedded models at a size that takes seconds, through the command line. */
final class SmallRun {

    private final String recipe;
    private final List<String> settings;

    private SmallRun(String recipe, List<String> settings) {
        this.recipe = recipe;
        this.settings = settings;
    }

    /** Prompts per round, prompts of the evaluation, fresh prompts, rounds; a checkpoint after every update. */
    static SmallRun of(int perRound, int evaluation, int fresh, int rounds) {
        return new SmallRun("sppo", List.of("prompts_per_round=" + perRound, "evaluation_prompts=" + evaluation, "fresh_prompts=" + fresh, "rounds=" + rounds,
            "samples=3", "training.batch_size=4", "training.checkpoint_steps=1", "sampling.max_new_tokens=24", "arms=[{name: sppo}]"));
    }

    /** An adapter trained on pairs of the file given, a checkpoint after every second update. */
    static SmallRun adapter(Path pairs) {
        return new SmallRun("preference", List.of("data=" + pairs, "training.lora={r: 8}", "training.learning_rate=1e-3", "training.batch_size=4",
            "training.num_train_epochs=4", "training.save_steps=2", "training.eval_steps=4"));
    }

    /** Starts it, or goes on with it. */
    Child start(Path folder, Path run) throws IOException {
        List<String> args = new ArrayList<>(List.of("run", recipe, "--out", run.toString()));
        settings.forEach(s -> args.addAll(List.of("--set", s)));
        return Child.start(folder, List.of("-Dplackett.threads=2"), "dev.plackett.cli.Main", args.toArray(String[]::new));
    }

    /** Whether it ended. */
    static boolean ended(Path run) {
        return Files.exists(run.resolve("summary.json"));
    }

    /** Digests of all that a run is promised to repeat: weights, metrics, and the summary less the clock, memory and what was typed. */
    static Map<String, String> bits(Path run) throws Exception {
        Map<String, String> out = new TreeMap<>();
        ObjectNode summary = Json.object(run.resolve("summary.json"));
        summary.remove(List.of("seconds", "peak_rss_mb", "command"));
        out.put("summary", summary.toString());
        out.put("metrics", digest(Files.readAllBytes(run.resolve("metrics.jsonl"))));
        try (var files = Files.walk(run.resolve("stages"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("model.safetensors")).toList()) {
                out.put(run.relativize(file).toString(), digest(Files.readAllBytes(file)));
            }
        }
        return out;
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
