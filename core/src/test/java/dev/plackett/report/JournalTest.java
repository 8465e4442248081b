package dev.plackett.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path temp;

    @Test
    void rowsAreFlatJsonInAFixedOrder() throws Exception {
        try (Journal journal = open(Journal.Position.START)) {
            journal.on(new Event.Metrics("train", Map.of("step", 3, "method", "sppo"), Map.of("rewards/margins", 0.25, "loss", Double.NaN)));
            journal.on(new Event.Timing("train", Map.of("step", 3), Map.of("seconds", 0.5)));
            journal.on(new Event.StageEnded("round 1", 2.5));
        }
        assertThat(temp.resolve("metrics.jsonl")).hasContent("{\"series\":\"train\",\"method\":\"sppo\",\"step\":3,\"loss\":null,\"rewards/margins\":0.25}");
        MetricTable timings = MetricTable.read(temp.resolve("timings.jsonl"));
        assertThat(timings.column("seconds")).containsExactly(0.5, 2.5);
        assertThat(timings.column("attempt")).containsExactly(1, 1);
        assertThat(timings.series("stage").labels("stage")).containsExactly("round 1");
    }

    @Test
    void tensorBoardReadsThePoints() throws Exception {
        try (Journal journal = open(Journal.Position.START)) {
            journal.on(new Event.Metrics("train", Map.of("step", 300, "method", "sppo"), Map.of("loss", 1.5, "kl", -2.25)));
            journal.on(new Event.Metrics("evaluation", Map.of("round", 2), Map.of("win_rate", 0.75)));
        }
        EventFile.Content content = EventFile.read(events());
        assertThat(content.version()).isEqualTo("brain.Event:2");
        assertThat(content.points()).extracting(EventFile.Point::tag, EventFile.Point::step, EventFile.Point::value).containsExactly(
            org.assertj.core.groups.Tuple.tuple("train/kl/method=sppo", 300L, -2.25f), org.assertj.core.groups.Tuple.tuple("train/loss/method=sppo", 300L, 1.5f),
            org.assertj.core.groups.Tuple.tuple("evaluation/win_rate", 2L, 0.75f));
        assertThat(content.points().get(0).wall()).isCloseTo(System.currentTimeMillis() / 1e3, org.assertj.core.data.Offset.offset(60.0));
        assertThat(EventFile.crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xE3069283);
    }

    @Test
    void whatWasNotCommittedIsCutOff() throws Exception {
        Journal.Position commit;
        try (Journal journal = open(Journal.Position.START)) {
            row(journal, 1);
            commit = journal.force();
            row(journal, 2);
        }
        Files.writeString(temp.resolve("metrics.jsonl"), "{\"series\":\"tr", java.nio.file.StandardOpenOption.APPEND);
        try (Journal journal = open(commit)) {
            row(journal, 3);
        }
        assertThat(MetricTable.read(temp.resolve("metrics.jsonl")).column("loss")).containsExactly(1, 3);
        assertThat(EventFile.read(events()).points()).extracting(EventFile.Point::step).containsExactly(1L, 3L);
    }

    @Test
    void rowsOfACheckpointComeBack() throws Exception {
        Journal.Position commit;
        try (Journal journal = open(Journal.Position.START)) {
            row(journal, 1);
            commit = journal.force();
            row(journal, 2);
            journal.saveSince(commit, temp.resolve("saved"));
            row(journal, 3);
        }
        try (Journal journal = open(commit)) {
            journal.restoreSince(commit, temp.resolve("saved"));
            row(journal, 4);
        }
        assertThat(MetricTable.read(temp.resolve("metrics.jsonl")).column("loss")).containsExactly(1, 2, 4);
        assertThat(EventFile.read(events()).points()).extracting(EventFile.Point::step).containsExactly(1L, 2L, 4L);
    }

    @Test
    void aFileThatLostCommittedRowsIsRefused() throws Exception {
        open(Journal.Position.START).close();
        assertThatThrownBy(() -> open(new Journal.Position(100, 0))).isInstanceOf(RunFolderException.class).hasMessageContaining("shorter");
    }

    @Test
    void aNameCannotBeLabelAndValue() {
        try (Journal journal = open(Journal.Position.START)) {
            assertThatThrownBy(() -> journal.on(new Event.Metrics("train", Map.of("step", 1), Map.of("step", 2.0)))).hasMessageContaining("'step'");
        }
    }

    @Test
    void tablesAreNarrowedDown() throws Exception {
        try (Journal journal = open(Journal.Position.START)) {
            for (int round = 1; round <= 3; round++) {
                for (String judge : new String[] {"held-out", "training"}) {
                    Map<String, Object> labels = new LinkedHashMap<>();
                    labels.put("round", round);
                    labels.put("judge", judge);
                    journal.on(new Event.Metrics("evaluation", labels, Map.of("win_rate", round / 10.0)));
                }
            }
        }
        MetricTable table = MetricTable.read(temp.resolve("metrics.jsonl")).series("evaluation");
        assertThat(table.where("judge", "held-out").column("win_rate")).containsExactly(0.1, 0.2, 0.3);
        assertThat(table.where("round", 2).rows()).hasSize(2);
        assertThat(table.labels("round")).containsExactly("1", "2", "3");
        assertThat(table.last("win_rate")).isEqualTo(0.3);
        assertThat(table.last("nothing")).isNaN();
    }

    private Journal open(Journal.Position position) {
        Journal journal = new Journal(temp, 1, position);
        journal.live(true);
        return journal;
    }

    private Path events() {
        return temp.resolve("events.out.tfevents.0000000000.plackett");
    }

    private static void row(Journal journal, int step) {
        journal.on(new Event.Metrics("train", Map.of("step", step), Map.of("loss", (double) step)));
    }
}
