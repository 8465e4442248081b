package dev.plackett;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plackett.recipe.RecipeLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation tells people to type is understood. */
class DocumentationTest {

    private static final Pattern COMMAND = Pattern.compile("\\./plackett (?:run|validate) ([a-z][a-z0-9-]*)((?: --[a-z]+ [^ `|\n]+)*)");
    private static final Pattern SETTING = Pattern.compile("--set ([^ `|\n]+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void everyRecipeAndSettingExists() throws IOException {
        int commands = 0;
        for (Path page : pages()) {
            Matcher command = COMMAND.matcher(Files.readString(page));
            while (command.find()) {
                List<String> settings = new ArrayList<>();
                SETTING.matcher(command.group(2)).results().forEach(m -> settings.add(m.group(1).replaceAll("[|].*", "")));
                assertThatCode(() -> RecipeLoader.load(command.group(1), settings)).as("%s: %s", page, command.group()).doesNotThrowAnyException();
                commands++;
            }
        }
        assertThat(commands).isGreaterThan(5);
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path page : pages()) {
            LINK.matcher(Files.readString(page)).results().forEach(m ->
                assertThat(page.resolveSibling(m.group(1)).normalize()).as("link in %s", page).exists());
        }
    }

    @Test
    void everyClassAndTestOfThePaperIndexExists() throws IOException {
        Path base = Path.of(System.getProperty("plackett.basedir", "."));
        Set<String> sources;
        try (Stream<Path> files = Files.walk(base.resolve("src"))) {
            sources = files.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".java")).map(n -> n.replace(".java", "")).collect(Collectors.toSet());
        }
        String index = Files.readString(base.toAbsolutePath().getParent().resolve("docs/paper-index.md"));
        List<String> named = Pattern.compile("`(?:[a-z]+\\.)*([A-Z][A-Za-z0-9]+)(?:\\.[A-Z][A-Za-z]+)*`").matcher(index).results().map(m -> m.group(1)).toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(sources).containsAll(named);
    }

    private static List<Path> pages() throws IOException {
        Path root = Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath().getParent();
        try (Stream<Path> top = Files.list(root); Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(top, docs).filter(p -> p.toString().endsWith(".md")).sorted().toList();
        }
    }
}
