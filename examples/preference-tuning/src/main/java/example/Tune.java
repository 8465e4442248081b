package example;

import dev.plackett.Plackett;
import dev.plackett.event.Event;
import dev.plackett.event.StoppedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Trains the model inside the jar on preference pairs until it is done or the time is up. Arguments: the pairs, the run folder, seconds. */
public final class Tune {
    public static void main(String[] args) {
        Instant end = Instant.now().plusSeconds(Long.parseLong(args[2]));
        try {
            Plackett.Run run = Plackett.recipe("preference").set("data", Path.of(args[0])).set("objective", "dpo").set("options.beta", 0.1)
                .set("training", Map.of("learning_rate", 2e-4, "num_train_epochs", 6, "batch_size", 4))
                .listener(Tune::show).stop(() -> Instant.now().isAfter(end))
                .run(Path.of(args[1]));
            System.out.printf("%.0f %% of the held-out pairs are right; the model is in %s%n",
                100 * run.metrics().series("evaluation").last("rewards/accuracies"), run.result("model"));
        } catch (StoppedException e) {
            System.out.println("the time is up; the next start goes on from here");
        }
    }

    private static void show(Event event) {
        if (event instanceof Event.Progress p) {
            System.err.printf("%s: %d of %d %s, %s%n", p.stage(), p.done(), p.total(), p.unit(), p.note());
        }
    }
}
