package dev.plackett.recipe;

import dev.plackett.judge.Judge;
import dev.plackett.judge.JudgeProvider;
import dev.plackett.judge.RankerJudge;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** {@code embedded}: a pair ranker of word definitions that ships inside the jar. */
public final class EmbeddedJudge implements JudgeProvider {

    /** The two rankers: the first judges while training, the second was trained on other words and is held out. */
    private enum Ranker { FIRST, SECOND }

    private static final Option<Ranker> RANKER = Option.choice("ranker", Ranker.FIRST, "which of the two; the second is held out in training");

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(RANKER);
    }

    @Override
    public Judge create(Options options) {
        try {
            Path folder = Files.createTempDirectory("plackett-ranker");
            try {
                return RankerJudge.open(EmbeddedModels.unpack(options.get(RANKER) == Ranker.FIRST ? "ranker-1" : "ranker-2", folder));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded ranker cannot be unpacked", e);
        }
    }

    /** What was read is in memory. */
    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
