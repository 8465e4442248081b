package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.tensor.Scope;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class Llama2cFileTest {

    @TempDir
    Path folder;

    @Test
    void aRealModelGivesTheLogLikelihoodsOfItsStory() {
        Path source = Fixtures.path("stories260K");
        JsonNode golden = Json.object(source.resolve("golden.json"));
        int[] ids = golden.get("greedy_ids").valueStream().mapToInt(JsonNode::intValue).toArray();
        Llama2cFile.convert(source.resolve("stories260K.bin"), source.resolve("tok512.bin"), folder);
        try (Scope scope = Scope.open(); Llama model = Llama.frozen(folder, ScalarType.Float)) {
            Scores scores = new CausalScorer(model).score(TokenBatch.of(Row.of(new int[] {ids[0]}, Arrays.copyOfRange(ids, 1, ids.length))), Want.TOKENS);
            for (int i = 0; i < scores.values().length; i++) {
                assertThat(scores.values()[i]).isCloseTo(golden.get("token_logps").get(i).doubleValue(), within(1e-4));
            }
        }
    }
}
