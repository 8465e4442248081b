package dev.plackett.cli;

import dev.plackett.data.wordnet.WordNetExtract;
import dev.plackett.model.Llama2cFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plackett convert}. To add a format, add a subcommand. */
@Command(name = "convert", description = "Turn files of other formats into ours.", subcommands = {ConvertCommand.Llama2c.class, ConvertCommand.WordNet.class},
    footerHeading = "%nExamples:%n", footer = {
        "  plackett convert llama2c --model stories260K.bin --tokenizer tok512.bin --to stories",
        "  plackett convert wordnet --dictionary /usr/share/wordnet --to wordnet.tsv.gz"})
final class ConvertCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a format is missing");
    }

    /** llama2.c's checkpoint and tokenizer → a Hugging Face folder. */
    @Command(name = "llama2c", description = "A model of llama2.c and its tokenizer to a Hugging Face folder.")
    static final class Llama2c implements Callable<Integer> {

        @Option(names = "--model", required = true, paramLabel = "FILE", description = "The checkpoint (format of export version 0).")
        private Path model;

        @Option(names = "--tokenizer", required = true, paramLabel = "FILE", description = "The tokenizer.")
        private Path tokenizer;

        @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where the folder goes.")
        private Path to;

        @Override
        public Integer call() {
            Llama2cFile.convert(model, tokenizer, to);
            System.err.println(to + " is written");
            return 0;
        }
    }

    /** WordNet's data files → the embedded slice. */
    @Command(name = "wordnet", description = "WordNet 3.0's data files (Debian: wordnet-base) to the file that is embedded as wordnet.tsv.gz.")
    static final class WordNet implements Callable<Integer> {

        @Option(names = "--dictionary", required = true, paramLabel = "DIR", description = "Folder with data.noun, data.verb, data.adj and data.adv.")
        private Path dictionary;

        @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where it goes.")
        private Path to;

        @Override
        public Integer call() {
            System.err.println(to + " is written; " + WordNetExtract.extract(dictionary, to) + " synsets without a definition were left out");
            return 0;
        }
    }
}
