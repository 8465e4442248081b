package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.io.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A weighted sum of losses on the same pairs, as TRL's {@code loss_type: [...]} with {@code loss_weights}. Each part's own value is logged as
 * {@code loss/NAME}; of metrics that several parts log, the first part's count.
 *
 * @param parts the losses, at least one, all on pairs
 */
public record WeightedSum(List<Part> parts) implements Objective {

    /**
     * One of the losses.
     *
     * @param name   what it is logged as
     * @param weight its factor
     * @param loss   the loss
     */
    public record Part(String name, double weight, Objective loss) {}

    public WeightedSum {
        parts = List.copyOf(parts);
        Options.require(!parts.isEmpty(), "loss_type", List.of(), "at least one loss");
        for (Part part : parts) {
            Options.require(part.loss().needs().unit() == Unit.PAIR, "loss_type", part.name(), "losses on pairs");
            Options.require(Double.isFinite(part.weight()), "loss_weights", part.weight(), "finite numbers");
            Options.require(parts.stream().filter(p -> p.name().equals(part.name())).count() == 1, "loss_type", part.name(), "each loss once");
        }
    }

    @Override
    public Needs needs() {
        Set<Column> columns = new HashSet<>();
        parts.forEach(p -> columns.addAll(p.loss().needs().columns()));
        Grain grain = parts.stream().anyMatch(p -> p.loss().needs().grain() == Grain.TOKEN) ? Grain.TOKEN : Grain.SEQUENCE;
        return new Needs(Unit.PAIR, parts.stream().anyMatch(p -> p.loss().needs().wholeStep()), grain, columns);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] ones = new double[signals.policy().length];
        Arrays.fill(ones, 1);
        double[] coefficient = new double[signals.policy().length];
        double value = 0;
        Outcome.Kind kind = Outcome.Kind.GRADIENT;
        Map<String, Stat> metrics = new TreeMap<>();
        Carry state = carry;
        for (Part part : parts) {
            boolean summed = part.loss().needs().grain() == Grain.SEQUENCE;
            Outcome outcome = part.loss().evaluate(summed ? signals.perSequence(ones) : signals, state);
            double[] mine = summed ? signals.perElement(outcome.coefficient(), ones) : outcome.coefficient();
            for (int i = 0; i < mine.length; i++) {
                coefficient[i] += part.weight() * mine[i];
            }
            value += part.weight() * outcome.value();
            kind = outcome.kind() == Outcome.Kind.SURROGATE ? Outcome.Kind.SURROGATE : kind;
            outcome.metrics().forEach(metrics::putIfAbsent);
            // Divided by the step's units already: as a mean over them it adds up.
            metrics.put("loss/" + part.name(), new Stat(outcome.value() * signals.divisors().units(), signals.units()));
            state = outcome.next();
        }
        return new Outcome(value, coefficient, kind, metrics, state);
    }

    /** {@code sum} in recipes. Further options go to every loss that has them. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<List<String>> LOSSES = new Option<>("loss_type", List.of("dpo", "sft"), "losses by name; TRL's names are known",
            "a list of names", given -> ((List<?>) given).stream().map(String.class::cast).toList());
        private static final Option<List<Double>> WEIGHTS = new Option<>("loss_weights", List.of(), "their weights in the same order; all 1 without",
            "a list of numbers", given -> ((List<?>) given).stream().map(n -> ((Number) n).doubleValue()).toList());

        @Override
        public String name() {
            return "sum";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(LOSSES, WEIGHTS);
        }

        @Override
        public Objective create(Options options) {
            return create(options.given());
        }

        @Override
        public Objective create(Map<String, ?> given) {
            Map<String, Object> shared = new HashMap<>(given);
            shared.keySet().removeAll(Set.of(LOSSES.name(), WEIGHTS.name()));
            Options options = new Options(new HashMap<>(given));
            List<String> names = options.get(LOSSES);
            List<Double> weights = options.get(WEIGHTS).isEmpty() ? names.stream().map(n -> 1.0).toList() : options.get(WEIGHTS);
            Options.require(weights.size() == names.size(), "loss_weights", weights, names.size() + " numbers, one per loss");
            Set<String> unused = new HashSet<>(shared.keySet());
            List<Part> parts = IntStream.range(0, names.size()).mapToObj(i -> {
                ObjectiveProvider provider = ObjectiveProvider.named(names.get(i));
                Map<String, Object> own = new HashMap<>(shared);
                own.keySet().retainAll(understood(provider));
                unused.removeAll(own.keySet());
                return new Part(provider.name(), weights.get(i), ChosenOnly.onPairs(provider.create(own)));
            }).toList();
            for (String key : unused) {
                List<String> known = new ArrayList<>(names.stream().flatMap(n -> understood(ObjectiveProvider.named(n)).stream()).distinct().sorted().toList());
                throw new IllegalArgumentException("none of " + names + " has an option '" + key + "'" + Nearest.suggestion(key, known));
            }
            return new WeightedSum(parts);
        }

        /** That of the first part that has one. */
        @Override
        public OptionalDouble beta(Map<String, ?> given) {
            return new Options(new HashMap<>(given)).get(LOSSES).stream().map(n -> ObjectiveProvider.named(n).beta(given)).filter(OptionalDouble::isPresent)
                .findFirst().orElse(OptionalDouble.empty());
        }

        /** Keys that mean something to a loss. */
        private static Set<String> understood(ObjectiveProvider provider) {
            Set<String> keys = new HashSet<>(provider.options().stream().map(Option::name).toList());
            Needs needs = provider.create(Map.of()).needs();
            ObjectiveModifier.ALL.stream().filter(m -> m.problem(needs).isEmpty()).flatMap(m -> m.options().stream()).map(Option::name).forEach(keys::add);
            return keys;
        }
    }
}
