package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class DebertaConfigTest {

    @TempDir
    Path folder;

    private DebertaConfig read(ObjectNode json) throws IOException {
        return DebertaConfig.read(Files.writeString(folder.resolve("config.json"), json.toString()));
    }

    private static ObjectNode good() {
        return DebertaConfig.of(40, 16, 2, 2, 32, 4, 16).raw().deepCopy();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "hidden_act | \"gelu_new\" | expected 'gelu', found 'gelu_new'",
        "norm_rel_ebd | \"none\" | expected 'layer_norm', found 'none'",
        "relative_attention | false | expected true, found false",
        "share_att_key | false | expected true, found false",
        "position_biased_input | true | expected false, found true",
        "pos_att_type | [\"c2p\"] | found [\"c2p\"]",
        "pos_att_type | [\"c2p\",\"p2c\",\"p2p\"] | expected [\"p2c\", \"c2p\"]",
        "type_vocab_size | 2 | expected 0, found 2",
        "conv_kernel_size | 3 | expected 0, found 3",
        "num_attention_heads | 3 | does not divide",
        "embedding_size | 8 | expected 16, found 8",
        "attention_head_size | 4 | expected 8, found 4",
        "vocab_size | 0 | positive whole number",
        "position_buckets | 30 | leave no room",
        "position_buckets | -1 | positive whole number"})
    void whatIsNotSupportedIsRefusedByName(String field, String value, String complaint) {
        ObjectNode json = good();
        json.set(field, Json.MAPPER.readTree(value));
        assertThatThrownBy(() -> read(json)).isInstanceOf(FormatException.class).hasMessageContaining("config.json").hasMessageContaining(field)
            .hasMessageContaining(complaint);
    }

    @Test
    void bothSpellingsOfTheAttentionTypesAreRead() throws IOException {
        DebertaConfig config = read(good().put("pos_att_type", "c2p|p2c").put("max_relative_positions", 20));
        assertThat(config.maxRelative()).isEqualTo(20);
        assertThat(read(good()).maxRelative()).isEqualTo(16);
    }
}
