package dev.plackett.recipe.pairs;

import dev.plackett.data.Row;
import dev.plackett.data.file.Content;
import dev.plackett.data.file.DataFile;
import dev.plackett.data.file.Item;
import dev.plackett.data.file.Kind;
import dev.plackett.event.Listener;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.model.CausalModel;
import dev.plackett.model.TokenIds;
import dev.plackett.recipe.pairs.CandidateSet.Asked;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.RowEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Candidates: those of the user's file, or answers sampled for its prompts.
 *
 * @param config  the configuration
 * @param file    the user's file
 * @param encoder makes tokens; empty where no model is needed
 * @param shape   the least of the models' sizes; empty where no model is needed
 */
record CandidateSource(PairsConfig config, DataFile file, Optional<RowEncoder> encoder, Optional<CausalModel.Shape> shape) {

    /** Prompts that are sampled between two moments at which the run may stop; fixed, since it decides the bits. */
    private static final int SHARD = 64;
    /** Most answers that grow at the same time, and most bytes of their keys and values. */
    private static final int CONCURRENT = 320;
    private static final double CACHE_BYTES = 4e9;

    /** Whether answers must be sampled: the file holds none, or the mode draws its own. */
    static boolean sampled(PairsConfig config, DataFile file) {
        return !config.mode().scored() || file.schema().kind() != Kind.CANDIDATES;
    }

    /** The file's candidates, with their tokens where a model scores them. */
    void copy(Stage stage, List<String> bad) {
        List<CandidateSet> sets = each(item -> set((Item.Candidates) item), bad);
        stage.shard(CandidateSet.shard(0), target -> CandidateSet.write(target, sets));
    }

    /**
     * Answers sampled for each prompt.
     *
     * @param open    the policy
     * @param samples how many
     */
    void sample(Supplier<CausalModel> open, int samples, Seeds seeds, Stage stage, Listener listener, String name, List<String> bad) {
        List<Asked> asked = each(this::asked, bad);
        List<Prompt> prompts = Prompt.of(asked.stream().map(Asked::ids).toList());
        Set<Integer> stops = Arrays.stream(encoder.orElseThrow().tokenizer().stops()).boxed().collect(Collectors.toSet());
        Sampling sampling = Sampling.at(config.temperature(), config.maxNewTokens(), stops);
        try (Scope scope = Scope.open(); CausalModel model = open.get()) {
            CausalGenerator generator = new CausalGenerator(model, concurrent(model.shape(), samples), stage.stop());
            for (int from = 0; from < prompts.size(); from += SHARD) {
                int at = from;
                int to = Math.min(prompts.size(), from + SHARD);
                stage.shard(CandidateSet.shard(from / SHARD), target -> CandidateSet.write(target,
                    answers(asked.subList(at, to), generator.generate(prompts.subList(at, to), samples, sampling, seeds, n -> { }), samples)));
                listener.progress(name, to, prompts.size(), "prompts", "");
            }
        }
    }

    private List<CandidateSet> answers(List<Asked> asked, List<Continuation> drawn, int samples) {
        return IntStream.range(0, asked.size()).mapToObj(p -> new CandidateSet(asked.get(p), drawn.subList(p * samples, (p + 1) * samples).stream()
            .map(c -> answer(asked.get(p), c)).toList(), new double[0])).toList();
    }

    private Candidate answer(Asked asked, Continuation c) {
        String text = encoder.orElseThrow().tokenizer().decode(c.ids());
        JsonNode content = asked.content().isArray() ? Json.MAPPER.createArrayNode().add(Json.object().put("role", "assistant").put("content", text))
            : new Content.Text(text).json();
        return new Candidate(content, text, c.ids(), c.stopped());
    }

    private Asked asked(Item item) {
        if (!(item instanceof Item.Prompted prompted)) {
            throw new IllegalArgumentException("has no prompt: expected a column \"prompt\"");
        }
        int[] ids = encoder.orElseThrow().prompt(prompted.prompt());
        fits(ids, 1);
        return new Asked(item.origin().line(), prompted.prompt().json(), prompted.prompt().plain(), ids);
    }

    private CandidateSet set(Item.Candidates item) {
        if (!config.byTarget() && config.judge().isEmpty() && item.rewards().length == 0) {
            throw new IllegalArgumentException("column 'rewards': is missing; expected one number per candidate, or a judge that gives them (judge=NAME)");
        }
        Optional<Row> row = encoder.map(e -> e.encode(item).row());
        row.ifPresent(r -> r.branches().forEach(b -> {
            fits(r.prefix(), b.ids().length);
            TokenIds.check(b.ids(), shape.orElseThrow().vocabulary());
        }));
        List<Candidate> candidates = IntStream.range(0, item.candidates().size()).mapToObj(i -> new Candidate(item.candidates().get(i).json(),
            item.candidates().get(i).plain(), row.map(r -> r.branches().get(i).ids()).orElse(new int[0]), true)).toList();
        Asked asked = new Asked(item.origin().line(), item.prompt().json(), item.prompt().plain(), row.map(Row::prefix).orElse(new int[0]));
        return new CandidateSet(asked, candidates, item.rewards());
    }

    private void fits(int[] prompt, int more) {
        int most = shape.orElseThrow().maxPositions();
        TokenIds.check(prompt, shape.orElseThrow().vocabulary());
        if (prompt.length == 0) {
            throw new IllegalArgumentException("column 'prompt': is empty");
        }
        if (prompt.length + more > most) {
            throw new IllegalArgumentException("column 'prompt': has " + prompt.length + " tokens, and with its answer at least " + (prompt.length + more)
                + "; the models' context holds " + most);
        }
    }

    /** Something of each row; bad ones are errors, or passed over. */
    private <T> List<T> each(Function<Item, T> of, List<String> bad) {
        List<T> out = new ArrayList<>();
        for (Item item : file.items()) {
            try {
                out.add(of.apply(item));
            } catch (IllegalArgumentException e) {
                String place = "line " + item.origin().line();
                String problem = e.getMessage().replaceFirst("^.*: line \\d+: ", "");
                if (!config.skipBadRows()) {
                    throw new FormatException(config.data(), place, problem, e);
                }
                bad.add(place + ": " + problem);
            }
        }
        if (out.isEmpty()) {
            throw new FormatException(config.data(), "", "holds no row that can be used; the first problem is at " + bad.get(0));
        }
        return out;
    }

    private int concurrent(CausalModel.Shape shape, int samples) {
        double each = 2.0 * shape.layers() * shape.kvHeads() * shape.headSize() * Float.BYTES * Math.min(config.maxNewTokens(), shape.maxPositions());
        return (int) Math.max(samples, Math.min(CONCURRENT, CACHE_BYTES / each));
    }
}
