package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ParameterStoreTest {

    /** The limits of this process. */
    public interface C extends Library {
        int getrlimit(int resource, Limit limit);

        int setrlimit(int resource, Limit limit);
    }

    @Structure.FieldOrder({"now", "most"})
    public static final class Limit extends Structure {
        public long now;
        public long most;
    }

    private static final int ADDRESS_SPACE = 9;
    private static final long BYTES = 256L << 20;

    /** The address space has room for the parameters and not for their gradients. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aStoreThatFindsNoMemoryForItsGradientsLeavesNothingBehind() throws Exception {
        Natives.load();
        List<ParameterStore.Group> groups = List.of(ParameterStore.Group.of("w", BYTES / Float.BYTES));
        ParameterStore.trainable(List.of(ParameterStore.Group.of("w", 2)), ScalarType.Float, ScalarType.BFloat16).close();
        long before = Scope.alive();
        C c = Native.load("c", C.class);
        Limit limit = new Limit();
        assertThat(c.getrlimit(ADDRESS_SPACE, limit)).isZero();
        long unlimited = limit.now;
        limit.now = 4096 * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[0]) + BYTES + BYTES / 2;
        try {
            assertThat(c.setrlimit(ADDRESS_SPACE, limit)).isZero();
            assertThatThrownBy(() -> ParameterStore.trainable(groups, ScalarType.Float, ScalarType.Float)).hasMessageContaining("allocate memory");
        } finally {
            limit.now = unlimited;
            c.setrlimit(ADDRESS_SPACE, limit);
        }
        assertThat(Scope.alive()).isEqualTo(before);
    }
}
