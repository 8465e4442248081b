package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextStatisticsTest {

    private static final List<String> ANSWERS = List.of(" Of or relating to  birds;", "of or relating to a frog", "a blorp", "of");

    @Test
    void distinctRunsOfWords() {
        assertThat(Phrases.distinct(ANSWERS, 1)).isCloseTo(8.0 / 14, within(1e-15));
        assertThat(Phrases.distinct(ANSWERS, 2)).isCloseTo(7.0 / 10, within(1e-15));
        assertThat(Phrases.distinct(ANSWERS, 6)).isEqualTo(1);
        assertThat(Phrases.distinct(ANSWERS, 7)).isNaN();
    }

    @Test
    void openings() {
        assertThat(Phrases.openings(ANSWERS, 3, 5)).containsExactly(new Phrases.Opening("of or relating", 2));
        assertThat(Phrases.openings(ANSWERS, 1, 5)).containsExactly(new Phrases.Opening("of", 3), new Phrases.Opening("a", 1));
        assertThat(Phrases.openings(ANSWERS, 1, 1)).containsExactly(new Phrases.Opening("of", 3));
        assertThat(Phrases.openings(List.of("b c", "a d"), 2, 1)).as("equals in alphabetical order").containsExactly(new Phrases.Opening("a d", 1));
    }

    @Test
    void allTogether() {
        TextStatistics s = TextStatistics.of(ANSWERS, Set.of("of", "or", "relating", "to", "birds", "a", "frog"));
        assertThat(s.words()).isEqualTo(14 / 4.0);
        assertThat(s.characters()).isEqualTo((25 + 24 + 7 + 2) / 4.0);
        assertThat(s.unknown()).isCloseTo(1.0 / 14, within(1e-15));
        assertThat(s.opening()).isEqualTo("of or");
        assertThat(s.openingRate()).isEqualTo(0.5);
        assertThat(TextStatistics.of(ANSWERS, Set.of()).unknown()).isNaN();
    }

    @Test
    void wordsKeepHyphensAndApostrophes() {
        assertThat(TextStatistics.words("The dog's well-known -- (Über) 3rd!")).containsExactly("the", "dog's", "well-known", "über", "3rd");
    }
}
