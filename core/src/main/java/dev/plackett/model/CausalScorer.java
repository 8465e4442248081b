package dev.plackett.model;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import dev.plackett.data.TokenBatch;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
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
    public Scores score(TokenBatch batch, Want want) {
        check(want);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            TokenLayout layout = TokenLayout.of(batch, model.shape());
            Tensor hidden = model.hidden(Tensors.of(layout.ids()), Tensors.of(layout.positions()), attention(layout));
            return scores(layout, head().forward(hidden, layout.source(), layout.target(), false).logps(), want);
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
            TokenHead.Forward forward = head.forward(hidden, layout.source(), layout.target(), true);
            return new TokenTape(scope, layout, pass, head, forward, scores(layout, forward.logps(), want), want.grain());
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

    private static Scores scores(TokenLayout layout, double[] logps, Want want) {
        int n = layout.sequences();
        double[] length = new double[n];
        double[] sums = new double[n];
        for (int s = 0; s < n; s++) {
            length[s] = layout.start()[s + 1] - layout.start()[s];
            for (int i = layout.start()[s]; i < layout.start()[s + 1]; i++) {
                sums[s] += logps[i];
            }
        }
        Columns columns = Columns.of(Column.LENGTH, length);
        return want.grain() == Grain.TOKEN
            ? new Scores(logps, layout.start(), columns)
            : new Scores(sums, IntStream.rangeClosed(0, n).toArray(), columns);
    }

    private static void check(Want want) {
        if (want.grain() != Grain.TOKEN && want.grain() != Grain.SEQUENCE) {
            throw new IllegalArgumentException("an autoregressive model scores tokens or sequences, not " + want.grain());
        }
        if (!Set.of(Column.LENGTH).containsAll(want.columns())) {
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
