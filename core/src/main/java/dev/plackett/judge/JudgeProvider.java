package dev.plackett.judge;

import dev.plackett.io.Nearest;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Makes a judge by name. The ones that ship and users' own are found by {@link ServiceLoader} in the same way: a judge in a jar of one's own needs
 * its class, a provider and a line in {@code META-INF/services/dev.plackett.judge.JudgeProvider}.
 */
public interface JudgeProvider {

    /** The name that recipes, {@code --set judge=NAME} and {@code plackett judge --judge NAME} use. */
    String name();

    /** What can be set, with defaults. */
    default List<Option<?>> options() {
        return List.of();
    }

    /** A judge ready to judge; the caller closes it. */
    Judge create(Options options);

    /**
     * A judge with options by key.
     *
     * @throws IllegalArgumentException naming a key that is unknown or a value that is out of range
     */
    default Judge create(Map<String, ?> given) {
        return create(Options.of(name(), options(), given));
    }

    /** All providers that the current thread's class loader sees. */
    static List<JudgeProvider> all() {
        return ServiceLoader.load(JudgeProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /**
     * The provider of that name.
     *
     * @throws IllegalArgumentException naming the nearest known one
     */
    static JudgeProvider named(String name) {
        List<JudgeProvider> all = all();
        return all.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
            "no judge '" + name + "': " + (Files.exists(Path.of(name)) ? "that is a file, not a pair ranker's folder" : "there is no such folder") + ", nor a judge of that name" + Nearest.suggestion(name, all.stream().map(JudgeProvider::name).toList())
                + "; --plugins JAR adds your own"));
    }
}
