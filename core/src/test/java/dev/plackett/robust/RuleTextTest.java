package dev.plackett.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plackett.objective.Option;
import dev.plackett.robust.attack.Attack;
import dev.plackett.robust.attack.AttackProvider;
import dev.plackett.robust.attack.Reverse;
import dev.plackett.robust.flag.Combine;
import dev.plackett.robust.flag.Flag;
import dev.plackett.robust.pre.NearestNeighbours;
import dev.plackett.robust.rule.Krum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTextTest {

    @Test
    void names() {
        assertThat(Aggregator.named("nnm(f=3) > krum(f=3)")).isEqualTo(new Chain(List.of(new NearestNeighbours(3)), new Krum(3, Krum.Variant.BLANCHARD)));
        assertThat(Aggregator.named(" flag ( m = 8 , combine=median-norm ) ")).isEqualTo(Flag.released().withDimension(8).with(Combine.MEDIAN_NORM));
        assertThat(Aggregator.named("flag()")).isEqualTo(Aggregator.flag());
        assertThat(Aggregator.named("flag(exponent=infinity)")).isEqualTo(Aggregator.flag().withExponent(Double.POSITIVE_INFINITY));
        assertThat(Aggregator.named("brute(f=2)")).isEqualTo(Aggregator.minimumDiameter(2));
        assertThat(Aggregator.named("geomed(nu=1e-3)")).isEqualTo(Aggregator.named("geomed", Map.of("nu", 0.001)));
        assertThat(Attack.named("reverse(kappa=-2.5)")).isEqualTo(new Reverse(-2.5));
        assertThat(Aggregator.named("monna(f=1, worker=gpu-3.local)").problem(3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "krun(f=1); no rule 'krun'; did you mean 'krum'?",
        "frobnicate; there are flag, fa,; krum",
        "nmn(f=1) > krum(f=1); no pre-aggregation 'nmn'; did you mean 'nnm'?",
        "krum(f=1) > mean; nothing can follow; nnm, bucketing",
        "nnm(f=3); a rule has to follow; nnm(f=3) > mean",
        "krum; krum needs f; krum(f=1)",
        "krum(3); expected key=value, such as f=3; character 6",
        "krum(g=3); krum has no option 'g'; 'f'",
        "krum(f=1.5); f is 1.5; a whole number",
        "krum(f=-1); f is -1; at least 0",
        "krum(f=1, f=2); gives f twice; f",
        "krum(f=1; expected ',' or ')'; the end",
        "krum(f=); expected a value for f; ')'",
        "krum f=1; expected '>' or the end; 'f=1'",
        "> mean; expected a name; character 1",
        "\"\"; expected a name; the end",
        "mean >; expected a name; the end",
        "krum(f=1, variant=mine); variant is mine; byzfl",
        "trmean(f=1, beta=2); trmean has no option 'beta'; there are f",
        "flag(m=-1); m is -1; at least 1",
        "flag(exponent=0.5); exponent is 0.5; at least 1",
        "geomed(nu=0); nu is 0.0; above 0",
    })
    void mistakesAreNamed(String text, String first, String second) {
        assertThatIllegalArgumentException().isThrownBy(() -> Aggregator.named(text)).withMessageContainingAll(first, second);
    }

    @Test
    void mistakesInAttacksAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Attack.named("allie(z=1)")).withMessageContaining("did you mean 'alie'?");
        assertThatIllegalArgumentException().isThrownBy(() -> Attack.named("zero > nan")).withMessageContaining("not joined");
        assertThatIllegalArgumentException().isThrownBy(() -> Attack.named("drop(q=2)")).withMessageContaining("q is 2.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Attack.named("delayed(steps=0)")).withMessageContaining("steps");
    }

    @Test
    void everythingThatIsListedCanBeMadeAndHasItsOwnName() {
        List<String> names = new ArrayList<>();
        List<Listed> all = new ArrayList<>(AggregatorProvider.all());
        all.addAll(PreAggregatorProvider.all());
        all.addAll(AttackProvider.all());
        assertThat(all).hasSizeGreaterThan(40);
        for (Listed listed : all) {
            names.add(listed.name());
            names.addAll(listed.aliases());
            assertThat(listed.summary()).as(listed.name()).isNotBlank().doesNotContain("\n");
            String needed = listed.options().stream().map(Option::name).anyMatch("f"::equals) ? "(f=1)" : "";
            if (listed instanceof AggregatorProvider) {
                assertThat(Aggregator.named(listed.name() + needed).problem(15)).as(listed.name()).isEmpty();
            } else if (listed instanceof PreAggregatorProvider) {
                assertThat(Aggregator.named(listed.name() + needed + " > mean").problem(15)).isEmpty();
            } else {
                assertThat(Attack.named(listed.name())).isNotNull();
            }
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "krum(f=3); 8; p ≥ 2f + 3 = 9; f ≤ 2",
        "multikrum(f=3, variant=garfield); 8; p ≥ 2f + 3 = 9; f ≤ 2",
        "multikrum(f=3, variant=byzfl); 6; more than 2f = 6; f ≤ 2",
        "bulyan(f=3); 14; p ≥ 4f + 3 = 15; f ≤ 2",
        "trmean(f=2); 4; more than 2f = 4; f ≤ 1",
        "meamed(f=2); 4; more than 2f = 4; f ≤ 1",
        "condense(f=2); 5; p ≥ 2f + 2 = 6; f ≤ 1",
        "mda(f=12); 60; 1.40e+12; 3.00e+07",
        "smea(f=6); 30; 5.94e+05; 2.00e+04",
        "flag(m=8); 7; m=8; 1 to p = 7",
        "multikrum(f=1, m=9); 7; m=9; 7 workers",
        "nnm(f=4) > mean; 8; nnm with f=4; f ≤ 3",
        "bucketing(s=3) > krum(f=1); 12; found 4; rows that are left of 12",
        "mean; 0; at least 1; found 0",
    })
    void limitsAreNamed(String rule, int workers, String first, String second) {
        assertThat(Aggregator.named(rule).problem(workers)).hasValueSatisfying(problem -> assertThat(problem).contains(first, second));
        assertThat(Aggregator.named(rule.replaceAll("\\(f=\\d+", "(f=1").replaceAll("m=\\d+", "m=1").replaceAll("s=3", "s=2")).problem(15)).isEmpty();
    }
}
