package dev.plackett.data.wordnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordNetExtractTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("data.noun"), "  1 licence\n"
            + "00000001 05 n 02 sea_otter 0 Enhydra_lutris 0 002 @ 00000002 n 0000 ~ 00000003 n 0000 | large marine otter; \"the otter dived at once\"; \"short\"  \n");
        Files.writeString(folder.resolve("data.verb"), "00000004 29 v 01 yawn 0 001 + 00000001 n 0000 01 + 02 00 | utter a yawn  \n");
        Files.writeString(folder.resolve("data.adj"), "00000005 00 s 02 able(a) 0 capable(p) 1 000 | having skill; said of people  \n"
            + "00000006 00 a 01 odd 0 000 | \"no definition at all\"  \n");
        Files.writeString(folder.resolve("data.adv"), "");
    }

    private String extracted(String name) throws IOException {
        assertThat(WordNetExtract.extract(folder, folder.resolve(name))).as("synsets without a definition").isEqualTo(1);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(folder.resolve(name))))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void linesHoldWhatRecipesNeed() throws IOException {
        assertThat(extracted("a.gz")).isEqualTo("n00000001\t5\tsea otter|Enhydra lutris\tn00000002\tlarge marine otter\tthe otter dived at once\n"
            + "v00000004\t29\tyawn\t\tutter a yawn\t\na00000005\t0\table|capable\t\thaving skill; said of people\t\n");
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws IOException {
        extracted("a.gz");
        extracted("b.gz");
        assertThat(folder.resolve("b.gz")).hasSameBinaryContentAs(folder.resolve("a.gz"));
        byte[] bytes = Files.readAllBytes(folder.resolve("a.gz"));
        assertThat(new byte[] {bytes[4], bytes[5], bytes[6], bytes[7]}).as("no time stamp").containsOnly(0);
    }

    @Test
    void brokenLinesAreNamed() throws IOException {
        Files.writeString(folder.resolve("data.adv"), "00000007 02 r 01 so 0 000\n");
        assertThatThrownBy(() -> WordNetExtract.extract(folder, folder.resolve("a.gz"))).isInstanceOf(FormatException.class)
            .hasMessageContaining("data.adv").hasMessageContaining("gloss");
    }
}
