package dev.plackett.model;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import dev.plackett.data.TokenBatch;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Log-likelihoods of continuations under an autoregressive model.
 *
 * @param model the model
 */
public record CausalScorer(CausalModel model) implements Scorer<TokenBatch> {

    @Override
    public Set<Column> offers() {
        return Set.of(Column.LENGTH, Column.COLLISION);
    }

    @Override
    public Scores score(TokenBatch batch, Want want) {
        check(want);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            TokenLayout layout = TokenLayout.of(batch, model.shape());
            Tensor hidden = model.hidden(Tensors.of(layout.ids()), Tensors.of(layout.positions()), attention(layout));
            return scores(layout, head().forward(hidden, layout.source(), layout.target(), keep(false, want)), want);
        }
    }

    @Override
    public Tape record(TokenBatch batch, Want want) {
        check(want);
        Scope scope = Scope.open();
        try {
            TokenLayout layout = TokenLayout.of(batch, model.shape());
            CausalModel.Pass pass = model.pass(Tensors.of(layout.ids()), Tensors.of(layout.positions()), attention(layout));
            Tensor hidden = pass.hidden();
            TokenHead head = head();
            TokenHead.Forward forward = head.forward(hidden, layout.source(), layout.target(), keep(true, want));
            return new TokenTape(scope, layout, pass, head, forward, scores(layout, forward, want), want.grain());
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private Attention attention(TokenLayout layout) {
        return new LayoutAttention(layout, model.parameters().compute(), model.windows());
    }

    private TokenHead head() {
        return TokenHead.of(model.head().store(), model.head().weight());
    }

    private static Set<TokenHead.Keep> keep(boolean backward, Want want) {
        Set<TokenHead.Keep> keep = EnumSet.noneOf(TokenHead.Keep.class);
        if (backward) {
            keep.add(TokenHead.Keep.FOR_BACKWARD);
        }
        if (want.columns().contains(Column.COLLISION)) {
            keep.add(TokenHead.Keep.COLLISION);
        }
        return keep;
    }

    private static Scores scores(TokenLayout layout, TokenHead.Forward forward, Want want) {
        int n = layout.sequences();
        boolean tokens = want.grain() == Grain.TOKEN;
        Columns columns = Columns.of(Column.LENGTH, IntStream.range(0, n).mapToDouble(s -> layout.start()[s + 1] - layout.start()[s]).toArray());
        if (want.columns().contains(Column.COLLISION)) {
            columns = columns.with(Column.COLLISION, tokens ? forward.collisions() : sums(layout, forward.collisions()));
        }
        return tokens ? new Scores(forward.logps(), layout.start(), columns)
            : new Scores(sums(layout, forward.logps()), IntStream.rangeClosed(0, n).toArray(), columns);
    }

    private static double[] sums(TokenLayout layout, double[] tokens) {
        double[] sums = new double[layout.sequences()];
        for (int s = 0; s < sums.length; s++) {
            for (int i = layout.start()[s]; i < layout.start()[s + 1]; i++) {
                sums[s] += tokens[i];
            }
        }
        return sums;
    }

    private void check(Want want) {
        if (want.grain() != Grain.TOKEN && want.grain() != Grain.SEQUENCE) {
            throw new IllegalArgumentException("an autoregressive model scores tokens or sequences, not " + want.grain());
        }
        if (!offers().containsAll(want.columns())) {
            throw new IllegalArgumentException("an autoregressive scorer cannot compute columns " + want.columns());
        }
    }

    private record TokenTape(Scope scope, TokenLayout layout, CausalModel.Pass pass, TokenHead head, TokenHead.Forward forward,
                             Scores scores, Grain grain) implements Tape {

        @Override
        public void backward(double[] coefficient) {
            if (coefficient.length != scores.values().length) {
                throw new IllegalArgumentException(coefficient.length + " coefficients for " + scores.values().length + " scores");
            }
            try (Scope inner = Scope.open()) {
                Tensor gradient = head.backward(pass.hidden(), forward, layout.source(), layout.target(), perToken(coefficient));
                pass.backward(gradient);
            }
        }

        private double[] perToken(double[] coefficient) {
            if (grain == Grain.TOKEN) {
                return coefficient;
            }
            double[] out = new double[layout.target().length];
            for (int s = 0; s < layout.sequences(); s++) {
                java.util.Arrays.fill(out, layout.start()[s], layout.start()[s + 1], coefficient[s]);
            }
            return out;
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
