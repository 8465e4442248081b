package dev.plackett.text;

import dev.plackett.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains a byte-level byte-pair encoding (Sennrich et al. 2016, on bytes as GPT-2 does) and writes it in Hugging Face's format.
 * Ids: special tokens in the order given, the 256 bytes, then merges by rank. The most frequent pair merges first; ties go to the pair
 * whose tokens have the smaller ids, so the result depends on nothing but the words' counts.
 */
public final class BpeTrainer {

    /** GPT-2's division into words, which merges never cross. */
    private static final Pattern WORDS = Pattern.compile("'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, Long> words = new HashMap<>();

    private record Pair(int left, int right) {}

    private record Candidate(Pair pair, long count) {}

    /** A merge in the written form of its two tokens. */
    record Merge(String left, String right) {}

    /** The tokens in id order, and the merges by rank. */
    record Result(List<String> tokens, List<Merge> merges) {}

    private static final class Word {
        private int[] symbols;
        private final long count;

        Word(int[] symbols, long count) {
            this.symbols = symbols;
            this.count = count;
        }
    }

    /** Counts a text's words. */
    public BpeTrainer add(String text) {
        Matcher matcher = WORDS.matcher(text);
        while (matcher.find()) {
            words.merge(matcher.group(), 1L, Long::sum);
        }
        return this;
    }

    /**
     * Trains and writes {@code tokenizer.json} and {@code tokenizer_config.json}.
     *
     * @param size     number of ids to reach; fewer when no pair occurs twice any more
     * @param specials special tokens by role ({@code pad_token}, {@code bos_token}, {@code eos_token}) or, for others, by any name; ids in this order
     * @param folder   where to write; made when missing
     * @return the number of ids
     */
    public int train(int size, Map<String, String> specials, Path folder) {
        Result result = train(size, List.copyOf(specials.values()));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("tokenizer.json"), json(result, specials.size()).toString() + "\n");
            ObjectNode config = Json.object().put("tokenizer_class", "PreTrainedTokenizerFast").put("clean_up_tokenization_spaces", false);
            specials.forEach((role, token) -> {
                if (role.endsWith("_token")) {
                    config.put(role, token);
                }
            });
            Files.writeString(folder.resolve("tokenizer_config.json"), config.toString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        return result.tokens().size();
    }

    /** Trains; see {@link #train(int, Map, Path)}. */
    Result train(int size, List<String> specials) {
        if (size < specials.size() + 256) {
            throw new IllegalArgumentException("vocabulary size is " + size + ", expected at least " + (specials.size() + 256)
                + ": the special tokens and the 256 bytes");
        }
        List<String> tokens = new ArrayList<>(specials);
        for (int b = 0; b < 256; b++) {
            tokens.add(String.valueOf(ByteAlphabet.of(b)));
        }
        List<Word> list = words(specials.size());
        Map<Pair, Long> counts = new HashMap<>();
        Map<Pair, Set<Integer>> where = new HashMap<>();
        for (int w = 0; w < list.size(); w++) {
            count(list.get(w), w, 1, counts, where);
        }
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Comparator.comparingLong((Candidate c) -> -c.count())
            .thenComparingInt(c -> c.pair().left()).thenComparingInt(c -> c.pair().right()));
        counts.forEach((pair, n) -> queue.add(new Candidate(pair, n)));
        List<Merge> merges = new ArrayList<>();
        while (tokens.size() < size && !queue.isEmpty()) {
            Candidate best = queue.poll();
            long now = counts.getOrDefault(best.pair(), 0L);
            if (now != best.count()) {
                // The entry is stale: the pair's count has changed since it was queued.
                if (now > 1) {
                    queue.add(new Candidate(best.pair(), now));
                }
                continue;
            }
            if (now < 2) {
                break;
            }
            int id = tokens.size();
            merges.add(new Merge(tokens.get(best.pair().left()), tokens.get(best.pair().right())));
            tokens.add(tokens.get(best.pair().left()) + tokens.get(best.pair().right()));
            Set<Pair> touched = new HashSet<>();
            for (int w : where.remove(best.pair())) {
                Word word = list.get(w);
                touched.addAll(count(word, w, -1, counts, where));
                word.symbols = merged(word.symbols, best.pair(), id);
                touched.addAll(count(word, w, 1, counts, where));
            }
            counts.remove(best.pair());
            touched.stream().filter(p -> counts.getOrDefault(p, 0L) > 1).forEach(p -> queue.add(new Candidate(p, counts.get(p))));
        }
        return new Result(tokens, merges);
    }

    private List<Word> words(int firstByte) {
        List<Word> list = new ArrayList<>();
        new TreeMap<>(words).forEach((text, count) -> {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            int[] symbols = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                symbols[i] = firstByte + (bytes[i] & 0xFF);
            }
            list.add(new Word(symbols, count));
        });
        return list;
    }

    private static Set<Pair> count(Word word, int index, int sign, Map<Pair, Long> counts, Map<Pair, Set<Integer>> where) {
        Set<Pair> touched = new HashSet<>();
        for (int i = 0; i + 1 < word.symbols.length; i++) {
            Pair pair = new Pair(word.symbols[i], word.symbols[i + 1]);
            counts.merge(pair, sign * word.count, Long::sum);
            touched.add(pair);
            if (sign > 0) {
                where.computeIfAbsent(pair, p -> new HashSet<>()).add(index);
            }
        }
        return touched;
    }

    private static int[] merged(int[] symbols, Pair pair, int id) {
        int[] out = new int[symbols.length];
        int n = 0;
        for (int i = 0; i < symbols.length; i++) {
            boolean hit = i + 1 < symbols.length && symbols[i] == pair.left() && symbols[i + 1] == pair.right();
            out[n++] = hit ? id : symbols[i];
            i += hit ? 1 : 0;
        }
        return java.util.Arrays.copyOf(out, n);
    }

    private static ObjectNode json(Result result, int specials) {
        ObjectNode root = Json.object();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < specials; id++) {
            added.addObject().put("id", id).put("content", result.tokens().get(id)).put("single_word", false).put("lstrip", false)
                .put("rstrip", false).put("normalized", false).put("special", true);
        }
        root.putNull("normalizer");
        root.putObject("pre_tokenizer").put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", true);
        root.putNull("post_processor");
        root.putObject("decoder").put("type", "ByteLevel").put("add_prefix_space", true).put("trim_offsets", true).put("use_regex", true);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < result.tokens().size(); id++) {
            vocabulary.put(result.tokens().get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        result.merges().forEach(m -> merges.addArray().add(m.left()).add(m.right()));
        return root;
    }
}
