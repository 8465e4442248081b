package dev.plackett.recipe.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinderTest {

    enum Mode { PAPER, RELEASED, TOP_K }

    record Inner(@Default("0.5") @Range(min = 0, max = 1) double beta, @Default("paper") Mode mode) {}

    record Config(
        @Doc("How many.") @Range(min = 1) int count, @Default("1e6") long big, @Default("auto") @Range(min = 0) AutoNumber eta, @Default("true") boolean fast,
        @Default("\"a: b\"") String text, Optional<Integer> limit, @Doc("Inside.") Inner inner, @Default("{beta: 0.25}") Inner other,
        @Default("[0, 1]") List<Long> seeds, @Default("{}") Map<String, Double> weights, @Default("data/x.jsonl") Path data,
        @Default("[]") List<Inner> steps, Optional<Inner> extra) {

        Config {
            if (limit.isPresent() && limit.get() > count) {
                throw new IllegalArgumentException("limit " + limit.get() + " is above count " + count);
            }
        }
    }

    @Test
    void defaultsFillWhatIsNotWritten() {
        assertThat(bind("count: 3")).isEqualTo(new Config(3, 1_000_000, AutoNumber.auto(), true, "a: b", Optional.empty(), new Inner(0.5, Mode.PAPER),
            new Inner(0.25, Mode.PAPER), List.of(0L, 1L), Map.of(), Path.of("data/x.jsonl"), List.of(), Optional.empty()));
    }

    @Test
    void everyTypeIsRead() {
        Config config = bind("""
            count: 1_000
            big: -5
            eta: 1e-6
            fast: false
            text: plain words, even 8
            limit: 7
            inner: {beta: .5, mode: top_k}
            other: {mode: top-k}
            seeds: [3]
            weights: {a: 1, b: 2.5}
            data: ../there
            steps:
              - beta: 0
              - {beta: 1, mode: released}
            extra: {}
            """);
        assertThat(config).isEqualTo(new Config(1000, -5, AutoNumber.of(1e-6), false, "plain words, even 8", Optional.of(7), new Inner(0.5, Mode.TOP_K),
            new Inner(0.25, Mode.TOP_K), List.of(3L), Map.of("a", 1.0, "b", 2.5), Path.of("../there"),
            List.of(new Inner(0, Mode.PAPER), new Inner(1, Mode.RELEASED)), Optional.of(new Inner(0.5, Mode.PAPER))));
    }

    @Test
    void whatIsWrittenBackReadsTheSame() {
        Binder<Config> binder = Binder.of(Config.class);
        for (String yaml : List.of("count: 3", "count: 4\ntext: \"tab\\tquote\\\" nl\\n ü\"\neta: 3\nweights: {'1': .inf, \"x y\": 1e-300}\nlimit: 2\nsteps: [{beta: 1}]\nextra: {beta: 0.1}",
            "count: 1\ntext: \"8\"\ndata: \"true\"", "count: 1\ntext: '# no comment'\nseeds: []")) {
            Config config = bind(yaml);
            String written = YamlWriter.write(binder.unbind(config));
            assertThat(bind(written)).as(written).isEqualTo(config);
            assertThat(YamlWriter.write(binder.unbind(bind(written)))).isEqualTo(written);
        }
    }

    @Test
    void everyProblemIsNamedAtOnceWithItsPlace() {
        InvalidConfigException e = problems("""
            count: none
            inner:
              betta: 0.5
              mode: papre
            seeds: [1, two, 3]
            eta: -1
            """);
        assertThat(e.getMessage().lines()).containsExactlyInAnyOrder(
            "test.yaml:1:8: count: expected a whole number of at least 1, found 'none'",
            "test.yaml:3:3: inner.betta: there is no such key; did you mean 'beta'?",
            "test.yaml:4:9: inner.mode: expected one of paper, released, top-k, found 'papre'; did you mean 'paper'?",
            "test.yaml:5:12: seeds[1]: expected a whole number, found 'two'",
            "test.yaml:6:6: eta: expected a number of at least 0 or auto, found '-1'");
    }

    @Test
    void missingKeysAndRefusalsOfTheRecordAreProblems() {
        assertThat(problems("fast: true")).hasMessage("test.yaml:1:1: count: this key is missing; expected a whole number of at least 1");
        assertThat(problems("count: 2\nlimit: 3")).hasMessage("test.yaml:1:1: limit 3 is above count 2");
    }

    @ParameterizedTest
    @CsvSource({"1.5", "0", "99999999999", "1e400", "''", "\"'5'\"", "[1]", "0x10", "1__0", "e5", ".", "+"})
    void numbersAreChecked(String value) {
        assertThat(problems("count: " + value)).hasMessageContaining("count: expected a whole number of at least 1, found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count: 1\ncount: 2", "- 1", "just words", "a: [1", "count: *nowhere", "? [x]\n: 1", "\tcount: 1"})
    void whatIsNoMapOfKeysIsRefusedWithItsPlace(String yaml) {
        assertThatThrownBy(() -> bind(yaml)).isInstanceOf(InvalidConfigException.class).hasMessageStartingWith("test.yaml:");
    }

    @Test
    void textsThatLookLikeSomethingElseAreQuoted() {
        for (String text : List.of("true", "no", "8", "1e5", "~", "null", "", " x", "a: b", "a #b", "- x", "@x", "0x1F", ".inf", "[", "'", "*a", "&a", "!t", "2026-11-24")) {
            assertThat(YamlWriter.needsQuotes(text)).as(text).isTrue();
        }
        for (String text : List.of("hello", "top-k", "data/x.jsonl", "two words", "sppo-llama3-8b", "/abs/path", "mistralai/Mistral-7B-v0.2")) {
            assertThat(YamlWriter.needsQuotes(text)).as(text).isFalse();
        }
    }

    @Test
    void mapsMergeAndEverythingElseIsReplaced() {
        Tree.Entries base = YamlReader.document("inner: {beta: 0.1, mode: released}\nseeds: [1, 2]\ncount: 1", "base.yaml");
        Tree.Entries over = YamlReader.document("inner: {beta: 0.2}\nseeds: [3]", "over.yaml");
        Config config = Binder.of(Config.class).bind(over.over(base));
        assertThat(config.inner()).isEqualTo(new Inner(0.2, Mode.RELEASED));
        assertThat(config.seeds()).containsExactly(3L);
        assertThat(over.over(base).placeOf("inner.beta")).hasToString("over.yaml:1:9");
        assertThat(over.over(base).placeOf("inner.mode")).hasToString("base.yaml:1:20");
    }

    @Test
    void plainValuesKeepTheirKind() {
        record Plain(@Default("{}") Map<String, Object> options) {}
        Binder<Plain> binder = Binder.of(Plain.class);
        Plain found = binder.bind(YamlReader.document("options: {a: 0.5, b: true, c: word, d: \"1\", e: 1e-3, f: .5, g: 1.2.3, h: [1, word, [true]]}", "x.yaml"));
        assertThat(found.options()).containsEntry("a", 0.5).containsEntry("b", true).containsEntry("c", "word").containsEntry("d", "1")
            .containsEntry("e", 1e-3).containsEntry("f", 0.5).containsEntry("g", "1.2.3")
            .containsEntry("h", List.of(1.0, "word", List.of(true)));
        assertThat(binder.bind(YamlReader.document(YamlWriter.write(binder.unbind(found)), "y.yaml"))).isEqualTo(found);
    }

    @Test
    void aTypeThatCannotBeBoundIsNamed() {
        record Odd(Runnable thing) {}
        assertThatThrownBy(() -> Binder.of(Odd.class)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Odd.thing");
    }

    private static Config bind(String yaml) {
        return Binder.of(Config.class).bind(YamlReader.document(yaml, "test.yaml"));
    }

    private static InvalidConfigException problems(String yaml) {
        return catchThrowableOfType(InvalidConfigException.class, () -> bind(yaml));
    }
}
