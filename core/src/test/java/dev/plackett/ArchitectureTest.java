package dev.plackett;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rooms of ARCHITECTURE.md: arrows go down the list only. */
class ArchitectureTest {

    /** From the top floor to the ground; rooms on one line do not know each other. */
    private static final List<List<String>> FLOORS = List.of(
        List.of("cli"), List.of("recipe"), List.of("report"), List.of("evaluate"), List.of("judge"), List.of("generate"), List.of("train"),
        List.of("objective"), List.of("model"), List.of("nn"), List.of("text"), List.of("data"), List.of("io"), List.of("tensor"), List.of("event"));

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.plackett");

    @Test
    void arrowsGoDownOnly() {
        for (int floor = 1; floor < FLOORS.size(); floor++) {
            String[] above = FLOORS.subList(0, floor).stream().flatMap(List::stream).map(ArchitectureTest::packageOf).toArray(String[]::new);
            String[] here = FLOORS.get(floor).stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
            noClasses().that().resideInAnyPackage(here).should().dependOnClassesThat().resideInAnyPackage(above)
                .allowEmptyShould(true).check(CLASSES);
        }
    }

    @Test
    void roomsFormNoCycles() {
        slices().matching("dev.plackett.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void objectivesKnowNoTensorAndNoModel() {
        noClasses().that().resideInAPackage("dev.plackett.objective..").should().dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "dev.plackett.tensor..", "dev.plackett.model..", "dev.plackett.nn..").check(CLASSES);
    }

    @Test
    void onlyTheCommandLineWritesToStandardOutput() {
        noClasses().that().resideOutsideOfPackage("dev.plackett.cli..").should().accessField(System.class, "out").check(CLASSES);
    }

    private static String packageOf(String room) {
        return "dev.plackett." + room + "..";
    }
}
