package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of objectives in docs/preference.md are those that there are: names, other names, options. */
class ObjectiveTableTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void listsExactlyTheProviders() throws IOException {
        Map<String, List<String>> table = table("| name | loss |");
        assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(ObjectiveProvider.all().stream().map(ObjectiveProvider::name).toList());
        for (ObjectiveProvider provider : ObjectiveProvider.all()) {
            List<String> cells = table.get(provider.name());
            Set<String> names = new TreeSet<>(provider.aliases());
            names.add(provider.name());
            assertThat(codes(cells.get(0))).as(provider.name()).isEqualTo(names);
            assertThat(codes(cells.get(2))).as("options of %s", provider.name())
                .isEqualTo(provider.options().stream().map(Option::name).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void listsExactlyTheModifiers() throws IOException {
        Set<String> listed = new TreeSet<>();
        table("| option | what it does |").values().forEach(cells -> listed.addAll(codes(cells.get(0))));
        assertThat(listed).isEqualTo(ObjectiveModifier.all().stream().map(Option::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Rows by the first name in them. */
    private static Map<String, List<String>> table(String header) throws IOException {
        Path base = Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath();
        List<String> lines = Files.readAllLines(base.getParent().resolve("docs/preference.md"));
        int at = lines.stream().filter(l -> l.startsWith(header)).map(lines::indexOf).findFirst().orElseThrow();
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : lines.subList(at + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            List<String> cells = Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList();
            String name = CODE.matcher(cells.get(0)).results().findFirst().orElseThrow().group(1);
            assertThat(rows.put(name, cells)).as(name).isNull();
        }
        return rows;
    }

    private static Set<String> codes(String cell) {
        return CODE.matcher(cell).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
