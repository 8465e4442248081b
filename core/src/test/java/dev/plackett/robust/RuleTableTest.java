package dev.plackett.robust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.objective.Option;
import dev.plackett.robust.attack.AttackProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/flag.md are those of what there is: names, other names, options. */
class RuleTableTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void listsExactlyTheRulesAndPreAggregations() throws IOException {
        check("| rule |", AggregatorProvider.all());
        check("| pre-aggregation |", PreAggregatorProvider.all());
    }

    @Test
    void namesEveryAttack() throws IOException {
        String page = Files.readString(page());
        assertThat(AttackProvider.all()).allSatisfy(attack -> assertThat(page).contains("`" + attack.name() + "`"));
    }

    private static void check(String header, List<? extends Listed> all) throws IOException {
        List<String> lines = Files.readAllLines(page());
        int at = lines.stream().filter(l -> l.startsWith(header)).map(lines::indexOf).findFirst().orElseThrow();
        List<Listed> left = new ArrayList<>(all);
        for (String line : lines.subList(at + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            List<String> cells = Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList();
            Set<String> names = codes(cells.get(0));
            Listed listed = left.stream().filter(l -> names.contains(l.name())).findFirst().orElseThrow(() -> new AssertionError("no such rule: " + line));
            left.remove(listed);
            Set<String> expected = new TreeSet<>(listed.aliases());
            expected.add(listed.name());
            assertThat(names).isEqualTo(expected);
            assertThat(codes(cells.get(1))).as("options of %s", listed.name())
                .isEqualTo(listed.options().stream().map(Option::name).collect(Collectors.toCollection(TreeSet::new)));
        }
        assertThat(left).extracting(Listed::name).as("without a row").isEmpty();
    }

    private static Path page() {
        return Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath().getParent().resolve("docs/flag.md");
    }

    private static Set<String> codes(String cell) {
        return CODE.matcher(cell).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
