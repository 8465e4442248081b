package dev.plackett;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.provider.Arguments;

/** Calls with wrong arguments, each with what the refusal has to say. */
public final class Refusals {

    private Refusals() {}

    /** A call that must be refused; its message holds all of the words. */
    public static Arguments call(String name, ThrowingCallable call, String... words) {
        return Arguments.of(name, call, words);
    }

    /** Refused in Java: an error of libtorch's own would be a {@link RuntimeException} that names nothing of ours. */
    public static void check(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class, IndexOutOfBoundsException.class)
            .hasMessageContainingAll(words);
    }
}
