package dev.plackett.generate;

import dev.plackett.event.StopSignal;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoding;
import dev.plackett.model.TokenIds;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Samples K continuations of each of many prompts. Each prompt is computed once; its samples share its keys and values.
 * A sample is determined by (seed, prompt, number of the sample), whatever else is drawn beside it.
 */
public final class CausalGenerator {

    private static final int ALIGNMENT = 8;

    private final CausalModel model;
    private final int concurrent;
    private final StopSignal stop;

    /**
     * @param concurrent continuations that grow at the same time, at least 1
     */
    public CausalGenerator(CausalModel model, int concurrent) {
        this(model, concurrent, StopSignal.none());
    }

    /**
     * @param concurrent continuations that grow at the same time, at least 1
     * @param stop       asked before every token
     */
    public CausalGenerator(CausalModel model, int concurrent, StopSignal stop) {
        if (concurrent < 1) {
            throw new IllegalArgumentException(concurrent + " continuations at a time, expected at least 1");
        }
        this.model = model;
        this.concurrent = concurrent;
        this.stop = stop;
    }

    /**
     * Draws continuations.
     *
     * @param samples how many for each prompt
     * @param seeds   root of the random streams
     * @param done    told the number of prompts finished so far
     * @return prompt by prompt, sample by sample
     * @throws dev.plackett.event.StoppedException when asked to stop
     */
    public List<Continuation> generate(List<Prompt> prompts, int samples, Sampling sampling, Seeds seeds, IntConsumer done) {
        if (samples < 1) {
            throw new IllegalArgumentException("samples is " + samples + ", expected at least 1");
        }
        if ((long) samples * model.shape().vocabulary() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(samples + " samples of one prompt over " + model.shape().vocabulary()
                + " tokens do not fit an array: draw fewer at a time");
        }
        if (prompts.isEmpty()) {
            return List.of();
        }
        for (Prompt prompt : prompts) {
            TokenIds.check(prompt.ids(), model.shape().vocabulary());
            if (prompt.ids().length >= model.shape().maxPositions()) {
                throw new IllegalArgumentException("a prompt has " + prompt.ids().length + " tokens, the model's context holds "
                    + model.shape().maxPositions() + ": nothing could be added");
            }
        }
        List<Continuation> out = new ArrayList<>();
        int[] order = IntStream.range(0, prompts.size()).boxed()
            .sorted(Comparator.comparingInt(i -> prompts.get(i).ids().length)).mapToInt(Integer::intValue).toArray();
        int perBatch = Math.max(1, concurrent / samples);
        try (Scope all = Scope.open(); NoGradGuard off = new NoGradGuard(); Decoding decoding = model.decoding(Math.min(perBatch, order.length) * samples)) {
            for (int at = 0; at < order.length; at += perBatch) {
                int[] batch = Arrays.copyOfRange(order, at, Math.min(order.length, at + perBatch));
                try (Scope scope = Scope.open()) {
                    out.addAll(new Growth(prompts, batch, samples, sampling, seeds.at("sample"), decoding).run());
                }
                done.accept(Math.min(order.length, at + perBatch));
            }
        }
        out.sort(Comparator.comparingInt(Continuation::prompt).thenComparingInt(Continuation::sample));
        return out;
    }

    /** The continuations of one batch of prompts while they grow. */
    private final class Growth {

        private final List<Prompt> prompts;
        private int[] batch;
        private final int samples;
        private final Sampling sampling;
        private final Seeds seeds;
        private final TokenSampler sampler;
        private final List<Continuation> finished = new ArrayList<>();
        private final Decoding decoding;
        private final float[] probability;
        private Sequence[] sequences;

        Growth(List<Prompt> prompts, int[] batch, int samples, Sampling sampling, Seeds seeds, Decoding decoding) {
            this.prompts = prompts;
            this.batch = batch;
            this.samples = samples;
            this.sampling = sampling;
            this.seeds = seeds;
            this.sampler = new TokenSampler(sampling);
            this.decoding = decoding;
            this.probability = new float[Math.multiplyExact(batch.length * samples, model.shape().vocabulary())];
            sequences = IntStream.range(0, batch.length * samples).mapToObj(i -> new Sequence(batch[i / samples], i % samples)).toArray(Sequence[]::new);
        }

