package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.io.Json;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Pairs with known losses: two of the SPPO specification (T1), four of TRL. */
final class WorkedPairs {

    static final double[] POLICY = {-120.0, -130.25, -80.5, -95.0};
    static final Columns COLUMNS = Columns.of(Column.REFERENCE, -121.5, -129.0, -80.0, -96.0)
        .with(Column.PAIR_WIN, 0.95, 0.7).with(Column.WIN_RATE, 0.86, 0.12, 0.64, 0.41).with(Column.LENGTH, 20, 25, 10, 12);

    private WorkedPairs() {}

    static Outcome outcome(Objective objective) {
        return objective.evaluate(Signals.sequences(POLICY, 2, COLUMNS), Carry.empty());
    }

    /** Loss and coefficients of T1 to a relative 1e-9. */
    static void check(Objective objective, double loss, double[] chosen, double[] rejected) {
        Outcome outcome = outcome(objective);
        assertThat(outcome.value()).isCloseTo(loss, within(1e-9 * loss));
        for (int u = 0; u < 2; u++) {
            assertThat(outcome.coefficient()[2 * u]).isCloseTo(chosen[u], within(1e-9 * Math.abs(chosen[u])));
            assertThat(outcome.coefficient()[2 * u + 1]).isCloseTo(rejected[u], within(1e-9 * Math.abs(rejected[u])));
        }
    }

    /** The loss that TRL prints for its batch under that name, to float32. */
    static void checkTrl(Objective objective, String name) {
        double expected = Json.object(Fixtures.path("dpo/golden.json")).get("losses").get(name).get("loss").doubleValue();
        assertThat(trl(objective)).as(name).isCloseTo(expected, within(1e-5 * expected));
    }

    /** An objective's value on TRL's batch. */
    static double trl(Objective objective) {
        JsonNode golden = Json.object(Fixtures.path("dpo/golden.json"));
        double[] policy = pairs(numbers(golden.get("policy_logps")));
        double[] length = pairs(StreamSupport.stream(golden.get("completion_mask").spliterator(), false)
            .mapToDouble(row -> IntStream.range(0, row.size()).map(i -> row.get(i).intValue()).sum()).toArray());
        Columns columns = Columns.of(Column.REFERENCE, pairs(numbers(golden.get("reference_logps")))).with(Column.LENGTH, length);
        return objective.evaluate(Signals.sequences(policy, 2, columns), Carry.empty()).value();
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).doubleValue()).toArray();
    }

    /** First half chosen, second half rejected → chosen, rejected, chosen, … */
    private static double[] pairs(double[] halves) {
        return IntStream.range(0, halves.length).mapToDouble(i -> halves[i / 2 + i % 2 * halves.length / 2]).toArray();
    }
}
