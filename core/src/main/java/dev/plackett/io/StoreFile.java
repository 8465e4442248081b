package dev.plackett.io;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The weights of a small network as one safetensors file, under the names that the network has for them. */
public final class StoreFile {

    private StoreFile() {}

    /** Writes all parameters, in the store's dtype. */
    public static void write(Path file, ParameterStore store) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            store.names().forEach(name -> tensors.put(name, store.master(name)));
            SafetensorsWriter.write(file, tensors, Map.of());
        }
    }

    /**
     * Fills all parameters.
     *
     * @throws FormatException naming a tensor that is missing, has another shape, or holds a number that is not finite
     */
    public static void read(Path file, ParameterStore store) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard(); SafetensorsFile from = SafetensorsFile.open(file)) {
            for (String name : store.names()) {
                SafetensorsFile.Entry entry = from.entries().get(name);
                if (entry == null || !Arrays.equals(entry.shape(), store.shape(name))) {
                    throw new FormatException(file, "'" + name + "'", "expected shape " + Arrays.toString(store.shape(name)) + ", found "
                        + (entry == null ? "no such tensor" : Arrays.toString(entry.shape())));
                }
                Tensor read = from.read(name);
                if (!read.isfinite().all().item_bool()) {
                    throw new FormatException(file, "'" + name + "'", "holds a number that is not finite (NaN or infinity)");
                }
                store.master(name).copy_(read);
            }
        }
        store.refresh();
    }
}
