package dev.plackett.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plackett.model.Scores;
import dev.plackett.objective.Signals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StartsTest {

    private static List<int[]> wrong() {
        return List.of(new int[0], new int[] {1, 3}, new int[] {0, 2}, new int[] {0, 4}, new int[] {0, 2, 1, 3});
    }

    @Test
    void partsMayBeEmpty() {
        assertThatCode(() -> Starts.check("scores", new int[] {0, 0, 2, 2, 3}, 3)).doesNotThrowAnyException();
        assertThatCode(() -> Starts.check("scores", new int[] {0}, 0)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void partsThatDoNotFitAreRefused(int[] start) {
        double[] three = {-1, -2, -3};
        assertThatIllegalArgumentException().isThrownBy(() -> new Scores(three, start, Columns.none())).withMessageContaining("scores");
        assertThatIllegalArgumentException().isThrownBy(() -> new Signals(three, start, new int[] {0, 1}, Columns.none(), null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Signals(three, new int[] {0, 1, 2, 3}, start, Columns.none(), null));
    }

    @Test
    void unitsOfUnequalSizeAndEmptyBatchesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Signals.sequences(new double[3], 2, Columns.none())).withMessageContaining("units of 2");
        assertThatIllegalArgumentException().isThrownBy(() -> Signals.sequences(new double[3], 0, Columns.none()));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenBatch(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new MaskedBatch(List.of()));
    }
}
