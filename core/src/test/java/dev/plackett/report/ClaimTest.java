package dev.plackett.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimTest {

    @Test
    void theIntervalDecides() {
        assertThat(Claim.above("s", "c", 0.7, new Claim.Interval(0.65, 0.75), 0.6, "e").holds()).isTrue();
        assertThat(Claim.above("s", "c", 0.7, new Claim.Interval(0.55, 0.85), 0.6, "e").holds()).isNull();
        assertThat(Claim.above("s", "c", 0.5, new Claim.Interval(0.45, 0.55), 0.6, "e").holds()).isFalse();
        assertThat(Claim.below("s", "c", 0.5, new Claim.Interval(0.45, 0.55), 0.6, "e").holds()).isTrue();
        assertThat(Claim.below("s", "c", 0.7, new Claim.Interval(0.65, 0.75), 0.6, "e").holds()).isFalse();
        assertThat(Claim.below("s", "c", 0.6, new Claim.Interval(0.55, 0.65), 0.6, "e").holds()).isNull();
        assertThat(Claim.above("s", "c", 0.6, null, 0.6, "e").holds()).as("nothing above the threshold was seen").isFalse();
        assertThat(Claim.below("s", "c", 0, new Claim.Interval(0, 0), 0, "e").holds()).isFalse();
        assertThat(Claim.above("s", "c", Double.NaN, null, 0.6, "e").holds()).isNull();
    }

    @Test
    void theSummaryHasTheFieldsThatAreRead() {
        Summary summary = new Summary("sppo", "plackett run sppo", 12.345, Double.NaN, List.of(0L, 1L),
            List.of(Claim.above("sppo", "c", 0.7, new Claim.Interval(0.6, 0.8), 0.65, "e"), Claim.notMeasured("sppo", "d", Double.NaN, "why")),
            Map.of("model", "stages/002-train/model"));
        assertThat(summary.json()).hasToString("{\"recipe\":\"sppo\",\"command\":\"plackett run sppo\",\"seconds\":12.3,\"peak_rss_mb\":null,\"seeds\":[0,1],\"claims\":["
            + "{\"system\":\"sppo\",\"claim\":\"c\",\"holds\":null,\"value\":0.7,\"interval\":[0.6,0.8],\"threshold\":0.65,\"evidence\":\"e\"},"
            + "{\"system\":\"sppo\",\"claim\":\"d\",\"holds\":null,\"value\":null,\"interval\":null,\"threshold\":null,\"evidence\":\"why\"}],"
            + "\"results\":{\"model\":\"stages/002-train/model\"}}");
    }

    @Test
    void memoryIsReadWhereTheSystemTells() {
        assertThat(Summary.peakResidentMegabytes()).satisfiesAnyOf(mb -> assertThat(mb).isBetween(20.0, 100_000.0), mb -> assertThat(mb).isNaN());
    }
}
