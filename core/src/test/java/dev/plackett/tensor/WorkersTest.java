package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class WorkersTest {

    @Test
    void everyPartRunsOnce() {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        Workers.each(100, runs::incrementAndGet);
        for (int i = 0; i < 100; i++) {
            assertThat(runs.get(i)).isEqualTo(1);
        }
        Workers.each(0, i -> {
            throw new IllegalStateException();
        });
    }

    @Test
    void partsUseTensorsOfTheCallerAndLeaveItsThreadsAsTheyWere() {
        try (Scope scope = Scope.open()) {
            int before = torch.get_num_threads();
            Tensor out = Tensors.zeros(ScalarType.Float, 8);
            Workers.each(8, i -> {
                try (Scope own = Scope.open()) {
                    out.narrow(0, i, 1).fill_(Tensors.scalar(i));
                }
            });
            assertThat(Tensors.toFloats(out)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(torch.get_num_threads()).isEqualTo(before);
        }
    }

    @Test
    void theFirstFailureIsTheCallersAfterAllHaveEnded() {
        AtomicIntegerArray runs = new AtomicIntegerArray(20);
        assertThatIllegalArgumentException().isThrownBy(() -> Workers.each(20, i -> {
            runs.incrementAndGet(i);
            if (i >= 3) {
                throw new IllegalArgumentException("part " + i);
            }
        })).withMessage("part 3");
        assertThat(runs.get(3)).isEqualTo(1);
    }

    @Test
    void anInterruptIsKeptForTheCaller() {
        Thread.currentThread().interrupt();
        Workers.each(4, i -> { });
        assertThat(Thread.interrupted()).isTrue();
    }
}
