package dev.plackett.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN = List.of("beta", "learningRate", "mode");

    @ParameterizedTest
    @CsvSource({"bta,beta", "learning_rate,learningRate", "Beta,beta", "mdoe,mode", "xyz,"})
    void theNearestNameIsFound(String word, String expected) {
        assertThat(Nearest.to(word, KNOWN)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void suggestionsNameOneOrAll() {
        assertThat(Nearest.suggestion("bta", KNOWN)).isEqualTo("; did you mean 'beta'?");
        assertThat(Nearest.suggestion("xyz", KNOWN)).isEqualTo("; there are beta, learningRate, mode");
        assertThat(Nearest.suggestion("xyz", List.of())).isEqualTo("; there are none");
        assertThat(Nearest.hint("xyz", KNOWN)).isEmpty();
    }
}
