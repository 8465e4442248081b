package dev.plackett.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The timings' command line: step servers, and the program that drives them and the peers' in turn. */
@Command(name = "plackett-bench", mixinStandardHelpOptions = true, description = "Times Plackett beside its peers; see docs/performance.md.",
    subcommands = {ServeCommand.Plain.class, ServeCommand.Preference.class, ServeCommand.Generate.class, ServeCommand.EnergyModel.class,
        InterleaveCommand.class, AggregationTimes.class, EnergyTimes.class})
final class Main {

    private Main() {}

    /** Runs a command and ends the process with its status; by halt, since libtorch's destructors have nothing to wait for. */
    public static void main(String[] args) {
        int status = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
        System.out.flush();
        Runtime.getRuntime().halt(status);
    }
}
