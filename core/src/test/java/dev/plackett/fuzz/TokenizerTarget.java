package dev.plackett.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.fuzz.Mutator.Named;
import dev.plackett.io.Json;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link Tokenizer#open} on a folder whose {@code tokenizer.json} is spoilt; what opens must encode and decode. */
final class TokenizerTarget implements Target {

    private static final String FILE = "tokenizer.json";
    static final String[] TEXTS = {"", "define: cats cats", "  a\tb\n\n\n1234567", "naïve café 🙂🙂 漢字 é", " ".repeat(500) + "x", "a".repeat(2000), "<s><end> <0x0A>\u0000",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "x1".repeat(300), "\r\n".repeat(200) + "c"};
    private static final String[] PATTERNS = {"(a+)+$", "(a|a)*b", "(.*)*x", "(?:a|aa)+$", "\\s+$", "(", "", "()*", "(?=a)*", "a{1,100000}", "((a{50}){50}){50}b", "(?<=a+)b",
        "\\p{Unheard}", "\\1(a)", "[[:alpha:]&&[^a]]+", "(?<n>a\\g<n>?b)", "(".repeat(3000) + "a" + ")".repeat(3000), "(x+x+)+y", "\\G", "^", "(?i)é|\\X", ".*.*.*.*.*=", "a*+b"};
    private static final String[] TYPES = {"BPE", "Unigram", "WordPiece", "WordLevel", "ByteLevel", "Sequence", "Metaspace", "Split", "Replace", "Precompiled", "Strip", "Fuse", "NFC",
        "FixedLength", "Prepend", "Digits", "CTC", "Unheard"};

    private static final List<Named<JsonNode>> PARTS = List.of(new Named<>("pattern", TokenizerTarget::pattern), new Named<>("type", TokenizerTarget::type),
        new Named<>("charsmap", TokenizerTarget::charsmap), new Named<>("parts of two tokenizers", TokenizerTarget::mixed),
        new Named<>("ids", TokenizerTarget::ids));

    @Override
    public String name() {
        return "tokenizer";
    }

    @Override
    public Sample sample(SplittableRandom random) {
        ObjectNode root = sound(random);
        return switch (random.nextInt(8)) {
            case 0 -> new Sample(FILE, JsonMutators.bytes(root), "none");
            case 1, 2, 3 -> {
                Chain<JsonNode> chain = Chain.of(root, JsonMutators.all(), random);
                yield new Sample(FILE, JsonMutators.bytes(chain.value()), chain.label());
            }
            case 4, 5, 6 -> {
                Chain<JsonNode> chain = Chain.of(root, PARTS, random);
                yield new Sample(FILE, JsonMutators.bytes(chain.value()), chain.label());
            }
            default -> {
                Chain<byte[]> chain = Chain.of(JsonMutators.bytes(root), ByteMutators.all(), random);
                yield new Sample(FILE, chain.value(), chain.label());
            }
        };
    }

    @Override
    public void read(Path file) {
        try (Tokenizer tokenizer = Tokenizer.open(file.getParent())) {
            for (String text : TEXTS) {
                Tokenizer.Tokens tokens;
                try {
                    tokens = tokenizer.tokens(text);
                } catch (IllegalArgumentException e) {
                    // A sound file may still have no token for a text.
                    assertThat(e.getMessage()).contains(FILE);
                    continue;
                }
                for (int i = 0; i < tokens.ids().length; i++) {
                    assertThat(tokens.ids()[i]).isBetween(0, tokenizer.size() - 1);
                    assertThat(tokens.start()[i]).isBetween(0, tokens.end()[i]);
                    assertThat(tokens.end()[i]).isLessThanOrEqualTo(text.length());
                }
                assertThat(tokenizer.decode(tokens.ids())).isNotNull();
            }
            tokenizer.decode(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 19, 20, 21, Integer.MAX_VALUE});
        }
    }

    private static ObjectNode sound(SplittableRandom random) {
        return TokenizerFiles.ALL.get(random.nextInt(TokenizerFiles.ALL.size())).get();
    }

    private static JsonNode pattern(JsonNode root, SplittableRandom random) {
        List<JsonNode> holders = root.findParents("pattern");
        ObjectNode holder = holders.isEmpty() ? ((ObjectNode) root).putObject("normalizer").put("type", "Replace").put("content", "x")
            : (ObjectNode) holders.get(random.nextInt(holders.size()));
        String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
        if (random.nextInt(3) == 0) {
            int cut = random.nextInt(pattern.length() + 1);
            pattern = pattern.substring(0, cut) + PATTERNS[random.nextInt(PATTERNS.length)] + pattern.substring(cut);
        }
        holder.putObject("pattern").put(random.nextInt(4) == 0 ? "String" : "Regex", pattern);
        return root;
    }

    private static JsonNode type(JsonNode root, SplittableRandom random) {
        List<JsonNode> holders = root.findParents("type");
        if (!holders.isEmpty()) {
            ((ObjectNode) holders.get(random.nextInt(holders.size()))).put("type", TYPES[random.nextInt(TYPES.length)]);
        }
        return root;
    }

    private static JsonNode charsmap(JsonNode root, SplittableRandom random) {
        for (JsonNode holder : root.findParents("precompiled_charsmap")) {
            if (holder.path("precompiled_charsmap").isString()) {
                byte[] bytes = Base64.getDecoder().decode(holder.path("precompiled_charsmap").stringValue().replaceAll("[^A-Za-z0-9+/=]", ""));
                Chain<byte[]> chain = Chain.of(bytes, ByteMutators.all(), random);
                ((ObjectNode) holder).put("precompiled_charsmap", Base64.getEncoder().encodeToString(chain.value()));
            }
        }
        return root;
    }

    private static JsonNode mixed(JsonNode root, SplittableRandom random) {
        ObjectNode other = sound(random);
        List<String> names = new ArrayList<>(other.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        ((ObjectNode) root).set(name, other.path(name));
        return root;
    }

    private static JsonNode ids(JsonNode root, SplittableRandom random) {
        long[] values = {0, 1, 19, 20, 21, -1, 1_000_000_000, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, 1L << 32};
        long value = values[random.nextInt(values.length)];
        JsonNode vocabulary = root.path("model").path("vocab");
        if (random.nextInt(2) == 0 && vocabulary instanceof ObjectNode object) {
            object.put(new ArrayList<>(object.propertyNames()).get(random.nextInt(Math.max(1, object.size()))), value);
        } else if (root.path("added_tokens").path(1) instanceof ObjectNode token) {
            token.put("id", value);
        }
        return root;
    }
}
