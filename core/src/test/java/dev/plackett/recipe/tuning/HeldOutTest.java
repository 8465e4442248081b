package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutTest {

    @ParameterizedTest
    @CsvSource({"100, 1, 0.1, 10", "100, 4, 0.1, 12", "10, 1, 0.01, 1", "2, 1, 0.9, 1", "5, 5, 0.2, 1", "1, 1, 0.5, 0", "50, 1, 0, 0"})
    void asManyAsAskedForInWholePrompts(int rows, int perPrompt, double share, int expected) {
        List<Integer> groups = IntStream.range(0, rows).mapToObj(i -> i / perPrompt).toList();
        boolean[] held = HeldOut.choose(groups, share, Seeds.of(3));
        assertThat(count(held)).isEqualTo(expected);
        for (int i = 1; i < rows && perPrompt < rows; i++) {
            assertThat(groups.get(i).equals(groups.get(i - 1)) && held[i] != held[i - 1]).as("row %d is torn from its prompt", i).isFalse();
        }
    }

    @Test
    void theSeedDecides() {
        List<Integer> groups = IntStream.range(0, 200).boxed().toList();
        assertThat(HeldOut.choose(groups, 0.2, Seeds.of(1))).isEqualTo(HeldOut.choose(groups, 0.2, Seeds.of(1)))
            .isNotEqualTo(HeldOut.choose(groups, 0.2, Seeds.of(2)));
    }

    private static int count(boolean[] held) {
        int n = 0;
        for (boolean h : held) {
            n += h ? 1 : 0;
        }
        return n;
    }
}
