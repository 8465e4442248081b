package dev.plackett.recipe.diagnose;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.did.HiddenSum;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.evaluate.did.TokenDid;
import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Want;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks the models, one in memory at a time: policies sample, the reference says all it is asked for, then the others score in the very same batches.
 */
final class Measuring {

    /** Continuations that grow at the same time. */
    private static final int CONCURRENT = 320;
    private static final long TOKENS = 8000;
    private static final String SCORE = "score under ";

    private final DiagnosisRequest request;
    private final PairTable table;
    private final Listener listener;
    private final StopSignal stop;
    private final ModelSource reference;

    private Measuring(DiagnosisRequest request, PairTable table, Listener listener, StopSignal stop) {
        this.request = request;
        this.table = table;
        this.listener = listener;
        this.stop = stop;
        this.reference = request.referenceModel();
    }

    static Measurements of(DiagnosisRequest request, Listener listener, StopSignal stop) {
        PairTable table = PairTable.read(request);
        table.notes().forEach(listener::info);
        return new Measuring(request, table, listener, stop).run();
    }

    /** What the reference says: pairs and its own samples, samples of each policy, hidden sums, and distributions along a policy's samples. */
    private record Base(Seen seen, List<double[]> drawn, List<HiddenSum> sums, List<float[]> logs) {}

    private Measurements run() {
        try (Tokenizer tokenizer = Tokenizer.open(reference.folder())) {
            int longest = request.drawing().maxNew().orElseGet(table::longest);
            Sampling sampling = Sampling.at(1, longest, Arrays.stream(tokenizer.stops()).boxed().collect(Collectors.toSet()));
            List<ModelSource> policies = request.policies();
            List<List<Row>> drawn = policies.stream().map(p -> with("sample from ", p, model -> draw(model, p, sampling))).toList();
            List<Row> own = with("sample from ", reference, model -> draw(model, reference, sampling));
            List<Row> along = drawn.isEmpty() ? List.of() : Probe.positions(drawn.get(0), request.vocabulary());
            Base base = with(SCORE, reference, model -> new Base(see(model, own), drawn.stream().map(d -> score(model, batches(d))).toList(),
                Probe.sums(model, table.rows()), Probe.distributions(model, along)));
            Optional<Seen> rejected = request.rejectedModel().map(path -> data(path, "--rejected-model", own));
            Optional<Seen> chosen = request.chosenModel().map(path -> data(path, "--chosen-model", own)).or(() -> rejected.map(r -> base.seen));
            Seen none = Seen.none(base.seen);
            Assembly assembly = new Assembly(table, own, base.seen, chosen.orElse(none), rejected.orElse(none));
            List<PolicyView> views = new ArrayList<>();
            List<TokenDid> tokens = new ArrayList<>();
            for (int p = 0; p < policies.size(); p++) {
                int at = p;
                ModelSource policy = policies.get(p);
                views.add(with(SCORE, policy, model -> {
                    if (at == 0) {
                        tokens.add(Probe.tokens(Probe.distributions(model, along), base.logs));
                    }
                    return assembly.policy(policy.folder(), see(model, own), drawn.get(at), score(model, batches(drawn.get(at))), base.drawn.get(at));
                }));
            }
            return new Measurements(table, longest, assembly.reference(reference.folder()), views.stream().findFirst(),
                views.isEmpty() ? List.of() : views.subList(1, views.size()), base.sums, tokens.stream().findFirst(), texts(tokenizer));
        }
    }

    private <T> T with(String what, ModelSource source, Function<CausalModel, T> work) {
        stop.check();
        long start = System.nanoTime();
        listener.on(new Event.StageStarted(what + source.name(), 0));
        try (Scope scope = Scope.open(); ModelSource.Opened opened = source.open(reference, request.compute())) {
            T result = work.apply(opened.model());
            listener.on(new Event.StageEnded(what + source.name(), (System.nanoTime() - start) / 1e9));
            return result;
        }
    }

    /**
     * K responses to every prompt, a row each. All models draw with the same random numbers, so that what differs is the models; a mixture of two
     * sets needs sets that are independent.
     */
    private List<Row> draw(CausalModel model, ModelSource source, Sampling sampling) {
        int k = request.drawing().samples();
        List<int[]> prompts = List.copyOf(table.prompts().values());
        boolean apart = request.drawing().proposal().equals(Proposal.mixture()) && !source.equals(reference);
        List<Continuation> all = new CausalGenerator(model, CONCURRENT, stop).generate(Prompt.of(prompts), k, sampling,
            Seeds.of(request.seed()).at(apart ? "samples of policies" : "samples"),
            n -> listener.progress("sample", n, prompts.size(), "prompts", ""));
        return IntStream.range(0, prompts.size())
            .mapToObj(p -> new Row(prompts.get(p), all.subList(p * k, (p + 1) * k).stream().map(c -> Branch.of(c.ids())).toList())).toList();
    }

    private Seen data(Path folder, String option, List<Row> own) {
        ModelSource source = ModelSource.of(option, folder);
        return with(SCORE, source, model -> see(model, own));
    }

    private Seen see(CausalModel model, List<Row> own) {
        return new Seen(score(model, table.rows().stream().map(PairRow::batch).toList()), score(model, batches(own)));
    }

    private double[] score(CausalModel model, List<TokenBatch> batches) {
        return Scoring.all(new CausalScorer(model), batches, Want.SEQUENCES, TOKENS, stop).values();
    }

    private static List<TokenBatch> batches(List<Row> rows) {
        return rows.stream().map(TokenBatch::of).toList();
    }

    private Measurements.Texts texts(Tokenizer tokenizer) {
        List<PairRow> rows = table.rows();
        return new Measurements.Texts(rows.stream().map(r -> tokenizer.decode(r.row().prefix())).toList(),
            rows.stream().map(r -> tokenizer.decode(r.row().branches().get(0).ids())).toList(),
            rows.stream().map(r -> tokenizer.decode(r.row().branches().get(1).ids())).toList());
    }
}
