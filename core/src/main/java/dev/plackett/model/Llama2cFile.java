package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.Unreadable;
import dev.plackett.model.architecture.Llama;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts a model in llama2.c's format (seven int32 sizes, then float32 weights) and its tokenizer (scores and pieces) to a Hugging Face folder.
 * llama2.c rotates adjacent pairs of dimensions where Hugging Face models rotate halves, so the rows of q and k are permuted head by head.
 */
public final class Llama2cFile {

    private static final int SIZES = 7;
    /** Unknown, begin and end. */
    private static final int SPECIAL = 3;

    private final Path file;
    private final DecoderPlan config;
    private final FloatBuffer weights;

    private Llama2cFile(Path file, DecoderPlan config, FloatBuffer weights) {
        this.file = file;
        this.config = config;
        this.weights = weights;
    }

    /**
     * Converts a model and its tokenizer.
     *
     * @param model     the weights
     * @param tokenizer the pieces
     * @param folder    where the Hugging Face folder goes
     * @throws FormatException when a file is not what it should be
     */
    public static void convert(Path model, Path tokenizer, Path folder) {
        Llama2cFile source = read(model);
        try (Scope scope = Scope.open();
             Decoder llama = Decoder.of(source.config, ParameterStore.frozen(source.config.groups(), ScalarType.Float))) {
            source.fill(llama.parameters());
            llama.save(folder, ScalarType.Float);
        }
        writeTokenizer(tokenizer, source.config.shape().vocabulary(), folder);
    }

    private static Llama2cFile read(Path file) {
        ByteBuffer bytes = bytes(file);
        if (bytes.remaining() < SIZES * 4) {
            throw new FormatException(file, "", "expected seven int32 sizes, found " + bytes.remaining() + " bytes");
        }
        int[] s = new int[SIZES];
        for (int i = 0; i < SIZES; i++) {
            s[i] = bytes.getInt();
        }
        // A negative vocabulary says that the head is not tied; no such small model is known, and none is guessed at.
        for (int i = 0; i < SIZES; i++) {
            if (s[i] <= 0 || s[i] > 1 << 20) {
                throw new FormatException(file, "size " + i, "expected a positive number, found " + s[i]);
            }
        }
        if (s[5] < SPECIAL) {
            throw new FormatException(file, "size 5", "expected a vocabulary of at least " + SPECIAL + " pieces, the special ones, found " + s[5]);
        }
        if (s[0] % s[3] != 0 || s[0] / s[3] % 2 != 0 || s[3] % s[4] != 0) {
            throw new FormatException(file, "size 3", "expected heads of an even size that divide a width of " + s[0] + ", and key and value heads that divide them, found "
                + s[3] + " and " + s[4]);
        }
        CausalModel.Shape shape = new CausalModel.Shape(s[5], s[0], s[2], s[3], s[4], s[0] / s[3], s[6]);
        DecoderPlan plan = Llama.plan(shape, s[1], 1, 2, Optional.empty());
        // Before memory is taken for what the sizes promise.
        if (plan.count() > bytes.remaining() / Float.BYTES) {
            throw new FormatException(file, "weights", "expected " + plan.count() + " numbers, the file holds " + bytes.remaining() / Float.BYTES);
        }
        return new Llama2cFile(file, plan, bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    }

    private void fill(ParameterStore store) {
        int layers = config.shape().layers();
        take(store, List.of("model.embed_tokens.weight"));
        take(store, perLayer(layers, "input_layernorm.weight"));
        for (String name : List.of("q_proj", "k_proj")) {
            List<String> names = perLayer(layers, "self_attn." + name + ".weight");
            take(store, names);
            names.forEach(n -> halves(store, n));
        }
        for (String name : List.of("self_attn.v_proj", "self_attn.o_proj", "post_attention_layernorm", "mlp.gate_proj", "mlp.down_proj", "mlp.up_proj")) {
            take(store, perLayer(layers, name + ".weight"));
        }
        take(store, List.of("model.norm.weight"));
        store.refresh();
    }

    private static List<String> perLayer(int layers, String name) {
        return java.util.stream.IntStream.range(0, layers).mapToObj(i -> "model.layers." + i + "." + name).toList();
    }

    private void take(ParameterStore store, List<String> names) {
        for (String name : names) {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                float[] values = new float[Math.toIntExact(store.master(name).numel())];
                weights.get(values);
                store.master(name).copy_(Tensors.of(values).view(store.shape(name)));
            }
        }
    }

