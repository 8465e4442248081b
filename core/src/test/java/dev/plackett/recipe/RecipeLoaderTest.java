package dev.plackett.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.recipe.bind.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeLoaderTest {

    @TempDir
    Path temp;

    /** Every recipe that ships can be read, and what it prints gives the same configuration. */
    @Test
    void everyEmbeddedRecipeIsWhole() throws Exception {
        assertThat(RecipeLoader.names()).contains("counting", "counting-full");
        for (String name : RecipeLoader.names()) {
            if (RecipeKinds.all().containsKey(name) && RecipeLoader.class.getResource("/recipes/" + name + ".yaml") == null) {
                continue;
            }
            Recipe<?> recipe = RecipeLoader.load(name, List.of());
            assertThat(recipe.command()).as(name).startsWith("./plackett run " + name);
            assertThat(recipe.sentence()).as(name).endsWith(".");
            Path file = Files.writeString(temp.resolve(name + ".yaml"), recipe.template());
            assertThat(RecipeLoader.load(file.toString(), List.of()).config()).isEqualTo(recipe.config());
            Files.writeString(file, recipe.yaml());
            assertThat(RecipeLoader.load(file.toString(), List.of()).yaml()).isEqualTo(recipe.yaml());
            dev.plackett.recipe.bind.Binder.of(recipe.kind().config()).docs()
                .forEach((key, doc) -> assertThat(doc).as("sentence of key " + key + " of " + recipe.kind().name()).isNotBlank());
        }
    }

    @Test
    void aRecipeExtendsAnother() {
        CountingKind.Config config = config("counting-full", List.of());
        assertThat(config.rounds()).isEqualTo(3);
        assertThat(config.seeds()).containsExactly(0L, 1L, 2L);
        assertThat(config.step()).isEqualTo(new CountingKind.Step(0.5, 0));
    }

    @Test
    void filesExtendFilesBesideThem() throws Exception {
        Files.writeString(temp.resolve("a.yaml"), "extends: counting\nsteps: 7\n");
        Files.writeString(temp.resolve("b.yaml"), "extends: ./a.yaml\nrounds: 2\n");
        CountingKind.Config config = config(temp.resolve("b.yaml").toString(), List.of("steps=8"));
        assertThat(config.rounds()).isEqualTo(2);
        assertThat(config.steps()).isEqualTo(8);
    }

    @Test
    void circlesAreFound() throws Exception {
        Files.writeString(temp.resolve("a.yaml"), "extends: ./b.yaml\n");
        Files.writeString(temp.resolve("b.yaml"), "extends: ./a.yaml\n");
        assertThatThrownBy(() -> RecipeLoader.load(temp.resolve("a.yaml").toString(), List.of())).isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining("circle");
    }

    @Test
    void overridesComeLastAndAreNamed() {
        CountingKind.Config config = config("counting", List.of("steps=5", "step.size=2", "seeds=[4, 5]", "greeting=\"a, b\"", "weights.x=1", "steps=6"));
        assertThat(config.steps()).isEqualTo(6);
        assertThat(config.step().size()).isEqualTo(2);
        assertThat(config.seeds()).containsExactly(4L, 5L);
        assertThat(config.greeting()).isEqualTo("a, b");
        assertThat(config.weights()).containsEntry("x", 1.0);
        assertThatThrownBy(() -> RecipeLoader.load("counting", List.of("stepz=1"))).hasMessage("--set stepz=1: stepz: there is no such key; did you mean 'steps'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"steps", "=5", ".a=1", "a.=1", "a..b=1", "recipe=counting", "steps=[1"})
    void oddOverridesAreRefused(String override) {
        assertThatThrownBy(() -> RecipeLoader.load("counting", List.of(override))).isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining("--set " + override);
    }

    @Test
    void unknownNamesAreMet() throws Exception {
        assertThatThrownBy(() -> RecipeLoader.load("countng", List.of())).hasMessageContaining("did you mean 'counting'?");
        assertThatThrownBy(() -> RecipeLoader.load("no/such.yaml", List.of())).hasMessageContaining("there is no file no/such.yaml");
        Path file = Files.writeString(temp.resolve("x.yaml"), "recipe: countin\n");
        assertThatThrownBy(() -> RecipeLoader.load(file.toString(), List.of())).hasMessageContaining("x.yaml:1:9: recipe: expected one of")
            .hasMessageContaining("did you mean 'counting'?");
        Files.writeString(file, "format: 2\nrecipe: counting\n");
        assertThatThrownBy(() -> RecipeLoader.load(file.toString(), List.of())).hasMessageContaining("format: expected 1, found '2'");
    }

    @Test
    void whatTheSystemRefusesPointsToTheKey() throws Exception {
        Path file = Files.writeString(temp.resolve("x.yaml"), "recipe: counting\nrounds: 1\ngreeting: \"\"\n");
        Recipe<?> recipe = RecipeLoader.load(file.toString(), List.of());
        assertThatThrownBy(recipe::validate).isInstanceOf(InvalidConfigException.class).hasMessage(file + ":3:1: greeting: must not be empty");
    }

    private static CountingKind.Config config(String name, List<String> overrides) {
        return (CountingKind.Config) RecipeLoader.load(name, overrides).config();
    }
}
