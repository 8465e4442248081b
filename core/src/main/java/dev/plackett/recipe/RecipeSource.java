package dev.plackett.recipe;

import dev.plackett.io.Nearest;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.recipe.bind.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A recipe as text, embedded ({@code /recipes/NAME.yaml} on the class path, plug-ins included) or from a file. Its header comment holds the command
 * that runs it and a sentence.
 *
 * @param name   the embedded name, or the file's name without ending
 * @param origin what messages call it
 * @param yaml   the text
 * @param folder where its {@code extends: other.yaml} is looked for; null when embedded
 */
record RecipeSource(String name, String origin, String yaml, Path folder) {

    private static final String ROOT = "recipes";
    private static final String ENDING = ".yaml";

    /**
     * Finds a recipe: a file when the name has an ending or a separator, else an embedded one.
     *
     * @param folder where relative files are looked for, null for the current directory
     * @param place  what asks for it
     */
    static RecipeSource find(String nameOrFile, Path folder, Place place) {
        boolean file = nameOrFile.endsWith(ENDING) || nameOrFile.endsWith(".yml") || nameOrFile.contains("/") || nameOrFile.contains("\\");
        return file ? file(folder == null ? Path.of(nameOrFile) : folder.resolve(nameOrFile).normalize(), place) : embedded(nameOrFile, place);
    }

    private static RecipeSource file(Path file, Place place) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidConfigException(place, "", "there is no file " + file);
        }
        try {
            String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
            return new RecipeSource(name, file.toString(), Files.readString(file), file.toAbsolutePath().normalize().getParent());
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new InvalidConfigException(place, "", file + " is not UTF-8 text");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static RecipeSource embedded(String name, Place place) {
        try (InputStream in = loader().getResourceAsStream(ROOT + "/" + name + ENDING)) {
            if (in != null) {
                return new RecipeSource(name, name + ENDING, new String(in.readAllBytes(), StandardCharsets.UTF_8), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the recipe " + name + " cannot be read", e);
        }
        RecipeKind<?> kind = RecipeKinds.all().get(name);
        if (kind != null) {
            return new RecipeSource(name, "recipe " + name, "# ./plackett run " + name + "\n# " + kind.purpose() + "\nrecipe: " + name + "\n", null);
        }
        Set<String> names = names();
        throw new InvalidConfigException(place, name, "there is no such recipe" + (Files.exists(Path.of(name)) ? " (a file's name must end in .yaml)" : "")
            + Nearest.suggestion(name, names));
    }

    /** The names of all embedded recipes, and of the systems that have none of their own name. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(RecipeKinds.all().keySet());
        try {
            for (URL url : Collections.list(loader().getResources(ROOT))) {
                files(url).stream().filter(f -> f.endsWith(ENDING)).map(f -> f.substring(0, f.length() - ENDING.length())).forEach(names::add);
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the embedded recipes cannot be listed", e);
        }
        return names;
    }

    private static List<String> files(URL url) throws IOException, URISyntaxException {
        if (url.getProtocol().equals("file")) {
            try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
                return files.map(f -> f.getFileName().toString()).toList();
            }
        }
        List<String> files = new ArrayList<>();
        ((JarURLConnection) url.openConnection()).getJarFile().stream().map(java.util.zip.ZipEntry::getName)
            .filter(n -> n.startsWith(ROOT + "/") && n.indexOf('/', ROOT.length() + 1) < 0).forEach(n -> files.add(n.substring(ROOT.length() + 1)));
        return files;
    }

    /** The same for the same recipe, however it was asked for. */
    String identity() {
        return folder == null ? origin : folder.resolve(Path.of(origin).getFileName()).toString();
    }

    /** The lines of the header comment, without {@code #}. */
    List<String> header() {
        return yaml.lines().takeWhile(line -> line.startsWith("#")).map(line -> line.replaceFirst("^#+\\s*", "").strip()).filter(line -> !line.isEmpty()).toList();
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? RecipeSource.class.getClassLoader() : context;
    }
}
