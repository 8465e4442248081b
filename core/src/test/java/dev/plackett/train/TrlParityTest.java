package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Grain;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.WeightFiles;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.objective.Carry;
import dev.plackett.objective.ChosenOnly;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** TRL's own losses, gradient norms and optimiser steps on one batch of pairs. */
class TrlParityTest {

    private final Path folder = Fixtures.path("dpo");
    private final JsonNode golden = Json.object(folder.resolve("golden.json"));

    /** Where a setting means something else here, what it is called here instead. */
    private static final Map<String, Map<String, Object>> OURS = Map.of("ipo", Map.of("form", "token_mean"));
    /** TRL takes this setting and computes the loss without it. */
    private static final String IGNORED = "sigmoid,label_smoothing=0.1";

    static Stream<String> settings() {
        return Json.object(Fixtures.path("dpo/golden.json")).get("losses").propertyNames().stream();
    }

    /** Every setting by TRL's own names, through the door that recipes use and through the engine. */
    @ParameterizedTest
    @MethodSource("settings")
    void lossAndGradientNormEqualTrls(String setting) {
        Objective objective = objective(setting);
        JsonNode expected = golden.get("losses").get(setting);
        double loss = setting.equals(IGNORED) ? 0.7253373 : expected.get("loss").doubleValue();
        try (Scope scope = Scope.open(); Decoder policy = Decoder.trainable(folder.resolve("policy"), ScalarType.Float, ScalarType.Float)) {
            StepReport report = new Engine<>(new CausalScorer(policy), policy.parameters(), 4096, Exchange.alone())
                .gradient(pairs(objective.needs().grain()), objective, Carry.empty());
            double norm = GradientNorm.of(policy.parameters().gradient());
            assertThat(report.value()).isCloseTo(loss, within(1e-5 * loss));
            if (setting.equals(IGNORED)) {
                assertThat(expected.get("loss")).isEqualTo(golden.get("losses").get("sigmoid").get("loss"));
                assertThat(norm).isNotCloseTo(expected.get("grad_norm").doubleValue(), within(1e-2));
            } else {
                assertThat(norm).isCloseTo(expected.get("grad_norm").doubleValue(), within(1e-4 * norm));
            }
        }
    }

    @Test
    void thereAreTwentySettings() {
        assertThat(settings()).hasSize(20);
    }

    /** {@code name,key=value,…} as TRL's options. */
    private static Objective objective(String setting) {
        String[] parts = setting.split(",");
        Map<String, Object> options = new HashMap<>(OURS.getOrDefault(parts[0], Map.of()));
        if (!parts[0].equals("sft")) {
            options.put("beta", 0.1);
        }
        for (String part : List.of(parts).subList(1, parts.length)) {
            String[] pair = part.split("=");
            options.put(pair[0], pair[1].equals("True") ? (Object) true : pair[1].matches("[0-9.]+") ? (Object) Double.valueOf(pair[1]) : pair[1]);
        }
        return ChosenOnly.onPairs(Objective.named(parts[0], options));
    }

    /** Label smoothing with the sigmoid loss changes nothing in TRL 1.13; here it does what its formula says. */
    @Test
    void labelSmoothingWorks() {
        try (Scope scope = Scope.open(); Decoder policy = Decoder.trainable(folder.resolve("policy"), ScalarType.Float, ScalarType.Float)) {
            double plain = new Engine<>(new CausalScorer(policy), policy.parameters(), 4096, Exchange.alone())
                .gradient(pairs(Grain.SEQUENCE), Objective.dpo(0.1, 0), Carry.empty()).value();
            double smooth = new Engine<>(new CausalScorer(policy), policy.parameters(), 4096, Exchange.alone())
                .gradient(pairs(Grain.SEQUENCE), Objective.dpo(0.1, 0.1), Carry.empty()).value();
            double margin = golden.get("five_steps").get("log").get(0).get("rewards/margins").doubleValue();
            assertThat(smooth).isCloseTo(plain + 0.1 * margin, within(1e-5));
        }
    }

    @Test
    void fiveStepsEndAtTrlsWeights() {
        try (Scope scope = Scope.open(); Decoder policy = Decoder.trainable(folder.resolve("policy"), ScalarType.Float, ScalarType.Float);
             Optimizer optimizer = Optimizer.adamW(policy.parameters(), 0.9, 0.999, 1e-8, 0.01);
             WeightFiles expected = WeightFiles.open(folder.resolve("policy-after-5-steps"))) {
            Trainer<TokenBatch> trainer = new Trainer<>(new Engine<>(new CausalScorer(policy), policy.parameters(), 4096, Exchange.alone()),
                policy.parameters(), optimizer, step -> 1e-3, 1.0);
            List<Example<TokenBatch>> pairs = pairs(Grain.SEQUENCE);
            for (JsonNode step : golden.get("five_steps").get("log")) {
                Map<String, Double> metrics = trainer.step(pairs, Objective.dpo(0.1, 0));
                for (String name : List.of("loss", "grad_norm", "rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies",
                        "logps/chosen", "logps/rejected")) {
                    double want = step.get(name).doubleValue();
                    assertThat(metrics.get(name)).as("%s at step %s", name, step.get("step")).isCloseTo(want, within(1e-3 * Math.max(0.1, Math.abs(want))));
                }
            }
            long total = 0;
            long close = 0;
            double worst = 0;
            for (String name : policy.parameters().names()) {
                double[] got = Tensors.toDoubles(policy.parameters().master(name));
                double[] want = Tensors.toDoubles(expected.read(name));
                for (int i = 0; i < got.length; i++) {
                    double error = Math.abs(got[i] - want[i]);
                    worst = Math.max(worst, error);
                    close += error <= 1e-5 ? 1 : 0;
                    total++;
                }
            }
            assertThat((double) close / total).isGreaterThanOrEqualTo(0.999);
            assertThat(worst).isLessThanOrEqualTo(1e-2);
        }
    }

    /** TRL's collated batch: the first half chosen, the second rejected; pairs share their prompt here. */
    private List<Example<TokenBatch>> pairs(Grain grain) {
        try (SafetensorsFile batch = SafetensorsFile.open(folder.resolve("batch.safetensors"));
             Decoder reference = Decoder.frozen(folder.resolve("reference"), ScalarType.Float)) {
            int width = (int) batch.entries().get("input_ids").shape()[1];
            int n = (int) batch.entries().get("input_ids").shape()[0] / 2;
            long[] ids = Tensors.toLongs(batch.read("input_ids"));
            long[] attention = Tensors.toLongs(batch.read("attention_mask"));
            long[] completion = Tensors.toLongs(batch.read("completion_mask"));
            List<Example<TokenBatch>> out = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int[][] parts = new int[2][];
                int[] prompt = null;
                for (int side = 0; side < 2; side++) {
                    int at = (i + side * n) * width;
                    int length = (int) Arrays.stream(attention, at, at + width).sum();
                    int first = 0;
                    while (completion[at + first] == 0) {
                        first++;
                    }
                    prompt = Arrays.stream(ids, at, at + first).mapToInt(Math::toIntExact).toArray();
                    parts[side] = Arrays.stream(ids, at + first, at + length).mapToInt(Math::toIntExact).toArray();
                }
                out.add(new Example<>(TokenBatch.of(Row.of(prompt, parts)), Columns.none()));
            }
            return References.attach(out, new CausalScorer(reference), new Want(grain, Set.of()), 4096);
        }
    }
}
