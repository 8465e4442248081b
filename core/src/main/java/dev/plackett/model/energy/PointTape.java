package dev.plackett.model.energy;

import dev.plackett.data.PointBatch;
import dev.plackett.model.Scores;
import dev.plackett.model.Tape;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A recorded pass over rows: autograd's graph and the scores. */
record PointTape(Scope scope, Tensor f, Scores scores) implements Tape {

    static Tape record(PointBatch batch, ScalarType dtype, UnaryOperator<Tensor> model) {
        Scope scope = Scope.open();
        try {
            Tensor f = model.apply(batch.tensor(dtype));
            return new PointTape(scope, f, PointScores.of(batch, f));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    @Override
    public void backward(double[] coefficient) {
        if (coefficient.length != scores.values().length) {
            throw new IllegalArgumentException(coefficient.length + " coefficients for " + scores.values().length + " scores");
        }
        try (Scope inner = Scope.open()) {
            f.backward(Tensors.of(Tensors.dtype(f), coefficient), new BoolOptional(), false, new TensorArrayRefOptional());
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
