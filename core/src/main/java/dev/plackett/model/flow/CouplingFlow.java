package dev.plackett.model.flow;

import dev.plackett.model.density.Bijection;
import dev.plackett.model.density.Description;
import dev.plackett.model.density.Storable;
import dev.plackett.model.density.StorableKind;
import dev.plackett.nn.Activation;
import dev.plackett.nn.Linear;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The map of a {@link CouplingPlan} with weights: from data to the standard normal. Points of another dtype than the weights' are cast to it and images back.
 *
 * @param plan       what it computes
 * @param parameters its weights, closed with it
 */
public record CouplingFlow(CouplingPlan plan, ParameterStore parameters) implements Bijection, Storable, AutoCloseable {

    private static final String KIND = "couplings";

    public CouplingFlow {
        parameters.expect(plan.parameters());
    }

    @Override
    public Image forward(Tensor x) {
        Tensors.check("points of a flow", x, Tensors.ANY, plan.dimension());
        ScalarType given = Tensors.dtype(x);
        try (Scope scope = Scope.open()) {
            Tensor y = x.to(parameters.compute());
            Tensor stretch = y.new_zeros(y.size(0));
            for (int i = 0; i < plan.couplings(); i++) {
                Tensor moved = Tensors.of(plan.moved(i));
                Tensor net = network(i, y);
                Tensor scale = logScale(net, moved.size(0));
                Tensor changed = y.index_select(1, moved).mul(scale.exp()).add(net.narrow(1, moved.size(0), moved.size(0)));
                y = y.index_copy(1, moved, changed);
                stretch = stretch.add(scale.sum(1));
            }
            return new Image(scope.keep(y.to(given)), scope.keep(stretch.to(given)));
        }
    }

    @Override
    public Tensor inverse(Tensor z) {
        Tensors.check("images of a flow", z, Tensors.ANY, plan.dimension());
        try (Scope scope = Scope.open()) {
            Tensor y = z.to(parameters.compute());
            for (int i = plan.couplings() - 1; i >= 0; i--) {
                Tensor moved = Tensors.of(plan.moved(i));
                Tensor net = network(i, y);
                Tensor scale = logScale(net, moved.size(0));
                y = y.index_copy(1, moved, y.index_select(1, moved).sub(net.narrow(1, moved.size(0), moved.size(0))).mul(scale.neg().exp()));
            }
            return scope.keep(y.to(Tensors.dtype(z)));
        }
    }

    private Tensor network(int coupling, Tensor y) {
        Tensor h = y.index_select(1, Tensors.of(plan.kept(coupling)));
        h = Activation.SILU.forward(linear(coupling, CouplingPlan.Part.FIRST).forward(h));
        h = Activation.SILU.forward(linear(coupling, CouplingPlan.Part.SECOND).forward(h));
        return linear(coupling, CouplingPlan.Part.OUTPUT).forward(h);
    }

    private Tensor logScale(Tensor net, long moved) {
        return net.narrow(1, 0, moved).mul(Tensors.scalar(1 / plan.bound())).tanh().mul(Tensors.scalar(plan.bound()));
    }

    private Linear linear(int coupling, CouplingPlan.Part part) {
        return new Linear(parameters.weight(part.weight(coupling)), Optional.of(parameters.weight(part.bias(coupling))));
    }

    @Override
    public long dimension() {
        return plan.dimension();
    }

    @Override
    public Description describe() {
        Description d = Description.of(KIND).with("dimension", plan.dimension()).with("couplings", plan.couplings()).with("width", plan.width())
            .with("bound", plan.bound()).with("order", plan.order()).with("float64", parameters.dtype() == ScalarType.Double ? 1 : 0);
        for (String name : parameters.names()) {
            try (Scope scope = Scope.open()) {
                d = d.with(name, Tensors.toDoubles(parameters.master(name)), parameters.shape(name));
            }
        }
        return d;
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** Reads it back: the same flow, which can be trained on. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            CouplingPlan plan = new CouplingPlan(d.integer("dimension"), d.integer("couplings"), d.integer("width"), d.number("bound"), (long) d.number("order"));
            ScalarType dtype = d.number("float64") == 1 ? ScalarType.Double : ScalarType.Float;
            ParameterStore store = ParameterStore.trainable(plan.parameters(), dtype, dtype);
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                for (String name : store.names()) {
                    double[] weights = d.array(name, store.shape(name).length).values();
                    store.master(name).copy_(Tensors.of(dtype, weights).view(store.shape(name)));
                }
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
            store.refresh();
            return new CouplingFlow(plan, store);
        }
    }
}
