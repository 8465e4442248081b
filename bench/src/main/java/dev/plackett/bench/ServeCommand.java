package dev.plackett.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch.ScalarType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The step servers' commands. */
final class ServeCommand {

    private ServeCommand() {}

    /** What a workload computes in. */
    enum Precision {
        FLOAT32(ScalarType.Float),
        BFLOAT16(ScalarType.BFloat16);

        private final ScalarType dtype;

        Precision(ScalarType dtype) {
            this.dtype = dtype;
        }
    }

    /** Options of every server. */
    static final class Threads {

        @Option(names = "--threads", description = "Threads of libtorch; the processors there are, unless given.")
        private Integer threads;

        private int serve(Supplier<Workload> workload) {
            if (threads != null) {
                System.setProperty("plackett.threads", threads.toString());
            }
            try (Workload opened = workload.get()) {
                StepServer.serve(opened, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)), System.out);
            }
            return 0;
        }
    }

    /** Options of every server of a language model. */
    static final class Setting {

        @Parameters(paramLabel = "DIR", description = "Hugging Face folder of a Llama, with the pairs.jsonl that is stepped through.")
        private Path folder;

        @Option(names = "--dtype", defaultValue = "float32", description = "${COMPLETION-CANDIDATES}; training keeps float32 weights in both.")
        private Precision precision;

        @Mixin
        private Threads threads;

        private int serve(Supplier<Workload> workload) {
            return threads.serve(workload);
        }
    }

    /** {@code plackett-bench plain}. */
    @Command(name = "plain", description = "Cross-entropy: forward, backward and AdamW.")
    static final class Plain implements Callable<Integer> {

        @Mixin
        private Setting setting;

        @Option(names = "--batch", defaultValue = "8", description = "Sequences of a step.")
        private int batch;

        @Option(names = "--len", defaultValue = "256", description = "Tokens of a sequence.")
        private int length;

        @Option(names = "--micro-batch-tokens", defaultValue = "768", description = "Tokens of graph alive at a time.")
        private long budget;

        @Override
        public Integer call() {
            return setting.serve(() -> TrainingStep.plain(setting.folder, setting.precision.dtype, batch, length, budget));
        }
    }

    /** {@code plackett-bench preference}. */
    @Command(name = "preference", description = "One DPO step, the reference's log-likelihoods computed beforehand.")
    static final class Preference implements Callable<Integer> {

        @Mixin
        private Setting setting;

        @Option(names = "--batch", defaultValue = "8", description = "Pairs of a step.")
        private int batch;

        @Option(names = "--micro-batch-tokens", defaultValue = "768", description = "Tokens of graph alive at a time.")
        private long budget;

        @Override
        public Integer call() {
            return setting.serve(() -> TrainingStep.preference(setting.folder, setting.precision.dtype, batch, budget));
        }
    }

    /** {@code plackett-bench generate}. */
    @Command(name = "generate", description = "K samples for each of several prompts.")
    static final class Generate implements Callable<Integer> {

        @Mixin
        private Setting setting;

        @Option(names = "--prompts", defaultValue = "8", description = "Prompts of a step.")
        private int prompts;

        @Option(names = "--samples", defaultValue = "5", description = "Continuations per prompt.")
        private int samples;

        @Option(names = "--new", defaultValue = "64", description = "New tokens per continuation.")
        private int length;

        @Override
        public Integer call() {
            return setting.serve(() -> SampleGeneration.of(setting.folder, setting.precision.dtype, prompts, samples, length));
        }
    }

    /** {@code plackett-bench energy}. */
    @Command(name = "energy", description = "Updates of an unnormalised model by MECO, with fresh noise: forward, backward, clipping and AdamW.")
    static final class EnergyModel implements Callable<Integer> {

        @Mixin
        private Threads threads;

        @Option(names = "--dimension", defaultValue = "2", description = "Numbers of a point.")
        private int dimension;

        @Option(names = "--waves", description = "Whether the network sees waves of the coordinates, as on the plane.")
        private boolean waves;

        @Option(names = "--widths", split = ",", defaultValue = "64,64", description = "Hidden layers.")
        private Integer[] widths;

        @Option(names = "--bound", defaultValue = "0", description = "Of the network's values; 0 for none.")
        private double bound;

        @Option(names = "--full", description = "Whether the noise has a full covariance.")
        private boolean full;

        @Option(names = "--batch", defaultValue = "256", description = "Data, and noise, per update.")
        private int batch;

        @Option(names = "--updates", defaultValue = "1", description = "Updates of a step: small ones are too short to time alone.")
        private int updates;

        @Override
        public Integer call() {
            return threads.serve(() -> EnergyStep.of(EnergyStep.plan(dimension, waves, bound, widths), EnergyStep.noise(dimension, full), batch, updates));
        }
    }
}
