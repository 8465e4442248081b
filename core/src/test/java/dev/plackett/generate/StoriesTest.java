package dev.plackett.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Llama2cFile;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StoriesTest {

    @TempDir
    Path folder;

    @Test
    void aRealModelTellsItsStory() {
        Path source = Fixtures.path("stories260K");
        JsonNode golden = Json.object(source.resolve("golden.json"));
        int[] ids = golden.get("greedy_ids").valueStream().mapToInt(JsonNode::intValue).toArray();
        Llama2cFile.convert(source.resolve("stories260K.bin"), source.resolve("tok512.bin"), folder);
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(folder, ScalarType.Float)) {
            Scores scores = new CausalScorer(model).score(TokenBatch.of(Row.of(new int[] {ids[0]}, Arrays.copyOfRange(ids, 1, ids.length))), Want.TOKENS);
            for (int i = 0; i < scores.values().length; i++) {
                assertThat(scores.values()[i]).isCloseTo(golden.get("token_logps").get(i).doubleValue(), within(1e-4));
            }
            Continuation story = new CausalGenerator(model, 1).generate(Prompt.of(List.of(new int[] {ids[0]})), 1,
                Sampling.greedy(ids.length - 1, Set.of()), Seeds.of(0), n -> {}).get(0);
            assertThat(story.ids()).containsExactly(Arrays.copyOfRange(ids, 1, ids.length));
            try (Tokenizer tokenizer = Tokenizer.open(folder)) {
                // The golden text spells byte tokens as <0x0A>; decoded they are what they stand for.
                assertThat(tokenizer.decode(story.ids()).strip()).isEqualTo(golden.get("text").stringValue().replace("<0x0A>", "\n").strip());
                assertThat(tokenizer.encode("Once upon a time, there was a little girl")).startsWith(ids[1], ids[2]);
            }
        }
    }
}