        List<Continuation> run() {
            int[] lengths = Arrays.stream(batch).map(p -> prompts.get(p).ids().length).toArray();
            int padded = (Arrays.stream(lengths).max().orElseThrow() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            int room = model.shape().maxPositions() - Arrays.stream(lengths).min().orElseThrow();
            int longest = Math.min(sampling.maxNew(), room);
            try (PromptCache cache = new PromptCache(model.shape(), model.windows(), lengths, padded, samples, longest, model.parameters().compute())) {
                stop.check();
                try (Scope scope = Scope.open()) {
                    advance(logits(prefill(cache, lengths, padded)), i -> i / samples);
                }
                for (int step = 1; step < longest && compact(cache); step++) {
                    stop.check();
                    try (Scope scope = Scope.open()) {
                        int at = step;
                        Tensor ids = Tensors.of(Arrays.stream(sequences).mapToInt(s -> s.last()).toArray());
                        // A finished sample keeps growing until its prompt's samples are all done; its position stays inside the context.
                        Tensor positions = Tensors.of(Arrays.stream(sequences)
                            .mapToInt(s -> Math.min(prompts.get(s.prompt).ids().length + at - 1, model.shape().maxPositions() - 1)).toArray());
                        advance(logits(decoding.hidden(ids, positions, cache.grow())), i -> i);
                    }
                }
            }
            Arrays.stream(sequences).filter(s -> !s.done).forEach(s -> finished.add(s.end(false)));
            return finished;
        }

        private Tensor prefill(PromptCache cache, int[] lengths, int padded) {
            int[] ids = new int[batch.length * padded];
            int[] positions = new int[ids.length];
            int[] last = new int[batch.length];
            for (int r = 0; r < batch.length; r++) {
                System.arraycopy(prompts.get(batch[r]).ids(), 0, ids, r * padded, lengths[r]);
                for (int j = 0; j < lengths[r]; j++) {
                    positions[r * padded + j] = j;
                }
                last[r] = r * padded + lengths[r] - 1;
            }
            return decoding.hidden(Tensors.of(ids), Tensors.of(positions), cache.prefill()).index_select(0, Tensors.of(last));
        }

        private Tensor logits(Tensor hidden) {
            return decoding.logits(hidden).to(ScalarType.Float);
        }

        /** One token more for every sequence that goes on. */
        private void advance(Tensor logits, IntUnaryOperator rowOf) {
            int vocabulary = model.shape().vocabulary();
            double temperature = sampling.temperature();
            boolean plain = temperature == 0 || temperature == 1;
            Tensors.read(torch.softmax(plain ? logits : logits.div(Tensors.scalar(temperature)), 1), probability);
            TokenSampler.Draw[] draws = new TokenSampler.Draw[sequences.length];
            IntStream each = IntStream.range(0, sequences.length).filter(i -> !sequences[i].done);
            (sampling.truncates() ? each.parallel() : each).forEach(i -> {
                Sequence s = sequences[i];
                Seeds stream = seeds.at(prompts.get(s.prompt).key()).at(s.sample).at(s.length);
                draws[i] = sampler.draw(probability, rowOf.applyAsInt(i) * vocabulary, vocabulary, stream);
            });
            double[] logps = plain ? Arrays.stream(draws).mapToDouble(d -> d == null ? 0 : d.logp()).toArray() : logps(logits, draws, rowOf);
            for (int i = 0; i < draws.length; i++) {
                if (draws[i] != null) {
                    sequences[i].add(draws[i].token(), logps[i], draws[i].samplingLogp());
                }
            }
            for (Sequence s : sequences) {
                boolean stopped = !s.done && sampling.stop().contains(s.last());
                boolean full = !s.done && prompts.get(s.prompt).ids().length + s.length >= model.shape().maxPositions();
                if (stopped || full) {
                    finished.add(s.end(stopped));
                }
            }
        }

        /** Log-probabilities at temperature 1 of what was drawn at another. */
        private double[] logps(Tensor logits, TokenSampler.Draw[] draws, IntUnaryOperator rowOf) {
            Tensor rows = Tensors.of(IntStream.range(0, draws.length).map(rowOf).toArray());
            Tensor tokens = Tensors.of(Arrays.stream(draws).mapToInt(d -> d == null ? 0 : d.token()).toArray());
            return Tensors.toDoubles(torch.log_softmax(logits, 1).index_select(0, rows).gather(1, tokens.unsqueeze(1)));
        }

        /** Drops prompts whose samples are all done once they are a quarter of the batch; false when none is left. */
        private boolean compact(PromptCache cache) {
            int[] alive = IntStream.range(0, batch.length)
                .filter(r -> IntStream.range(r * samples, (r + 1) * samples).anyMatch(i -> !sequences[i].done)).toArray();
            if (alive.length > 0 && alive.length * 4 <= batch.length * 3) {
                cache.keep(alive);
                Sequence[] before = sequences;
                sequences = Arrays.stream(alive).boxed().flatMap(r -> Arrays.stream(before, r * samples, (r + 1) * samples)).toArray(Sequence[]::new);
                int[] old = batch;
                batch = Arrays.stream(alive).map(r -> old[r]).toArray();
            }
            return alive.length > 0;
        }
    }

    /** One continuation while it grows. */
    private static final class Sequence {

        private final int prompt;
        private final int sample;
        private int[] ids = new int[16];
        private int length;
        private double logp;
        private double samplingLogp;
        private boolean done;

        Sequence(int prompt, int sample) {
            this.prompt = prompt;
            this.sample = sample;
        }

        void add(int token, double tokenLogp, double tokenSamplingLogp) {
            if (length == ids.length) {
                ids = Arrays.copyOf(ids, 2 * length);
            }
            ids[length++] = token;
            logp += tokenLogp;
            samplingLogp += tokenSamplingLogp;
        }

        int last() {
            return ids[length - 1];
        }

        Continuation end(boolean stopped) {
            done = true;
            return new Continuation(prompt, sample, Arrays.copyOf(ids, length), stopped, logp, samplingLogp);
        }
    }
}
