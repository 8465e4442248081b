package dev.plackett.robust;

import dev.plackett.objective.Carry;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Stands before a rule: gradients that are not finite or do not fit never reach it, and where it cannot work with those that are left, another rule
 * does, or nobody: then the update is zero and {@link Aggregation#skipped} says why. Never is it a silent mean. Workers that did not answer at all
 * are another matter: they are missing rows, and f stays what it was, for the ones that came late may be the honest ones.
 *
 * @param rule     the rule
 * @param policy   what happens to such gradients
 * @param fallback the rule for fewer workers than {@code rule} can work with
 */
public record Guard(Aggregator rule, NonFinite policy, Optional<Aggregator> fallback) implements Aggregator {

    /** Excludes, and has no other rule. */
    public static Guard excluding(Aggregator rule) {
        return new Guard(rule, NonFinite.EXCLUDE, Optional.empty());
    }

    /** With another rule for when the first cannot work. */
    public Guard or(Aggregator other) {
        return new Guard(rule, policy, Optional.of(other));
    }

    /** A worker's gradient as it arrived. */
    public record Submission(String worker, Tensor gradient) {}

    @Override
    public Optional<String> problem(int workers) {
        return rule.problem(workers).flatMap(p -> fallback.isEmpty() ? Optional.of(p) : fallback.get().problem(workers));
    }

    @Override
    public boolean usesGram() {
        return rule.usesGram();
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new Guard(rule.excluding(removed, left), policy, fallback.map(f -> f.excluding(removed, left)));
    }

    @Override
    public OptionalDouble varianceBound(int workers) {
        return rule.varianceBound(workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        return aggregate(gradients, new TreeMap<>(), out, carry);
    }

    /**
     * Aggregates what arrived; its length, dtype and device have to be those of {@code like}.
     *
     * @param like any tensor {@code [n]} of the right kind, such as the model's gradient
     */
    public Aggregation aggregate(List<Submission> arrived, Tensor like, Tensor out, Carry carry) {
        return aggregate(arrived, like, List.of(), out, carry);
    }

    /**
     * The same, for rules that look at layers.
     *
     * @param layers lengths of layers, with the sum n; or none
     */
    public Aggregation aggregate(List<Submission> arrived, Tensor like, List<Long> layers, Tensor out, Carry carry) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            if (arrived.isEmpty()) {
                Aggregation none = new Aggregation(List.of(), new double[0], Findings.none(), List.of(), Optional.empty(), 0, Map.of(), carry);
                return skip(none, out, "no gradient arrived", List.of());
            }
            Map<Integer, String> misfits = new TreeMap<>();
            List<Tensor> rows = new ArrayList<>();
            for (int i = 0; i < arrived.size(); i++) {
                Optional<String> misfit = misfit(arrived.get(i).gradient(), like);
                rows.add(misfit.isEmpty() ? arrived.get(i).gradient() : like);
                if (misfit.isPresent()) {
                    misfits.put(i, misfit.get());
                }
            }
            GradientMatrix gradients = GradientMatrix.of(rows, arrived.stream().map(Submission::worker).toList());
            return aggregate(layers.isEmpty() ? gradients : gradients.withLayers(layers), misfits, out, carry);
        }
    }

    private static Optional<String> misfit(Tensor row, Tensor like) {
        if (!row.defined()) {
            return Optional.of("it is no tensor");
        }
        boolean fits = row.dim() == 1 && row.numel() == like.numel() && Tensors.dtype(row) == Tensors.dtype(like) && row.device().equals(like.device());
        return fits ? Optional.empty() : Optional.of("it is " + Tensors.dtype(row) + " " + Arrays.toString(Tensors.shape(row)) + ", expected "
            + Tensors.dtype(like) + " [" + like.numel() + "]");
    }

    /** @param misfits reasons by row; what these rows hold does not count */
    private Aggregation aggregate(GradientMatrix gradients, Map<Integer, String> misfits, Tensor out, Carry carry) {
        gradients.checkOut(out);
        int p = gradients.workers();
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        GradientMatrix fitting = misfits.isEmpty() ? gradients : gradients.zeroed(rows(misfits));
        double[] squares = screen(fitting);
        watch.lap(rule.usesGram() ? "gram" : "screen");
        Map<Integer, String> bad = new TreeMap<>(misfits);
        IntStream.range(0, p).filter(i -> !Double.isFinite(squares[i])).forEach(i ->
            bad.put(i, "it has NaN or infinite numbers, or ones whose squares exceed float64"));
        List<Excluded> unused = bad.entrySet().stream().map(e -> new Excluded(e.getKey(), gradients.names().get(e.getKey()), e.getValue())).toList();
        if (policy == NonFinite.FAIL && !bad.isEmpty()) {
            throw new IllegalArgumentException("the gradient of worker " + unused.get(0).worker() + " cannot be used: " + unused.get(0).reason());
        }
        Aggregation whole = Aggregation.of(gradients, Findings.none(), carry).timed(watch.seconds());
        if (bad.isEmpty() || policy == NonFinite.ZERO) {
            int[] all = IntStream.range(0, p).toArray();
            return aggregate(bad.isEmpty() ? fitting : fitting.zeroed(rows(bad)), all, whole, unused, out);
        }
        int[] kept = IntStream.range(0, p).filter(i -> !bad.containsKey(i)).toArray();
        return kept.length == 0 ? skip(whole, out, "no gradient of " + p + " can be used", unused)
            : aggregate(fitting.select(kept), kept, whole, unused, out);
    }

    private static int[] rows(Map<Integer, String> reasons) {
        return reasons.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /** @param kept rows that {@code good} has of the gradients that were given */
    private Aggregation aggregate(GradientMatrix good, int[] kept, Aggregation whole, List<Excluded> unused, Tensor out) {
        int p = whole.workers().size();
        int removed = p - kept.length;
        Aggregator first = removed == 0 ? rule : rule.excluding(removed, kept.length);
        Optional<String> problem = first.problem(good.names());
        Optional<Aggregator> able = problem.isEmpty() ? Optional.of(first)
            : fallback.map(f -> removed == 0 ? f : f.excluding(removed, kept.length)).filter(f -> f.problem(good.names()).isEmpty());
        if (able.isEmpty()) {
            return skip(whole, out, problem.orElseThrow(), unused);
        }
        Aggregation inner = able.get().aggregate(good, out, whole.next());
        Findings own = problem.map(reason -> inner.findings().warning(reason + ": the fallback " + able.get() + " was used")).orElse(inner.findings());
        Findings findings = own.byRow(spread(own.quality(), kept, p, Double.NaN), spread(own.scores(), kept, p, Double.NaN));
        return new Aggregation(whole.workers(), spread(inner.coefficients(), kept, p, 0), findings, unused, Optional.empty(), inner.bytes(),
            whole.seconds(), inner.next()).timed(inner.seconds());
    }

    private double[] screen(GradientMatrix gradients) {
        if (!rule.usesGram()) {
            return gradients.squaredNorms();
        }
        Gram gram = gradients.gram();
        return IntStream.range(0, gram.size()).mapToDouble(i -> gram.values()[i][i]).toArray();
    }

    private static Aggregation skip(Aggregation whole, Tensor out, String reason, List<Excluded> unused) {
        try (NoGradGuard off = new NoGradGuard()) {
            out.zero_();
        }
        return new Aggregation(whole.workers(), new double[0], Findings.none(), unused, Optional.of(reason), whole.bytes(), whole.seconds(), whole.next());
    }

    private static double[] spread(double[] values, int[] rows, int p, double otherwise) {
        if (values.length == 0) {
            return values;
        }
        double[] out = new double[p];
        Arrays.fill(out, otherwise);
        for (int i = 0; i < rows.length; i++) {
            out[rows[i]] = values[i];
        }
        return out;
    }
}
