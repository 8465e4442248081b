package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentialTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Exponential(0.3), NaivePair.mean(p -> Math.exp(-0.15 * p.delta())));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Exponential(0)).hasMessageContaining("beta is 0.0");
    }

    /** Where a policy is lost the exponential goes on as its tangent: finite, convex, and still pulling. */
    @Test
    void growsInAStraightLineBeyondItsBound() {
        assertThat(BoundedExp.value(BoundedExp.LIMIT)).isEqualTo(Math.exp(80));
        assertThat(BoundedExp.value(81) / Math.exp(80)).isCloseTo(2, within(1e-12));
        assertThat(BoundedExp.slope(1e9)).isEqualTo(BoundedExp.slope(BoundedExp.LIMIT)).isLessThan(Float.MAX_VALUE);
        assertThat(BoundedExp.value(-1e9)).isZero();
    }
}
