package dev.plackett.text.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFileTest {

    private static final String MODEL = "'model':{'type':'BPE','vocab':{'a':0,'b':1,'ab':2},'merges':['a b']}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "'model':{'type':'BPE','vocab':{'a':0},'merges':['a b']};model.merges[0];of tokens of the vocabulary",
        "'model':{'type':'BPE','vocab':{'a':0},'merges':[['a']]};model.merges[0];two tokens",
        "'model':{'type':'BPE','vocab':{'a':0,'b':1,'ab':2},'merges':['a b'],'continuing_subword_prefix':'##'};model.merges[0];begins with '##'",
        "'model':{'type':'BPE','vocab':{'a':1000000000},'merges':[]};model.vocab.a;found 1000000000",
        "'model':{'type':'WordPiece','vocab':{'a':0},'max_input_chars_per_word':1000000000};max_input_chars_per_word;up to 10000",
        "'model':{'type':'Unigram','vocab':[['a',0]],'unk_id':1};model.unk_id;below 1",
        "'model':{'type':'Unigram','vocab':[['a']]};model.vocab[0];[token, score]",
        "'model':{'type':'Unheard'};model.type;found Unheard",
        "MODEL,'normalizer':{'type':'Replace','pattern':{'Regex':'^|(?=a)'},'content':' '};normalizer.pattern.Regex;at least one character",
        "MODEL,'normalizer':{'type':'Replace','pattern':{'String':''},'content':' '};normalizer.pattern.String;at least one character",
        "MODEL,'decoder':{'type':'Strip','content':' ','start':0,'stop':1};decoder.stop;expected 0",
        "MODEL,'decoder':{'type':'Sequence','decoders':[{'type':'Fuze'}]};decoder.decoders[0].type;did you mean 'Fuse'?",
        "MODEL,'normalizer':{'type':'Precompiled'};normalizer.precompiled_charsmap;expected a value",
        "MODEL,'normalizer':{'type':'Precompiled','precompiled_charsmap':'AAAA'};normalizer.precompiled_charsmap;at least 8 bytes",
        "MODEL,'normalizer':{'type':'Precompiled','precompiled_charsmap':'BAAAAAAEAAA='};normalizer.precompiled_charsmap;stays within its 1 units",
        "MODEL,'pre_tokenizer':{'type':'Split','pattern':{'Regex':'(a+)+$'},'behavior':'Isolated','invert':false};pre_tokenizer.pattern.Regex;few steps",
        "MODEL,'pre_tokenizer':{'type':'Metaspace','replacement':'ab'};pre_tokenizer.replacement;one character",
        "MODEL,'added_tokens':[{'id':3,'content':7}];added_tokens[0];\"content\""})
    void whatNativeCodeCannotTakeIsNamed(String json, String place, String message) throws IOException {
        Path file = write(json);
        assertThatThrownBy(() -> TokenizerFile.read(file)).isInstanceOf(FormatException.class).hasMessageStartingWith(file.toString())
            .hasMessageContaining(place).hasMessageContaining(message);
    }

    /** Found by fuzzing, file 30628. */
    @Test
    void addedTokensAreShort() throws IOException {
        assertThat(TokenizerFile.read(write("MODEL,'added_tokens':[{'id':3,'content':'" + "x".repeat(1000) + "'}]")).ids()).hasSize(4);
        Path file = write("MODEL,'added_tokens':[{'id':3,'content':'" + "x".repeat(1001) + "'}]");
        assertThatThrownBy(() -> TokenizerFile.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("added_tokens[0].content")
            .hasMessageContaining("found 1001");
    }

    /** Parts that are sound one by one and together fill the memory (found by fuzzing, file 68685). */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{'type':'ByteLevel'}; 29; pre_tokenizer; 256 times as long",
        "{'type':'ByteLevel'}; 5; pre_tokenizer; 256 times as long",
        "{'type':'Replace','pattern':{'String':'a'},'content':'aa'}; 9; normalizer; 256 times as long",
        "{'type':'Replace','pattern':{'Regex':'[a-c]'},'content':'cab'}; 6; normalizer; 256 times as long",
        "{'type':'Replace','pattern':{'String':' '},'content':'▁'},{'type':'Replace','pattern':{'String':'▁'},'content':'  '}; 9; decoder; 256 times as long",
        "{'type':'Replace','pattern':{'String':'x'},'content':'\uFDFA'},{'type':'NFKC'},{'type':'Replace','pattern':{'String':'\u0644'},'content':'x'}; 3; normalizer; 256",
        "{'type':'NFC'}; 101; normalizer; at most 100 parts"})
    void partsThatTogetherFillTheMemoryAreRefused(String parts, int times, String kind, String message) throws IOException {
        String list = String.join(",", Collections.nCopies(times, parts));
        String field = kind.equals("pre_tokenizer") ? "pretokenizers" : kind + "s";
        Path file = write("MODEL,'" + kind + "':{'type':'Sequence','" + field + "':[{'type':'Sequence','" + field + "':[" + list + "]}]}");
        assertThatThrownBy(() -> TokenizerFile.read(file)).isInstanceOf(FormatException.class).hasMessageContaining(kind + ":").hasMessageContaining(message);
    }

    /** Many replacements that do not feed each other are no growth: one of them meets a character. */
    @Test
    void manyReplacementsOfOtherCharactersArePossible() throws IOException {
        String list = IntStream.range(0, 26).mapToObj(i -> "{'type':'Replace','pattern':{'String':'" + (char) ('a' + i) + "'},'content':'<" + (char) ('A' + i) + ">'}")
            .collect(Collectors.joining(","));
        assertThat(TokenizerFile.read(write("MODEL,'normalizer':{'type':'Sequence','normalizers':[" + list + ",{'type':'NFKC'}]},"
            + "'pre_tokenizer':{'type':'Sequence','pretokenizers':[{'type':'ByteLevel'}]}")).ids()).hasSize(3);
    }

    @Test
    void whatIsNotForUsIsTakenOut() throws IOException {
        TokenizerFile read = TokenizerFile.read(write(MODEL.replace("'merges'", "'dropout':0.5,'merges'")
            + ",'post_processor':{'type':'Unheard'},'truncation':{'max_length':3},'added_tokens':[{'id':2,'content':'ab'},{'id':9,'content':'<end>'}]"));
        assertThat(read.json().path("post_processor").isNull() && read.json().path("truncation").isNull() && read.json().path("model").path("dropout").isNull()).isTrue();
        assertThat(read.ids()).as("the library gives the next free id").containsEntry("ab", 2).containsEntry("<end>", 3).hasSize(4);
    }

    @Test
    void modelsWithoutATypeAreRecognised() throws IOException {
        assertThat(TokenizerFile.read(write(MODEL.replace("'type':'BPE',", ""))).json().path("model").path("type").stringValue()).isEqualTo("BPE");
        assertThat(TokenizerFile.read(write("'model':{'vocab':{'a':0},'unk_token':'a'}")).json().path("model").path("type").stringValue()).isEqualTo("WordLevel");
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("tokenizer.json"), ("{" + json.replace("MODEL", MODEL) + "}").replace('\'', '"'));
    }
}
