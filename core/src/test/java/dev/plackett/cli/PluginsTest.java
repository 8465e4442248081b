package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.recipe.TinyModel;
import dev.plackett.report.MetricTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss, a judge and a recipe in a jar that knows nothing of this build: the sources of examples/own-loss, compiled here, and a file of settings. */
class PluginsTest {

    @TempDir
    Path temp;
    private Path jar;
    private Path model;
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void packTheJar() throws IOException {
        Path example = Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath().getParent().resolve("examples/own-loss/src/main");
        Path classes = Files.createDirectories(temp.resolve("classes"));
        String[] sources = files(example.resolve("java")).stream().map(Path::toString).toArray(String[]::new);
        String[] options = {"-d", classes.toString(), "-classpath", System.getProperty("java.class.path"), "--release", "17"};
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, Stream.of(options, sources).flatMap(Stream::of).toArray(String[]::new)))
            .isZero();
        jar = temp.resolve("own.jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(file)) {
            add(zip, classes);
            add(zip, example.resolve("resources"));
            // Build tools write folders too, and recipes are listed by them.
            zip.putNextEntry(new JarEntry("recipes/"));
            zip.putNextEntry(new JarEntry("recipes/mine.yaml"));
            zip.write("# ./plackett run mine --plugins own.jar\n# My loss.\nrecipe: preference\nobjective: bounded\ndata: pairs.jsonl\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        model = TinyModel.write(temp.resolve("model"));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** The class loader of plug-ins belongs to the thread, which the next test has too. */
    @AfterEach
    void release() {
        System.setOut(oldOut);
        System.setErr(oldErr);
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void aLossAndAJudgeOfAJarPlay() throws IOException {
        Path prompts = temp.resolve("prompts.txt");
        Files.write(prompts, IntStream.range(0, 40).mapToObj(i -> "say " + i).toList());
        run("run", "sppo", "--plugins", jar.toString(), "--set", "judge=concise", "--set", "judge_options={words: 1}", "--set", "model=" + model,
            "--set", "prompts=" + prompts, "--set", "arms=[{name: mine, method: bounded, options: {beta: 1}}]", "--set", "rounds=1", "--set", "samples=3",
            "--set", "prompts_per_round=12", "--set", "evaluation_prompts=8", "--set", "fresh_prompts=8", "--set", "sampling.max_new_tokens=8",
            "--out", temp.resolve("play").toString());
        MetricTable rows = MetricTable.read(temp.resolve("play/metrics.jsonl"));
        assertThat(Arrays.stream(rows.series("train").where("arm", "mine").column("loss")).boxed()).isNotEmpty().allSatisfy(loss ->
            assertThat(loss).isBetween(0.0, 1.0));
        assertThat(rows.series("evaluation").where("arm", "mine").rows()).hasSize(1);
    }

    @Test
    void aRecipeOfAJarTrainsOnPairs() throws IOException {
        Path pairs = temp.resolve("pairs.jsonl");
        Files.write(pairs, IntStream.range(0, 20).mapToObj(i -> "{\"prompt\": \"say " + i + "\", \"chosen\": \" a\", \"rejected\": \" b\"}").toList());
        run("run", "mine", "--plugins", jar.toString(), "--set", "model=" + model, "--set", "data=" + pairs, "--out", temp.resolve("pairs").toString());
        assertThat(MetricTable.read(temp.resolve("pairs/metrics.jsonl")).series("evaluation").column("loss")[0]).isEqualTo(0.5);
        out.reset();
        run("recipes", "--plugins", jar.toString());
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("mine +My loss\\.");
    }

    @Test
    void judgesOfAJarServeTheOtherCommandsToo() throws IOException {
        Path rows = Files.writeString(temp.resolve("answers.jsonl"), "{\"prompt\": \"q\", \"candidates\": [\"a b c d e f\", \"a\"]}\n");
        run("judge", "--plugins", jar.toString(), "--judge", "concise", "--data", rows.toString());
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"chosen\":0", "\"rejected\":1");
    }

    private void run(String... arguments) {
        int status = Main.execute(arguments);
        assertThat(status).as("%s: %s", List.of(arguments), err.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static void add(JarOutputStream zip, Path root) throws IOException {
        for (Path file : files(root)) {
            zip.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
            zip.write(Files.readAllBytes(file));
            zip.closeEntry();
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
        }
    }
}
