package dev.plackett;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.plackett.event.Event;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.RecipeKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of ARCHITECTURE.md: arrows go down the list only. */
class ArchitectureTest {

    /** From the top floor to the ground; rooms on one line do not know each other. */
    private static final List<List<String>> FLOORS = List.of(
        List.of("cli"), List.of("recipe"), List.of("report"), List.of("evaluate"), List.of("judge"), List.of("generate"), List.of("train"), List.of("robust"),
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
    void onlyTheCommandLineWritesToTheConsole() {
        noClasses().that().resideOutsideOfPackage("dev.plackett.cli..").should().accessField(System.class, "out")
            .orShould().accessField(System.class, "err").orShould().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
    }

    /** One room per library: what can be exchanged stands in one place. */
    @ParameterizedTest
    @CsvSource({"picocli.., cli", "me.tongfei.progressbar.., report", "org.snakeyaml.., recipe.bind", "ai.djl.., text", "com.sun.jna.., tensor"})
    void eachLibraryHasItsRoom(String library, String room) {
        noClasses().that().resideOutsideOfPackage(packageOf(room)).should().dependOnClassesThat().resideInAPackage(library).check(CLASSES);
    }

    @Test
    void messagesGoThroughTheInterfaceOfSlf4jAlone() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.slf4j.simple..", "org.slf4j.impl..", "ch.qos.logback..", "org.apache.log4j..",
            "org.apache.logging..", "org.apache.commons.logging..", "java.util.logging..").check(CLASSES);
    }

    @Test
    void nothingKnowsTheFacade() {
        noClasses().that().resideInAPackage("dev.plackett.*..").should().dependOnClassesThat().resideInAPackage("dev.plackett").check(CLASSES);
    }

    /** Exceptions extend Java's; constants of an enum extend it; nothing else inherits code of ours. */
    @Test
    void noImplementationIsInherited() {
        assertThat(CLASSES.stream().filter(c -> c.getRawSuperclass().map(s -> s.getPackageName().startsWith("dev.plackett") && !s.isEnum()).orElse(false))
            .map(JavaClass::getName)).isEmpty();
    }

    @Test
    void objectivesAndEventsAreRecords() {
        classes().that().areAssignableTo(Objective.class).and().areNotInterfaces().should().beRecords().check(CLASSES);
        classes().that().areAssignableTo(Event.class).and().areNotInterfaces().should().beRecords().check(CLASSES);
    }

    /** State that lives across steps is a carry. */
    @Test
    void objectivesHideNothingInFields() {
        fields().that().areDeclaredInClassesThat().resideInAPackage("dev.plackett.objective..").should().beFinal().check(CLASSES);
    }

    @Test
    void nothingIsCalledUtilsOrHelper() {
        noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Manager|Misc|Common)(\\$.*)?").check(CLASSES);
    }

    /** What a public type shows, others can name. A recipe's configuration is its own affair: it is written as YAML. */
    @Test
    void publicTypesShowPublicTypes() {
        assertThat(CLASSES.stream().filter(ArchitectureTest::visible).filter(c -> !c.isAssignableTo(RecipeKind.class))
            .flatMap(c -> c.getMethods().stream().filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC)))
            .filter(m -> Stream.concat(Stream.of(m.getRawReturnType()), m.getRawParameterTypes().stream()).map(JavaClass::getBaseComponentType)
                .anyMatch(t -> t.getPackageName().startsWith("dev.plackett") && !visible(t))).map(m -> m.getFullName())).isEmpty();
    }

    private static boolean visible(JavaClass c) {
        return c.getModifiers().contains(JavaModifier.PUBLIC) && c.getEnclosingClass().map(ArchitectureTest::visible).orElse(true);
    }

    private static String packageOf(String room) {
        return "dev.plackett." + room + "..";
    }
}
