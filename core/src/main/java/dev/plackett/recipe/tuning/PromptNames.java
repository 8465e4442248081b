package dev.plackett.recipe.tuning;

import dev.plackett.data.Row;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Which rows answer the same prompt, by its tokens. */
public final class PromptNames {

    private PromptNames() {}

    /**
     * A name for each row: that of the first row with its prompt. Where all rows answer one prompt, each stands for itself.
     *
     * @param own what a row is called by itself
     */
    public static List<String> of(List<Row> rows, IntFunction<String> own) {
        boolean alone = rows.stream().map(r -> IntBuffer.wrap(r.prefix())).distinct().count() == 1;
        Map<IntBuffer, String> names = new HashMap<>();
        return IntStream.range(0, rows.size()).mapToObj(i -> alone ? own.apply(i)
            : names.computeIfAbsent(IntBuffer.wrap(rows.get(i).prefix()), k -> own.apply(i))).toList();
    }
}
