package dev.plackett.recipe.pairs;

import dev.plackett.event.Listener;
import dev.plackett.io.FormatException;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.report.ContentHash;
import dev.plackett.report.InputDigests;
import dev.plackett.text.ChatTemplate;
import dev.plackett.text.RowEncoder;
import dev.plackett.text.Tokenizer;
import dev.plackett.text.Truncation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The reference and, where there is one, the target; folders that were looked at, whose weights are read when they are opened.
 *
 * @param reference π_ref
 * @param target    π*
 * @param encoder   makes tokens, with the reference's tokenizer and template
 * @param compute   dtype of products
 */
record Models(ModelFolder reference, Optional<ModelFolder> target, RowEncoder encoder, ScalarType compute) implements AutoCloseable {

    private static final String TOKENIZER = "tokenizer.json";

    /**
     * Looks at both.
     *
     * @param scratch where the embedded model is unpacked
     * @throws FormatException naming the folder: where it is no model, or the target cannot be compared with the reference
     */
    static Models open(PairsConfig config, Path scratch, Listener listener) {
        ModelFolder reference = ModelFolder.open(config.reference(), scratch);
        Optional<ModelFolder> target = config.target().map(name -> ModelFolder.open(name, scratch));
        Decoder.check(reference.path());
        target.ifPresent(t -> check(reference, t, config.mode(), listener));
        Tokenizer tokenizer = Tokenizer.open(reference.path());
        return new Models(reference, target, new RowEncoder(tokenizer, ChatTemplate.open(reference.path(), tokenizer), config.eos(), config.straddle(),
            Truncation.none()), config.precision().compute());
    }

    private static void check(ModelFolder reference, ModelFolder target, Mode mode, Listener listener) {
        Decoder.check(target.path());
        CausalModel.Shape one = reference.shape();
        CausalModel.Shape other = target.shape();
        if (one.vocabulary() != other.vocabulary()) {
            throw new FormatException(target.path(), "", "has a vocabulary of " + other.vocabulary() + " tokens, the reference " + reference.path()
                + " one of " + one.vocabulary() + ": log-likelihoods of different tokens cannot be compared");
        }
        if (mode == Mode.CONTRASTIVE) {
            ContrastiveModel.problem(one, other).ifPresent(problem -> {
                throw new FormatException(target.path(), "", problem);
            });
        }
        if (differ(reference.path().resolve(TOKENIZER), target.path().resolve(TOKENIZER))) {
            listener.warn("the tokenizers of " + reference.path() + " and " + target.path() + " are not the same file; the reference's is used for both");
        }
    }

    private static boolean differ(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.mismatch(one, other) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(other + " cannot be read", e);
        }
    }

    /** Sizes that both have room for. */
    CausalModel.Shape shape() {
        CausalModel.Shape s = reference.shape();
        int most = target.map(t -> Math.min(t.shape().maxPositions(), s.maxPositions())).orElse(s.maxPositions());
        return new CausalModel.Shape(s.vocabulary(), s.width(), s.layers(), s.heads(), s.kvHeads(), s.headSize(), most);
    }

    /** With the models' contents. */
    ContentHash hash(ContentHash hash, InputDigests digests) {
        ContentHash with = hash.path("reference", reference.path(), digests).text("compute", compute);
        return target.isPresent() ? with.path("target", target.get().path(), digests) : with;
    }

    CausalModel openReference() {
        return Decoder.frozen(reference.path(), compute);
    }

    CausalModel openTarget() {
        return Decoder.frozen(target.orElseThrow().path(), compute);
    }

    /** Both as one that decodes contrastively. */
    CausalModel openBoth(double beta) {
        CausalModel first = openReference();
        try {
            return new ContrastiveModel(first, openTarget(), beta);
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    @Override
    public void close() {
        encoder.tokenizer().close();
    }
}
