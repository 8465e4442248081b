package dev.plackett.campaign;

import dev.plackett.data.Columns;
import dev.plackett.data.Column;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.Listener;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Machine;
import dev.plackett.tensor.Natives;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.node.ObjectNode;

/** A long run of preference steps and generation that measures its own memory. Arguments: size, steps, rounds of generation, scratch folder. */
final class Soak {

    private static final double ALLOWED_MEGABYTES = 32;
    private static final int WARM_UP = 200;
    private static final int CHECKPOINT_EVERY = 100;
    private static final int PAIRS = 4;
    private static final Map<String, CausalModel.Shape> SHAPES = Map.of("nano", new CausalModel.Shape(2048, 192, 6, 6, 2, 32, 512),
        "mini", new CausalModel.Shape(16_640, 384, 8, 6, 2, 64, 512));

    private Soak() {}

    public static void main(String[] args) throws Exception {
        Natives.load();
        CausalModel.Shape shape = SHAPES.get(args[0]);
        int steps = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        Path scratch = Path.of(args[3]);
        double trained;
        double generated;
        long alive;
        List<Double> curve = new ArrayList<>();
        int warm = Math.min(WARM_UP, Math.max(40, steps / 2));
        Settings settings = new Settings(1e-5, PAIRS, 1, 1, Schedule.Shape.CONSTANT, 0, Settings.Rule.ADAMW, 0, 1, 700);
        try (Decoder model = Decoder.initialised(Llama.plan(shape, shape.width() * 8 / 3, 1, 2, Optional.of(0)), Seeds.of(1), ScalarType.Float,
                Machine.fastestCompute());
             TrainingLoop<TokenBatch> loop = new TrainingLoop<>(new CausalScorer(model), model.parameters(), settings, PAIRS * (warm + steps),
                 i -> pair(Seeds.of(3).at(i).random(), shape), Seeds.of(2))) {
            SplittableRandom random = new SplittableRandom(4);
            train(loop, warm, scratch);
            double before = resident();
            long aliveBefore = Scope.alive();
            for (int done = 0; done < steps; done += CHECKPOINT_EVERY) {
                train(loop, warm + Math.min(steps, done + CHECKPOINT_EVERY), scratch);
                curve.add(resident() - before);
            }
            trained = resident() - before;
            alive = Scope.alive() - aliveBefore;
            for (int i = 0; i < Math.max(3, rounds / 10); i++) {
                generate(model, shape, random);
            }
            double beforeGeneration = resident();
            long aliveBeforeGeneration = Scope.alive();
            for (int i = 0; i < rounds; i++) {
                generate(model, shape, random);
            }
            generated = resident() - beforeGeneration;
            alive = Math.max(alive, Scope.alive() - aliveBeforeGeneration);
        }
        ObjectNode figures = CampaignResults.figures("preference steps of 4 pairs with 120 distinct lengths and a checkpoint every 100, then rounds of generation; growth"
                + " of resident memory in MB, and of the number of native objects").put("size", args[0]).put("steps", steps).put("rounds_of_generation", rounds)
            .put("grown_while_training_mb", Math.round(trained * 10) / 10.0).put("grown_while_generating_mb", Math.round(generated * 10) / 10.0)
            .put("native_objects_grown", alive).put("resident_mb", Math.round(resident()));
        curve.forEach(figures.putArray("grown_after_each_100_steps_mb")::add);
        CampaignResults.write("leak", figures);
        System.out.println(figures);
        System.out.flush();
        Runtime.getRuntime().halt(trained < ALLOWED_MEGABYTES && generated < ALLOWED_MEGABYTES && alive <= 0 ? 0 : 1);
    }

    /** Trains up to so many updates and leaves a checkpoint. */
    private static void train(TrainingLoop<TokenBatch> loop, int until, Path scratch) throws java.io.IOException {
        loop.run(Objective.dpo(0.1), "train", Map.of(), Listener.none(), () -> loop.steps() >= until);
        loop.save(Files.createDirectories(scratch.resolve("checkpoint")));
    }

    private static Example<TokenBatch> pair(SplittableRandom random, CausalModel.Shape shape) {
        return new Example<>(TokenBatch.of(Row.of(ids(random, 4 + random.nextInt(60), shape), ids(random, 2 + random.nextInt(120), shape),
            ids(random, 2 + random.nextInt(120), shape))), Columns.of(Column.REFERENCE, -300, -310));
    }

    private static void generate(Decoder model, CausalModel.Shape shape, SplittableRandom random) {
        List<int[]> prompts = IntStream.range(0, 4).mapToObj(p -> ids(random, 4 + random.nextInt(60), shape)).toList();
        new CausalGenerator(model, 20).generate(Prompt.of(prompts), 5, Sampling.at(1, 8 + random.nextInt(40), Set.of(2)), Seeds.of(random.nextLong()), n -> {});
    }

    private static int[] ids(SplittableRandom random, int n, CausalModel.Shape shape) {
        return IntStream.range(0, n).map(i -> 3 + random.nextInt(shape.vocabulary() - 3)).toArray();
    }

    /** Resident memory in MB, garbage collected first. */
    private static double resident() throws java.io.IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS:")).mapToDouble(
            l -> Double.parseDouble(l.replaceAll("[^0-9]", "")) / 1024).findFirst().orElseThrow();
    }
}
