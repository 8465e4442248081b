package dev.plackett.cli;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Blas;
import dev.plackett.tensor.Machine;
import dev.plackett.tensor.Natives;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import picocli.CommandLine.Command;

/** {@code plackett doctor}. */
@Command(name = "doctor", description = "Show versions, native libraries, BLAS, threads and speed, and train a tiny model in seconds.")
final class DoctorCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Natives.load();
        line("java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " "
            + System.getProperty("os.arch"));
        line("libtorch", version() + ", loaded in " + seconds(start) + ", CPU capability " + torch.get_cpu_capability().getString());
        line("blas", Blas.live().toString());
        line("threads", torch.get_num_threads() + " of " + Runtime.getRuntime().availableProcessors() + " processors");
        Natives.environment().forEach((name, value) -> line(name, value.isEmpty() ? "not set" : value));
        line("float32", rate(ScalarType.Float));
        line("bfloat16", rate(ScalarType.BFloat16));
        line("training computes in", Machine.fastestCompute() == ScalarType.BFloat16 ? "bfloat16 over float32 weights" : "float32");
        return selfTest() ? 0 : 1;
    }

    /** Trains sequences that repeat one pattern; a sound engine learns it at once. */
    private static boolean selfTest() {
        long start = System.nanoTime();
        DecoderPlan config = Llama.plan(new CausalModel.Shape(64, 32, 2, 4, 2, 8, 64), 64, 1, 2, Optional.of(0));
        SplittableRandom random = new SplittableRandom(1);
        List<Example<TokenBatch>> examples = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int a = 3 + random.nextInt(60);
            examples.add(new Example<>(TokenBatch.of(Row.of(new int[] {1, a}, new int[] {a, a, a, a, 2})), Columns.none()));
        }
        double[] loss = {0, 0};
        Listener listener = e -> {
            if (e instanceof Event.Metrics m) {
                loss[0] = loss[0] == 0 ? m.values().get("loss") : loss[0];
                loss[1] = m.values().get("loss");
            }
        };
        Settings settings = new Settings(3e-3, 16, 25, 25, Schedule.Shape.CONSTANT, 0, Settings.Rule.ADAMW, 0, 1, 4000);
        long before = Scope.alive();
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(config, Seeds.of(1), ScalarType.Float, ScalarType.Float);
             TrainingLoop<TokenBatch> loop = TrainingLoop.over(examples, new CausalScorer(model), model.parameters(), settings, Seeds.of(1))) {
            loop.run(Objective.sft(), "self-test", Map.of(), listener, () -> false);
        }
        boolean learnt = loss[1] < loss[0] / 4;
        boolean clean = Scope.alive() == before;
        line("self-test", String.format(Locale.ROOT, "100 training steps in %s, loss %.3f to %.3f: %s; native objects left over: %d", seconds(start), loss[0], loss[1],
            learnt ? "learns" : "DOES NOT LEARN", Scope.alive() - before));
        return learnt && clean;
    }

    /** libtorch's version, from its build description. */
    private static String version() {
        java.util.regex.Matcher found = java.util.regex.Pattern.compile("TORCH_VERSION=([^,]+)").matcher(torch.show_config().getString());
        return found.find() ? found.group(1) : "of unknown version";
    }

    private static String rate(ScalarType dtype) {
        return String.format(Locale.ROOT, "%.0f GFLOP/s", Machine.gemmRate(dtype, 1024, 10));
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) * 1e-9);
    }

    private static void line(String name, String value) {
        System.out.printf("%-34s %s%n", name, value);
    }
}
