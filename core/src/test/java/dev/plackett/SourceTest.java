package dev.plackett;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What byte code does not tell of the sources: length, documentation; and what the build file promises to those who depend on the artifact. */
class SourceTest {

    private static final int LONGEST_FILE = 300;
    private static final Path BASE = Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath();
    private static final Pattern TYPE = Pattern.compile("public (?:(?:static|final|sealed|abstract) )*(?:class|interface|record|enum|@interface) (\\w+).*");

    @Test
    void filesStayShort() {
        for (Path file : sources("src")) {
            assertThat(lines(file).size()).as("lines of %s", file).isLessThanOrEqualTo(LONGEST_FILE);
        }
    }

    @Test
    void everyPublicTypeIsDocumented() {
        List<String> bare = new ArrayList<>();
        int types = 0;
        for (Path file : sources("src/main/java")) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (TYPE.matcher(lines.get(i).strip()).matches()) {
                    types++;
                    int above = i - 1;
                    while (above > 0 && (lines.get(above).strip().startsWith("@") || annotationGoesOn(lines, above))) {
                        above--;
                    }
                    if (!lines.get(above).strip().endsWith("*/")) {
                        bare.add(file.getFileName() + ":" + (i + 1));
                    }
                }
            }
        }
        assertThat(types).isGreaterThan(200);
        assertThat(bare).as("public types without Javadoc").isEmpty();
    }

    /** Whether a line is a further line of an annotation: the commands' have many. */
    private static boolean annotationGoesOn(List<String> lines, int at) {
        int i = at;
        while (i > 0 && !lines.get(i).isBlank() && !lines.get(i).strip().endsWith("*/")) {
            if (lines.get(i).strip().startsWith("@")) {
                return true;
            }
            i--;
        }
        return false;
    }

    @Test
    void theArtifactNamesItsModuleAndBringsNoLoggingBackend() throws IOException {
        String pom = Files.readString(BASE.resolve("pom.xml"));
        assertThat(pom).contains("<Automatic-Module-Name>dev.plackett</Automatic-Module-Name>");
        assertThat(Pattern.compile("<artifactId>slf4j-(?!api)\\w+</artifactId>.*?</dependency>", Pattern.DOTALL).matcher(pom).results())
            .as("backends of SLF4J are the command line's alone").allSatisfy(m -> assertThat(m.group()).contains("<optional>true</optional>"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources(String under) {
        try (Stream<Path> files = Files.walk(BASE.resolve(under))) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
