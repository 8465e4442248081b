package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What holds for every objective, checked on random signals made from its {@link Needs}: a new loss's test is one call and its worked numbers.
 * Failures name the seed.
 */
final class ObjectiveProperties {

    private static final int UNITS = 6;
    private static final int SEEDS = 20;

    private final Objective objective;

    private ObjectiveProperties(Objective objective) {
        this.objective = objective;
    }

    /**
     * Checks everything.
     *
     * @param naive the objective's value, written from its formula without any care for speed or range
     */
    static void check(Objective objective, ToDoubleFunction<Signals> naive) {
        ObjectiveProperties properties = new ObjectiveProperties(objective);
        for (long seed = 0; seed < SEEDS; seed++) {
            Signals signals = RandomSignals.of(seed, objective.needs(), UNITS);
            String where = objective + ", seed " + seed;
            Outcome outcome = properties.evaluate(signals);
            assertThat(outcome.coefficient()).as(where).hasSize(signals.policy().length);
            close(where + ": naive value", outcome.value(), naive.applyAsDouble(signals), 1e-10);
            properties.isPure(where, signals, outcome);
            properties.coefficientsAreTheGradient(where, signals, outcome);
            properties.orderOfUnitsDoesNotMatter(where, signals, outcome, new Random(seed));
            properties.partsAddUp(where, signals, outcome);
            properties.extremesAreFinite(where, signals, new Random(seed));
        }
    }

    /**
     * Checks everything of a loss with parts that have no gradient.
     *
     * @param naive its value at the first signals, those parts computed from the second
     */
    static void check(Objective objective, ToDoubleBiFunction<Signals, Signals> naive) {
        check(objective, (ToDoubleFunction<Signals>) s -> naive.applyAsDouble(s, s));
        for (long seed = 0; seed < SEEDS; seed++) {
            Signals signals = RandomSignals.of(seed, objective.needs(), UNITS);
            Outcome outcome = objective.evaluate(signals, Carry.empty());
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SURROGATE);
            derivative(objective + ", seed " + seed, signals, outcome, s -> naive.applyAsDouble(s, signals));
        }
    }

    private Outcome evaluate(Signals signals) {
        return objective.evaluate(signals, Carry.empty());
    }

    private void isPure(String where, Signals signals, Outcome outcome) {
        Signals copy = RandomSignals.pick(signals, IntStream.range(0, signals.units()).toArray());
        Outcome again = evaluate(signals);
        assertThat(again.value()).as(where).isEqualTo(outcome.value());
        assertThat(again.coefficient()).as(where).containsExactly(outcome.coefficient());
        assertThat(again.metrics()).as(where).isEqualTo(outcome.metrics());
        assertThat(signals.policy()).as(where).containsExactly(copy.policy());
        signals.columns().values().forEach((column, numbers) -> assertThat(numbers).as(where).containsExactly(copy.column(column)));
    }

    private void coefficientsAreTheGradient(String where, Signals signals, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.GRADIENT) {
            derivative(where, signals, outcome, s -> evaluate(s).value());
        }
    }

    private static void derivative(String where, Signals signals, Outcome outcome, ToDoubleFunction<Signals> value) {
        for (int i = 0; i < signals.policy().length; i++) {
            double h = 1e-4;
            double difference = (value.applyAsDouble(moved(signals, i, h)) - value.applyAsDouble(moved(signals, i, -h))) / (2 * h);
            close(where + ": derivative " + i, outcome.coefficient()[i], difference, 1e-6);
        }
    }

    private static Signals moved(Signals signals, int element, double by) {
        double[] policy = signals.policy().clone();
        policy[element] += by;
        return RandomSignals.with(signals, policy);
    }

    private void orderOfUnitsDoesNotMatter(String where, Signals signals, Outcome outcome, Random random) {
        List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, signals.units()).boxed().toList());
        java.util.Collections.shuffle(order, random);
        int[] units = order.stream().mapToInt(Integer::intValue).toArray();
        Outcome shuffled = evaluate(RandomSignals.pick(signals, units));
        close(where + ": shuffled value", shuffled.value(), outcome.value(), 1e-12);
        int[] elements = RandomSignals.elementsOf(signals, units);
        for (int i = 0; i < elements.length; i++) {
            close(where + ": shuffled coefficient", shuffled.coefficient()[i], outcome.coefficient()[elements[i]], 1e-12);
        }
        sameMetrics(where, shuffled.metrics(), outcome.metrics());
    }

    private void partsAddUp(String where, Signals signals, Outcome outcome) {
        if (objective.needs().wholeStep()) {
            return;
        }
        double value = 0;
        double[] coefficient = {};
        Map<String, Stat> metrics = new HashMap<>();
        for (int[] part : new int[][] {{0}, {1, 2}, IntStream.range(3, signals.units()).toArray()}) {
            Outcome some = evaluate(RandomSignals.pick(signals, part));
            value += some.value();
            coefficient = java.util.stream.DoubleStream.concat(Arrays.stream(coefficient), Arrays.stream(some.coefficient())).toArray();
            some.metrics().forEach((name, stat) -> metrics.merge(name, stat, Stat::plus));
        }
        close(where + ": parts", value, outcome.value(), 1e-12);
        assertThat(coefficient).as(where + ": parts").containsExactly(outcome.coefficient(), within(1e-12));
        sameMetrics(where + ": parts", metrics, outcome.metrics());
    }

    private void extremesAreFinite(String where, Signals signals, Random random) {
        for (double size : new double[] {1e4, -1e4}) {
            double[] policy = Arrays.stream(signals.policy()).map(p -> random.nextBoolean() ? p + size : p).toArray();
            Outcome outcome = evaluate(RandomSignals.with(signals, policy));
            assertThat(outcome.value()).as(where + ": extremes").isFinite();
            for (double c : outcome.coefficient()) {
                assertThat(c).as(where + ": extremes").isFinite();
            }
            outcome.metrics().forEach((name, stat) -> assertThat(stat.mean()).as(where + ": extremes, " + name).isFinite());
        }
    }

    private static void sameMetrics(String where, Map<String, Stat> found, Map<String, Stat> expected) {
        assertThat(found.keySet()).as(where).isEqualTo(expected.keySet());
        expected.forEach((name, stat) -> {
            close(where + ": " + name, found.get(name).mean(), stat.mean(), 1e-11);
            close(where + ": weight of " + name, found.get(name).weight(), stat.weight(), 1e-12);
        });
    }

    private static void close(String what, double found, double expected, double tolerance) {
        assertThat(found).as(what).isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
    }
}
