package dev.plackett.recipe.diagnose;

import dev.plackett.data.Row;
import dev.plackett.io.FormatException;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.tuning.PreferencePairs;
import dev.plackett.recipe.tuning.PromptNames;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pairs that are looked at.
 *
 * @param rows    training pairs, then held-out ones, each in its file's order
 * @param prompts tokens of each prompt by name
 * @param notes   what was found in the files
 */
record PairTable(List<PairRow> rows, Map<String, int[]> prompts, List<String> notes) {

    /**
     * Reads the files as the reference reads them, and checks that every other model reads the same tokens.
     *
     * @throws FormatException naming the model whose tokenizer or template differs, and the first line where it does
     */
    static PairTable read(DiagnosisRequest request) {
        List<PreferencePairs> files = new ArrayList<>();
        List<Boolean> heldOut = new ArrayList<>();
        file(request, request.data()).ifPresent(f -> {
            files.add(f);
            heldOut.add(false);
        });
        file(request, request.heldOut()).ifPresent(f -> {
            files.add(f);
            heldOut.add(true);
        });
        List<Row> all = files.stream().flatMap(f -> f.rows().stream()).toList();
        List<String> places = files.stream().flatMap(f -> f.lines().stream().map(line -> f.file().getFileName() + ":" + line)).toList();
        List<String> names = PromptNames.of(all, places::get);
        Map<String, int[]> prompts = new LinkedHashMap<>();
        List<PairRow> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int at = 0;
        for (int f = 0; f < files.size(); f++) {
            PreferencePairs file = files.get(f);
            List<PairRow> some = new ArrayList<>();
            for (int i = 0; i < file.rows().size(); i++) {
                some.add(new PairRow(heldOut.get(f), file.lines().get(i), names.get(at++), file.rows().get(i)));
            }
            List<PairRow> kept = limited(some, request.limit(), Seeds.of(request.seed()).at("limit").at(f));
            kept.forEach(r -> prompts.putIfAbsent(r.prompt(), r.row().prefix()));
            rows.addAll(kept);
            notes.add(file.schema() + (kept.size() < some.size() ? "; " + kept.size() + " of " + some.size()
                + " pairs are looked at, prompts kept whole" : "") + "; passed over: " + file.passedOver());
        }
        return new PairTable(List.copyOf(rows), prompts, notes);
    }

    /** Tokens of the longest response. */
    int longest() {
        return rows.stream().flatMap(r -> r.row().branches().stream()).mapToInt(b -> b.ids().length).max().orElseThrow();
    }

    private static Optional<PreferencePairs> file(DiagnosisRequest request, Optional<Path> file) {
        return file.map(path -> {
            PreferencePairs pairs = PreferencePairs.read(new ModelFolder(request.referenceModel().files()), path, request.reading());
            request.others().stream().filter(m -> !m.adapter() && m.tokenizer()).forEach(m -> same(request, pairs, m));
            return pairs;
        });
    }

    private static void same(DiagnosisRequest request, PreferencePairs pairs, ModelSource model) {
        PreferencePairs other = PreferencePairs.read(new ModelFolder(model.files()), pairs.file(), request.reading());
        for (int i = 0; i < pairs.rows().size(); i++) {
            if (i >= other.rows().size() || !tokens(pairs.rows().get(i)).equals(tokens(other.rows().get(i)))) {
                throw new FormatException(model.folder(), model.option(), "its tokenizer or chat template reads line "
                    + pairs.lines().get(i) + " of " + pairs.file() + " as other tokens than those of the reference " + request.reference()
                    + " do: log-likelihoods of different tokens cannot be compared");
            }
        }
    }

    private static List<List<Integer>> tokens(Row row) {
        List<List<Integer>> out = new ArrayList<>();
        out.add(Arrays.stream(row.prefix()).boxed().toList());
        row.branches().forEach(b -> out.add(Arrays.stream(b.ids()).boxed().toList()));
        return out;
    }

    /** Whole prompts at random until there are enough pairs. */
    private static List<PairRow> limited(List<PairRow> rows, int limit, Seeds seeds) {
        if (limit == 0 || rows.size() <= limit) {
            return rows;
        }
        List<String> names = rows.stream().map(PairRow::prompt).distinct().toList();
        Set<String> kept = new HashSet<>();
        int have = 0;
        for (int p : seeds.permutation(names.size())) {
            long more = rows.stream().filter(r -> r.prompt().equals(names.get(p))).count();
            if (have == 0 || have + more <= limit) {
                kept.add(names.get(p));
                have += more;
            }
            if (have >= limit) {
                break;
            }
        }
        return rows.stream().filter(r -> kept.contains(r.prompt())).toList();
    }
}