    /** Rows (0,1), (2,3), … of each head become rows i and i + d/2. */
    private void halves(ParameterStore store, String name) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            long d = config.shape().headSize();
            long width = config.shape().width();
            store.master(name).copy_(store.master(name).view(-1, d / 2, 2, width).transpose(1, 2).contiguous().view(-1, width));
        }
    }

    private static void writeTokenizer(Path file, int vocabulary, Path folder) {
        ByteBuffer bytes = bytes(file);
        if (bytes.remaining() < 4) {
            throw new FormatException(file, "", "expected a maximum token length, found " + bytes.remaining() + " bytes");
        }
        bytes.getInt();
        List<String> pieces = new ArrayList<>();
        Map<String, Float> scores = new HashMap<>();
        while (pieces.size() < vocabulary) {
            if (bytes.remaining() < 8) {
                throw new FormatException(file, "piece " + pieces.size(), "the file ends here; the model's vocabulary has " + vocabulary + " pieces");
            }
            float score = bytes.getFloat();
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw new FormatException(file, "piece " + pieces.size(), "length " + length + " does not fit the " + bytes.remaining() + " bytes left");
            }
            byte[] text = new byte[length];
            bytes.get(text);
            String piece = new String(text, StandardCharsets.UTF_8).strip().equals("<s>") ? "<s>"
                : new String(text, StandardCharsets.UTF_8).strip().equals("</s>") ? "</s>" : new String(text, StandardCharsets.UTF_8).replace(' ', '▁');
            pieces.add(piece);
            scores.put(piece, score);
        }
        try {
            Files.writeString(folder.resolve("tokenizer.json"), tokenizer(pieces, scores).toString());
            Files.writeString(folder.resolve("tokenizer_config.json"), Json.object().put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("bos_token", "<s>").put("eos_token", "</s>").put("unk_token", "<unk>").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    private static ObjectNode tokenizer(List<String> pieces, Map<String, Float> scores) {
        ObjectNode root = Json.object();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < SPECIAL; id++) {
            added.addObject().put("id", id).put("content", pieces.get(id)).put("single_word", false).put("lstrip", false).put("rstrip", false)
                .put("normalized", false).put("special", true);
        }
        ArrayNode normalizers = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "Prepend").put("prepend", "▁");
        normalizers.addObject().put("type", "Replace").put("content", "▁").putObject("pattern").put("String", " ");
        root.putNull("pre_tokenizer").putNull("post_processor");
        ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        decoders.addObject().put("type", "Replace").put("content", " ").putObject("pattern").put("String", "▁");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        decoders.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
        ObjectNode model = root.putObject("model").put("type", "BPE").put("unk_token", "<unk>").put("fuse_unk", true).put("byte_fallback", true);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.put(pieces.get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        record Merge(String left, String right, float score) {}
        List<Merge> found = new ArrayList<>();
        for (String piece : pieces) {
            for (int cut = 1; cut < piece.length(); cut++) {
                if (scores.containsKey(piece.substring(0, cut)) && scores.containsKey(piece.substring(cut))) {
                    found.add(new Merge(piece.substring(0, cut), piece.substring(cut), scores.get(piece)));
                }
            }
        }
        found.sort(Comparator.comparingDouble(m -> -m.score()));
        found.forEach(m -> merges.addArray().add(m.left()).add(m.right()));
        return root;
    }

    private static ByteBuffer bytes(Path file) {
        try {
            if (Files.size(file) > Integer.MAX_VALUE - 8) {
                throw new FormatException(file, "", "expected at most 2 GB, found " + Files.size(file) + " bytes");
            }
            return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw Unreadable.of(file, e);
        }
    }
}
