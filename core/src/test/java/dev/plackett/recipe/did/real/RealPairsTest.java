package dev.plackett.recipe.did.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.report.MetricTable;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** R10 on a handful of prompts. */
class RealPairsTest {

    @TempDir
    Path temp;

    @Test
    void measuresEveryMethodAndDecidesNothingByOneSeed() throws Exception {
        ObjectNode summary = run("run", StopSignal.none());
        MetricTable rows = MetricTable.read(temp.resolve("run/metrics.jsonl")).series(RealPairs.SERIES);
        assertThat(rows.rows()).hasSize(1 + 4 * 2);
        MetricTable reference = rows.where("method", "reference");
        assertThat(reference.last("win")).as("the reference against its own samples").isCloseTo(0.5, within(1e-6));
        assertThat(reference.last("kl")).isCloseTo(0, within(1e-4));
        assertThat(reference.last("held_out/chosen")).isCloseTo(0, within(1e-3));
        assertThat(reference.having("slope").rows()).as("nothing to fit").isEmpty();
        assertThat(reference.last("k_set_share")).isBetween(0.8, 1.0);
        for (RealMethod method : RealMethod.values()) {
            MetricTable mine = rows.where("method", method.title());
            assertThat(mine.last("kl")).as(method.title()).isNotZero();
            assertThat(mine.last("train/chosen")).as("the training pairs' margin of " + method.title()).isGreaterThan(mine.last("train/rejected"));
            assertThat(mine.having("slope").rows()).isNotEmpty();
        }
        assertThat(rows.where("method", "DPO + NLL").last("train/chosen")).as("its likelihood is part of the loss").isPositive();
        List<JsonNode> claims = summary.path("claims").valueStream().toList();
        assertThat(claims).hasSize(4).allSatisfy(claim -> {
            assertThat(claim.path("claim").asString()).startsWith("R10: indication (1 of 3 seeds)");
            assertThat(claim.path("holds").isNull()).isTrue();
            assertThat(claim.path("value").asDouble()).isBetween(-1.0, 1.0);
        });
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("Real pairs", "H_snis(3, policy)", "one seed says next to nothing").doesNotContain("NaN");
    }

    @Test
    void stoppedItGoesOnToTheSameBytes() throws Exception {
        run("whole", StopSignal.none());
        AtomicInteger asked = new AtomicInteger();
        run("counted", () -> {
            asked.incrementAndGet();
            return false;
        });
        for (int at : new int[] {asked.get() / 3, 3 * asked.get() / 4}) {
            AtomicInteger left = new AtomicInteger(at);
            assertThatThrownBy(() -> run("stopped-" + at, () -> left.decrementAndGet() < 0)).isInstanceOf(StoppedException.class);
            run("stopped-" + at, StopSignal.none());
            assertThat(Files.readString(temp.resolve("stopped-" + at + "/metrics.jsonl"))).as("stopped at question %d of %d", at, asked.get())
                .isEqualTo(Files.readString(temp.resolve("whole/metrics.jsonl")));
        }
    }

    /** The right definition stands first, its siblings are other definitions of words that no model saw. */
    @Test
    void questionsAreOfWordsThatNoModelSaw() {
        Set<String> unseen = WordNet.load().of(Synset.Split.T).stream().map(Synset::answer).collect(Collectors.toSet());
        try (Tokenizer tokenizer = Tokenizer.open(ModelFolder.open(ModelFolder.EMBEDDED, temp).path())) {
            Words words = Words.of(new RealConfig(1, 6, 3, 1, 4, 1e-4, 0.1, 10, 0.02, 2, 4, 3, 200), tokenizer, Seeds.of(0));
            assertThat(words.questions()).hasSize(200);
            for (Row question : words.questions()) {
                List<String> answers = question.branches().stream().map(Branch::ids).map(ids -> tokenizer.decode(Arrays.copyOf(ids, ids.length - 1))).toList();
                assertThat(answers).hasSize(4).doesNotHaveDuplicates().allSatisfy(a -> assertThat(unseen).contains(a));
            }
            double[] logps = new double[800];
            Arrays.setAll(logps, i -> (i % 4 == 0 ? -1 : -2) * words.questions().get(i / 4).branches().get(i % 4).scoredLength());
            assertThat(words.answered(logps)[0]).containsOnly(1);
            assertThat(words.answered(logps)[1]).containsOnly(-1);
            logps[3] = 0;
            assertThat(words.answered(logps)[0][0]).isZero();
        }
    }

    private ObjectNode run(String name, StopSignal stop) throws Exception {
        List<String> overrides = new ArrayList<>(List.of("experiments=[R10]", "real.prompts=12", "real.answers=3", "real.epochs=2", "real.batch_size=4",
            "real.checkpoints=2", "real.evaluation_prompts=4", "real.samples=3", "real.questions=10", "real.learning_rate=3e-4"));
        return RecipeRun.run(RecipeLoader.load("did", overrides), temp.resolve(name), false, "test", Map.of(), Listener.none(), stop);
    }
}
