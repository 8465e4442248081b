package dev.plackett.text.file;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.FormatException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexProbeTest {

    private static final Place PLACE = new Place(Path.of("tokenizer.json"), "pre_tokenizer.pattern.Regex");

    /** Expressions in the manner of the published tokenizers': GPT-2, Llama 3, Qwen 2, o200k, DeepSeek, BLOOM, CLIP, XLNet, StarCoder, digits from the right. */
    @ParameterizedTest
    @ValueSource(strings = {
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        " ?[^(\\s|[.,!?…。，、।۔،])]+",
        "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
        " {2,}", "\\s?\\p{L}+", "[0-9][0-9][0-9]", "[一-龥\\u0800-\\u4e00가-\\u9fa5]+", "(?=(\\d{3})+(?!\\d))", "\\d{1,3}(?=(?:\\d{3})*\\b)", "(?:\\p{L}\\p{M}*)+",
        "[\\p{Han}]+", "(?<=\\d)(?=\\p{L})", "\\s+$", "[[:alpha:]]+", "\\n", "(?>a+)b", ".*", "(?i)'s|'t|\\p{L}+",
        "(?:(?i)'s|'t)?\\p{L}+"})
    void tokenizersExpressionsAreTaken(String regex) {
        assertThatCode(() -> RegexProbe.check(PLACE, regex)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|a)*b", "(.*)*x", "(?:a|aa)+$", "(x+x+)+y", ".*.*.*=", "\\s+\\s+\\s+$", "(\\w|\\d)+!", "(aa{1,5}+)+$", "(ab|aba|b)+c", "(\\p{L}+\\s?)*:", "(.*)(?i)é|\\X*x",
        "(?:.*(?i)é|.*x)"})
    void oneThatBacktracksWithoutEndIsRefused(String regex) {
        assertThatThrownBy(() -> RegexProbe.check(PLACE, regex)).isInstanceOf(FormatException.class)
            .hasMessageContaining("tokenizer.json: pre_tokenizer.pattern.Regex").hasMessageContaining("few steps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a)", "[a", "*a", "(?<n>a\\g<n>?b)", "(a)\\1", "(?(1)a|b)", "a\\", "a{1,1000000}", "(?P<x>a)"})
    void whatIsNotCoveredIsRefused(String regex) {
        assertThatThrownBy(() -> RegexProbe.check(PLACE, regex)).isInstanceOf(FormatException.class).hasMessageContaining("expected a regular expression");
        assertThatThrownBy(() -> RegexProbe.check(PLACE, "(".repeat(900) + ")".repeat(900))).hasMessageContaining("within each other");
    }
}
