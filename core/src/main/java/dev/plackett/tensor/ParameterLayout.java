package dev.plackett.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where parameters lie in a flat buffer: groups one after the other, each beginning at a multiple of 64 bytes.
 *
 * @param slots place of each parameter, in declaration order
 * @param size  length of the buffer, gaps included
 */
record ParameterLayout(Map<String, Slot> slots, long size) {

    /**
     * A parameter's place.
     *
     * @param parameter the parameter
     * @param offset    its first element
     */
    record Slot(ParameterStore.Parameter parameter, long offset) {

        long end() {
            return offset + parameter.size();
        }
    }

    private static final long ALIGNMENT = 64;

    /**
     * Lays groups out.
     *
     * @throws IllegalArgumentException when a name occurs twice, the dtype is none of parameters, or there is nothing to lay out
     */
    static ParameterLayout of(List<ParameterStore.Group> groups, ScalarType dtype) {
        long step = ALIGNMENT / elementSize(dtype);
        Map<String, Slot> slots = new LinkedHashMap<>();
        long offset = 0;
        for (ParameterStore.Group group : groups) {
            offset = aligned(offset, step);
            for (ParameterStore.Parameter p : group.members()) {
                if (slots.put(p.name(), new Slot(p, offset)) != null) {
                    throw new IllegalArgumentException("parameter '" + p.name() + "' is declared twice");
                }
                offset = Math.addExact(offset, p.size());
            }
        }
        if (slots.isEmpty()) {
            throw new IllegalArgumentException("a store needs at least one parameter");
        }
        return new ParameterLayout(slots, aligned(offset, step));
    }

    /** A parameter's place by name. */
    Slot at(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new NoSuchElementException("no parameter '" + name + "'");
        }
        return slot;
    }

    /** Bytes per number of a dtype that parameters may have. */
    static long elementSize(ScalarType dtype) {
        return switch (dtype) {
            case Double -> 8;
            case Float -> 4;
            case BFloat16, Half -> 2;
            default -> throw new IllegalArgumentException("parameters cannot have dtype " + dtype);
        };
    }

    private static long aligned(long offset, long step) {
        return Math.addExact(offset, step - 1) / step * step;
    }
}
