package dev.plackett.objective;

import org.junit.jupiter.api.Test;

class NllTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Nll(), NaivePair.mean(p -> -p.w()));
    }
}
