package dev.plackett.judge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.Map;
import java.util.function.Function;

/** Opens judges by what users write in recipes. */
public final class Judges {

    private Judges() {}

    /**
     * Opens a judge.
     *
     * @param name     "embedded", a pair ranker's folder, or the name of a {@link JudgeProvider} on the class path
     * @param embedded gives the folder of the embedded ranker
     * @throws IllegalArgumentException naming what was looked for and what there is
     */
    public static Judge open(String name, Function<String, Path> embedded) {
        if (name.equals("embedded")) {
            return RankerJudge.open(embedded.apply(name));
        }
        Map<String, JudgeProvider> providers = new TreeMap<>();
        ServiceLoader.load(JudgeProvider.class).forEach(p -> providers.put(p.name(), p));
        if (providers.containsKey(name)) {
            return providers.get(name).create();
        }
        if (Files.isDirectory(Path.of(name))) {
            return RankerJudge.open(Path.of(name));
        }
        throw new IllegalArgumentException("no judge '" + name + "': there is no such folder, and the judges by name are " + providers.keySet()
            + " (a jar with your own is added by --plugins JAR)");
    }
}
