package dev.plackett.robust;

import static dev.plackett.robust.Matrices.A7;
import static dev.plackett.robust.Matrices.direction;
import static dev.plackett.robust.Matrices.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the specification's section 6.2: every rule on seven rows of five numbers, to 1e-6. */
class WorkedExamplesTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "mean; 2.328571, 0.228571, 0.557143, -1.042857, 4.000000",
        "median; 1.1, 1.9, -1.0, 0.4, 3.0",
        "median(median=mid); 1.1, 1.9, -1.0, 0.4, 3.0",
        "trmean(f=0); 2.328571, 0.228571, 0.557143, -1.042857, 4.000000",
        "trmean(f=1); 1.12, 1.86, -0.96, 0.38, 3.08",
        "trmean(f=2); 1.1, 1.9, -1.0, 0.4, 3.066667",
        "meamed(f=1); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "phocas(f=1); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "cge(f=1); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "aksel(f=1, mode=n-f); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "mda(f=1); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "multikrum(f=1, variant=byzfl); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "krum(f=1); 1.0, 2.0, -1.0, 0.5, 3.0",
        "multikrum(f=1); 1.175, 1.95, -0.9, 0.325, 2.9",
        "multikrum(f=1, variant=garfield); 1.075, 2.0, -1.05, 0.5, 2.975",
        "bulyan(f=1); 1.1, 2.0, -1.0, 0.4, 2.866667",
        "bulyan(f=1, variant=garfield); 1.233333, 1.95, -0.866667, 0.266667, 2.866667",
        "geomed(iterations=1); 1.308527, 1.601349, -0.696037, 0.145054, 3.183675",
        "geomed; 1.123495, 1.874019, -0.952937, 0.399321, 3.065753",
        "geomed(iterations=1000); 1.094616, 1.902943, -0.966371, 0.420095, 3.040796",
        "cclip(tau=1, remember=false); 0.295429, 0.361541, -0.157146, 0.032749, 0.718786",
        "normmean; 0.295429, 0.361541, -0.157146, 0.032749, 0.718786",
        "cclip(tau=1, iterations=3); 0.821402, 1.131092, -0.519982, 0.150611, 2.069511",
        "cclip(tau=10); 1.538877, 1.018266, -0.232552, -0.253162, 3.210305",
        "aksel(f=1); 1.175, 1.95, -0.9, 0.325, 2.9",
        "signmaj; 1, 1, -1, 1, 1",
        "caf(f=0); 2.328571, 0.228571, 0.557143, -1.042857, 4.000000",
        "caf(f=1); 1.054176, 1.955196, -1.020343, 0.462142, 2.991518",
        "caf(f=2); 1.071767, 1.945503, -1.016077, 0.466225, 3.023704",
        "smea(f=1); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "smea(f=2); 1.04, 1.9, -1.1, 0.52, 3.08",
        "monna(f=1); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "monna(f=1, worker=6); 2.6, -0.116667, 0.85, -1.35, 4.183333",
        "monna(f=2, worker=0); 1.08, 2.02, -0.96, 0.42, 2.9",
        "nnm(f=1) > mean; 1.271429, 1.640476, -0.75, 0.192857, 3.169048",
        "nnm(f=1) > krum(f=1); 1.05, 1.933333, -1.016667, 0.45, 3.0",
        "flag(m=4, combine=median_norm); 1.191252, 1.458372, -0.634294, 0.131298, 2.899379",
        "flag(combine=paper); 2.325659, 0.228999, 0.553986, -1.048761, 4.000558",
    })
    void everyRuleOnSevenRows(String rule, String expected) {
        double[] numbers = Arrays.stream(expected.split(",")).mapToDouble(Double::parseDouble).toArray();
        assertThat(direction(rule, A7)).usingComparatorWithPrecision(1e-6).containsExactly(numbers);
    }

    @Test
    void scoresAndDiameters() {
        assertThat(update(Aggregator.krum(1), A7).aggregation().findings().scores()).usingComparatorWithPrecision(1e-6)
            .containsExactly(1.32, 1.84, 3.27, 2.84, 3.30, 2.15, 1978.81);
        assertThat(update(Aggregator.named("multikrum(f=1, variant=garfield)"), A7).aggregation().findings().scores()).usingComparatorWithPrecision(1e-6)
            .containsExactly(3.046484, 3.593633, 4.606043, 4.704479, 4.955832, 3.951711, 111.444752);
        assertThat(update(Aggregator.minimumDiameter(1), A7).aggregation().findings().numbers().get("diameter")).isCloseTo(1.396424, within(1e-6));
        assertThat(update(Aggregator.named("caf(f=1)"), A7).aggregation().findings().numbers().get("rounds")).isEqualTo(5);
        assertThat(update(Aggregator.named("caf(f=2)"), A7).aggregation().findings().numbers().get("rounds")).isEqualTo(603);
        assertThat(update(Aggregator.named("cge(f=1)"), A7).aggregation().findings().scores()).usingComparatorWithPrecision(1e-6)
            .containsExactly(3.905125, 4.066940, 4.033609, 3.570714, 4.166533, 3.762978, 22.360680);
    }

    @Test
    void coefficientsAreThoseOfTheWorkersOwnGradients() {
        Aggregation chain = update(Aggregator.named("nnm(f=1) > krum(f=1)"), A7).aggregation();
        assertThat(chain.coefficients()).usingComparatorWithPrecision(1e-15).containsExactly(1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 0);
        assertThat(chain.influence(6)).isZero();
        assertThat(update(Aggregator.mean(), A7).aggregation().influence(5, 6)).isCloseTo(2.0 / 7, within(1e-15));
        assertThat(update(Aggregator.multiKrum(1), A7).aggregation().coefficients()).containsExactly(0.25, 0.25, 0, 0.25, 0, 0.25, 0);
    }
}
