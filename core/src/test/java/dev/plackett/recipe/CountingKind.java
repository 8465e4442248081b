package dev.plackett.recipe;

import dev.plackett.event.Event;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricRow;
import dev.plackett.report.Stage;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A run without a model: rounds of two stages, one in shards, one in steps with checkpoints. It can be told to fail at a step, once. */
public final class CountingKind implements RecipeKind<CountingKind.Config> {

    /** The step of which round fails, as {@code round:step}, {@code round:shard-N}, {@code round:before-train}, {@code end}; empty for none. */
    static volatile String failAt = "";

    enum Mode { PAPER, RELEASED, TOP_K }

    record Step(@Doc("How far one step goes.") @Default("1.0") @Range(min = 0, max = 10) double size, @Doc("Warm-up steps.") @Default("0") int warmup) {}

    record Config(
        @Doc("How many rounds.") @Range(min = 1, max = 9) int rounds,
        @Doc("Steps per round.") @Default("4") @Range(min = 1, max = 1_000) int steps,
        @Doc("The seeds.") @Default("[0]") List<Long> seeds,
        @Doc("Where paper and code differ.") @Default("paper") Mode mode,
        @Doc("How to step.") Step step,
        @Doc("The rate, or auto.") @Default("auto") @Range(min = 0) AutoNumber eta,
        @Doc("A file with more.") Optional<Path> data,
        @Doc("Weights by name.") @Default("{}") Map<String, Double> weights,
        @Doc("A greeting.") @Default("hello") String greeting) {

        Config {
            if (steps < step.warmup()) {
                throw new IllegalArgumentException("more warm-up steps (" + step.warmup() + ") than steps (" + steps + ")");
            }
        }
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public String purpose() {
        return "Counts.";
    }

    @Override
    public Validation validate(Config config) {
        Validation ok = Validation.ok().note("memory: about 1 MB");
        return config.greeting().isEmpty() ? ok.problem("greeting", "must not be empty") : ok;
    }

    @Override
    public Conclusion run(Config config, RunContext context) throws Exception {
        Path before = null;
        for (int round = 1; round <= config.rounds(); round++) {
            int r = round;
            context.listener().metrics("outside", Map.of("round", r), Map.of("value", 1.0 / r));
            Path shards = context.stage("round " + r + ": shards", 1, ContentHash.none(), stage -> shards(r, stage, context));
            fail(r + ":before-train");
            ContentHash inputs = ContentHash.none().path("shards", shards, context.digests());
            Path from = before;
            before = context.stage("round " + r + ": train", 2, inputs, stage -> train(r, config, from, stage, context));
        }
        fail("end");
        List<MetricRow> rows = context.folder().metrics().series("train").rows();
        double total = rows.get(rows.size() - 1).number("total");
        Report report = Report.titled("Counting", "A run of tests").section("Totals").chart(LineChart.of("total", "step", "total")
            .line("total", context.folder().metrics().series("train").column("step"), context.folder().metrics().series("train").column("total")));
        return new Conclusion(report, List.of(Claim.above("counting", "It counts", total, null, 1, "train/total, last row")), config.seeds());
    }

    private static void shards(int round, Stage stage, RunContext context) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            int shard = i;
            all.append(Files.readString(stage.shard("shard-" + i + ".txt", path -> {
                Files.writeString(path, "round " + round + " sh");
                fail(round + ":shard-" + shard);
                Files.writeString(path, "round " + round + " shard " + shard + "\n");
            })));
        }
        context.listener().metrics("shards", Map.of("round", round), Map.of("characters", (double) all.length()));
    }

    private static void train(int round, Config config, Path before, Stage stage, RunContext context) throws IOException {
        double total = before == null ? 0 : Double.parseDouble(Files.readString(before.resolve("total.txt")));
        int step = 0;
        Optional<Path> last = stage.lastCheckpoint();
        if (last.isPresent()) {
            String[] state = Files.readString(last.get().resolve("state.txt")).split(" ");
            step = Integer.parseInt(state[0]);
            total = Double.parseDouble(state[1]);
        }
        while (step < config.steps()) {
            stage.stop().check();
            step++;
            fail(round + ":" + step);
            total += config.step().size() * Math.sqrt(step + round);
            context.listener().metrics("train", Map.of("round", round, "step", step), Map.of("total", total));
            context.listener().progress("round " + round + ": train", step, config.steps(), "steps", "");
            context.listener().on(new Event.Timing("train", Map.of("round", round, "step", step), Map.of("seconds", 0.001)));
            if (step % 2 == 0) {
                String state = step + " " + total;
                stage.checkpoint(step, folder -> Files.writeString(folder.resolve("state.txt"), state));
            }
        }
        Files.writeString(stage.file("total.txt"), Double.toString(total));
    }

    private static void fail(String place) {
        if (failAt.equals(place)) {
            failAt = "";
            if (Boolean.getBoolean("counting.halt")) {
                Runtime.getRuntime().halt(137);
            }
            throw new IllegalStateException("failed at " + place + " as asked");
        }
    }

    /** Every place where it can fail, for a number of rounds and steps. */
    static List<String> places(int rounds, int steps) {
        return java.util.stream.Stream.concat(java.util.stream.IntStream.rangeClosed(1, rounds).boxed().flatMap(r -> java.util.stream.Stream.concat(
            java.util.stream.Stream.of(r + ":shard-0", r + ":shard-2", r + ":before-train"),
            java.util.stream.IntStream.rangeClosed(1, steps).mapToObj(s -> r + ":" + s))), java.util.stream.Stream.of("end")).collect(Collectors.toList());
    }
}
