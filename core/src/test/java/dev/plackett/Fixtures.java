package dev.plackett;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Golden files that lie outside the repository. Without them a test is skipped, or fails when {@code plackett.fixtures.required} is true. */
public final class Fixtures {

    private Fixtures() {}

    /** A fixture's path. */
    public static Path path(String relative) {
        Path path = Path.of(System.getProperty("plackett.fixtures", "../../shared/fixtures")).resolve(relative);
        if (!Files.exists(path)) {
            if (Boolean.getBoolean("plackett.fixtures.required")) {
                Assertions.fail("the fixture " + path + " is missing");
            }
            Assumptions.abort("skipped: the fixture " + path + " is absent");
        }
        return path;
    }
}
