package dev.plackett.recipe.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Jobs side by side. */
class WorkersTest {

    @Test
    void resultsComeInTheOrderOfTheJobsAndEachHasOneThread() throws Exception {
        dev.plackett.tensor.Natives.load();
        int threads = torch.get_num_threads();
        List<Event> events = new ArrayList<>();
        List<int[]> results = Workers.run(IntStream.range(0, 7).mapToObj(i -> (Workers.Job<int[]>) done -> {
            Thread.sleep(7 - i);
            done.accept(3);
            return new int[] {i, torch.get_num_threads()};
        }).toList(), "stage", 21, "units", events::add, StopSignal.none());
        assertThat(results.stream().map(r -> r[0])).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(results.stream().map(r -> r[1])).containsOnly(1);
        assertThat(torch.get_num_threads()).isEqualTo(threads);
        Event.Progress last = (Event.Progress) events.get(events.size() - 1);
        assertThat(last.done()).isEqualTo(21);
    }

    @Test
    void afterAStopNoJobBeginsAndAFailureIsTheJobsOwn() {
        assertThatThrownBy(() -> Workers.run(List.of(done -> 1), "stage", 1, "units", Listener.none(), () -> true)).isInstanceOf(StoppedException.class);
        assertThatThrownBy(() -> Workers.run(List.of(done -> 1, done -> {
            throw new IllegalStateException("broken");
        }), "stage", 1, "units", Listener.none(), StopSignal.none())).isInstanceOf(IllegalStateException.class).hasMessage("broken");
    }
}
