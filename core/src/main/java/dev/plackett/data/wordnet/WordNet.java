package dev.plackett.data.wordnet;

import dev.plackett.tensor.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * WordNet 3.0 (Princeton University; licence beside the resource): words and their definitions, the text of the embedded recipes.
 *
 * @param synsets all synsets with a gloss, in the order of the files
 */
public record WordNet(List<Synset> synsets) {

    private static final String RESOURCE = "wordnet.tsv.gz";

    public WordNet {
        synsets = List.copyOf(synsets);
    }

    /** Reads the embedded slice; about half a second. */
    public static WordNet load() {
        try (InputStream in = WordNet.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from the jar");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8));
            return new WordNet(reader.lines().map(WordNet::parse).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The synsets of a split, in order. */
    public List<Synset> of(Synset.Split split) {
        return synsets.stream().filter(s -> s.split() == split).toList();
    }

    /** For each synset that has any: the other synsets with a common hypernym. */
    public Map<String, List<Synset>> byHypernym() {
        Map<String, List<Synset>> out = new HashMap<>();
        for (Synset s : synsets) {
            s.hypernyms().forEach(h -> out.computeIfAbsent(h, k -> new ArrayList<>()).add(s));
        }
        return out;
    }

    /** The split of a synset: 45 % A, 45 % B, 10 % T by a hash of its id, for ever. */
    static Synset.Split splitOf(String id) {
        int percent = (int) Math.floorMod(Seeds.hash("wordnet " + id), 100L);
        return percent < 45 ? Synset.Split.A : percent < 90 ? Synset.Split.B : Synset.Split.T;
    }

    private static Synset parse(String line) {
        String[] f = line.split("\t", -1);
        return new Synset(f[0], Integer.parseInt(f[1]), list(f[2]), list(f[3]), f[4], list(f[5]), splitOf(f[0]));
    }

    private static List<String> list(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split("\\|"));
    }
}
