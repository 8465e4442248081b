package dev.plackett.data.wordnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordNetTest {

    private final WordNet wordNet = WordNet.load();

    @Test
    void everySynsetIsThereWithWordsAndDefinition() {
        assertThat(wordNet.synsets()).hasSize(117_659);
        assertThat(wordNet.synsets()).allSatisfy(s -> {
            assertThat(s.gloss()).isNotBlank().doesNotStartWith("\"");
            assertThat(s.lemmas()).isNotEmpty();
        });
        assertThat(wordNet.synsets().stream().filter(s -> !s.examples().isEmpty()).count()).isBetween(30_000L, 34_000L);
        Synset otter = wordNet.synsets().stream().filter(s -> s.lemmas().get(0).equals("otter") && s.gloss().contains("mammal")).findFirst().orElseThrow();
        assertThat(otter.prompt()).isEqualTo("define: otter");
        assertThat(otter.answer()).startsWith(" freshwater carnivorous mammal");
        assertThat(wordNet.byHypernym().get(otter.hypernyms().get(0))).contains(otter).hasSizeGreaterThan(2);
    }

    @Test
    void splitsAreFixedForEver() {
        var sizes = wordNet.synsets().stream().collect(Collectors.groupingBy(Synset::split, Collectors.counting()));
        assertThat(sizes.get(Synset.Split.A) / 117_659.0).isBetween(0.445, 0.455);
        assertThat(sizes.get(Synset.Split.B) / 117_659.0).isBetween(0.445, 0.455);
        assertThat(List.of(WordNet.splitOf("n00001740"), WordNet.splitOf("n00001930"), WordNet.splitOf("v00001740"), WordNet.splitOf("a00001740")))
            .isEqualTo(List.of(wordNet.synsets().get(0).split(), wordNet.synsets().get(1).split(), WordNet.splitOf("v00001740"), WordNet.splitOf("a00001740")));
        assertThat(Long.toHexString(wordNet.synsets().stream().mapToLong(s -> s.split().ordinal() * 31L + s.id().hashCode()).reduce(7, (x, y) -> x * 31 + y)))
            .as("changing the splits would leak training words into the test").isEqualTo("9c5d6bb71fafe6c4");
    }
}
