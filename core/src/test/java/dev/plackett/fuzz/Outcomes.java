package dev.plackett.fuzz;

import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What became of a campaign's files, counted by what was done to them and by the refusal's words. */
final class Outcomes {

    private static final int MOST_WORDINGS = 60;

    private final String target;
    private final long seed;
    private final Map<String, long[]> byMutation = new TreeMap<>();
    private final Map<String, Long> byRefusal = new TreeMap<>();
    private long files;
    private long loaded;
    private long slowest;

    Outcomes(String target, long seed) {
        this.target = target;
        this.seed = seed;
    }

    /** The counts that {@link #write} left, to go on from; of refusals it keeps the most frequent only. */
    static Outcomes read(Path folder, String target, long seed) {
        ObjectNode json = Json.object(folder.resolve(target + ".json"));
        if (!json.path("target").asString().equals(target) || json.path("seed").asLong() != seed) {
            throw new IllegalArgumentException(folder + " holds counts of target " + json.path("target") + ", seed " + json.path("seed"));
        }
        Outcomes out = new Outcomes(target, seed);
        out.files = json.path("files").asLong();
        out.loaded = json.path("loaded").asLong();
        out.slowest = json.path("slowest_ms").asLong() * 1_000_000;
        json.path("by_mutation").properties().forEach(e -> out.byMutation.put(e.getKey(), new long[] {e.getValue().path("files").asLong(),
            e.getValue().path("loaded").asLong()}));
        json.path("by_refusal").properties().forEach(e -> out.byRefusal.put(e.getKey(), e.getValue().asLong()));
        return out;
    }

    /** Counts a file; {@code refusal} is empty when it loaded. */
    void add(String mutation, String refusal, long nanos) {
        long[] counts = byMutation.computeIfAbsent(mutation, m -> new long[2]);
        counts[0]++;
        counts[1] += refusal.isEmpty() ? 1 : 0;
        files++;
        loaded += refusal.isEmpty() ? 1 : 0;
        slowest = Math.max(slowest, nanos);
        if (!refusal.isEmpty()) {
            byRefusal.merge(wording(refusal), 1L, Long::sum);
        }
    }

    long files() {
        return files;
    }

    double loadedShare() {
        return (double) loaded / files;
    }

    /** A message without what is particular to its file: quoted words, numbers, lists. */
    private static String wording(String message) {
        String general = message.replaceAll("(?s)'[^']*'", "'…'").replaceAll("(?s)\"[^\"]*\"", "\"…\"").replaceAll("(?s)\\[.*\\]", "[…]")
            .replaceAll("0x[0-9a-f]+", "0x…").replaceAll("-?\\d+", "N").replaceAll("(?s)found .*", "found …").replaceAll("\\s+", " ");
        return general.length() > 110 ? general.substring(0, 110) + "…" : general;
    }

    /** Writes {@code NAME.json} and {@code NAME.md}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectNode json = Json.object().put("target", target).put("seed", seed).put("files", files).put("loaded", loaded).put("refused", files - loaded)
            .put("crashes", 0).put("hangs", 0).put("slowest_ms", slowest / 1_000_000);
        ObjectNode mutations = json.putObject("by_mutation");
        byMutation.forEach((name, n) -> mutations.putObject(name).put("files", n[0]).put("loaded", n[1]));
        ObjectNode refusals = json.putObject("by_refusal");
        byRefusal.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(MOST_WORDINGS)
            .forEach(e -> refusals.put(e.getKey(), e.getValue()));
        Files.writeString(folder.resolve(target + ".json"), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "# %s: %,d files, seed %d%n%nLoaded %,d (%.1f %%), refused %,d with file and reason. "
            + "No crash, no hang, no other exception; the slowest took %d ms.%n%n| mutation | files | loaded |%n| --- | ---: | ---: |%n",
            target, files, seed, loaded, 100 * loadedShare(), files - loaded, slowest / 1_000_000));
        byMutation.forEach((name, n) -> text.append(String.format(Locale.ROOT, "| %s | %,d | %,d |%n", name, n[0], n[1])));
        text.append(String.format("%n| refusal | files |%n| --- | ---: |%n"));
        refusals.properties().forEach(e -> text.append("| ").append(e.getKey().replace("|", "\\|").replace("<", "&lt;")).append(" | ").append(e.getValue())
            .append(" |\n"));
        Files.writeString(folder.resolve(target + ".md"), text.toString());
    }
}
