package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    /** SPPO specification, T9b. */
    @Test
    void linearWithWarmUp() {
        Schedule schedule = Schedule.of(Schedule.Shape.LINEAR, 5e-7, 5580, 0.1);
        long[] steps = {0, 1, 309, 558, 3000, 5579, 5580};
        double[] expected = {0.0, 8.9605734767e-10, 2.7688172043e-07, 5e-07, 2.56869772999e-07, 9.95619275189e-11, 0.0};
        for (int i = 0; i < steps.length; i++) {
            assertThat(schedule.rate(steps[i])).isCloseTo(expected[i], within(1e-11 * expected[i] + 1e-18));
        }
    }

    @Test
    void cosineAndConstant() {
        assertThat(Schedule.of(Schedule.Shape.COSINE, 2, 100, 0).rate(50)).isCloseTo(1, within(1e-12));
        assertThat(Schedule.of(Schedule.Shape.COSINE, 2, 100, 0).rate(100)).isCloseTo(0, within(1e-12));
        assertThat(Schedule.of(Schedule.Shape.CONSTANT, 2, 100, 0.1).rate(5)).isEqualTo(1);
        assertThat(Schedule.of(Schedule.Shape.CONSTANT, 2, 100, 0.1).rate(99)).isEqualTo(2);
    }

    /** Each stage twice as long as the one before, at half its rate. */
    @Test
    void stages() {
        Schedule schedule = Schedule.stages(0.3, 30);
        for (int s = 0; s < 6; s++) {
            long begins = 30 * ((1L << s) - 1);
            assertThat(schedule.rate(begins)).isEqualTo(0.3 / (1 << s));
            assertThat(schedule.rate(begins + (30L << s) - 1)).isEqualTo(0.3 / (1 << s));
        }
        assertThat(schedule.rate(1890)).as("the seventh stage").isEqualTo(0.3 / 64);
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.stages(-1, 30));
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.stages(1, 0));
    }

    @Test
    void impossibleSchedulesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.of(Schedule.Shape.LINEAR, -1, 10, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.of(Schedule.Shape.LINEAR, Double.NaN, 10, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.of(Schedule.Shape.LINEAR, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.of(Schedule.Shape.LINEAR, 1, 10, 1.1));
    }
}
