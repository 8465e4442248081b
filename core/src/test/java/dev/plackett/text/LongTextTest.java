package dev.plackett.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LongTextTest {

    /** Every token but the first is predicted once, from the one before it. */
    @ParameterizedTest
    @CsvSource({"9, 8", "10, 8", "15, 8", "16, 8", "17, 8", "3, 2", "2, 2", "8, 8", "100, 7"})
    void piecesHoldEveryTokenOnceToBePredicted(int length, int most) {
        int[] ids = IntStream.range(100, 100 + length).toArray();
        List<Integer> predicted = new ArrayList<>();
        for (int[] piece : LongText.SPLIT.pieces(ids, most)) {
            assertThat(piece.length).isBetween(2, most);
            for (int i = 1; i < piece.length; i++) {
                assertThat(piece[i]).isEqualTo(piece[i - 1] + 1);
                predicted.add(piece[i]);
            }
        }
        assertThat(predicted).containsExactlyElementsOf(IntStream.range(101, 100 + length).boxed().toList());
        assertThat(LongText.SPLIT.pieces(ids, most)).hasSize((length - 1 + most - 2) / (most - 1));
    }

    @Test
    void theOtherRulesLoseTheEndOrAll() {
        int[] ids = {5, 6, 7, 8};
        assertThat(LongText.TRUNCATE.pieces(ids, 3)).singleElement().isEqualTo(new int[] {5, 6, 7});
        assertThat(LongText.DROP.pieces(ids, 3)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LongText.class)
    void whatFitsStaysWholeAndWhatHasNothingToLearnIsRefused(LongText rule) {
        int[] ids = {5, 6, 7, 8};
        assertThat(rule.pieces(ids, 4)).singleElement().isSameAs(ids);
        assertThatIllegalArgumentException().isThrownBy(() -> rule.pieces(new int[] {5}, 4)).withMessageContaining("1 tokens");
        assertThatIllegalArgumentException().isThrownBy(() -> rule.pieces(ids, 1)).withMessageContaining("at most 1");
    }
}
