package dev.plackett.judge;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Opens judges by what users write in recipes. */
public final class Judges {

    private Judges() {}

    /**
     * Opens a judge.
     *
     * @param name     "embedded", a pair ranker's folder, or the name of a {@link JudgeProvider} (users' own come with --plugins JAR)
     * @param embedded gives the folder of the embedded ranker
     * @throws IllegalArgumentException naming what was looked for and what there is
     */
    public static Judge open(String name, Function<String, Path> embedded) {
        if (name.equals("embedded")) {
            return RankerJudge.open(embedded.apply(name));
        }
        return Judge.open(name, Map.of());
    }
}
