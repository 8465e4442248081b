package dev.plackett.cli;

import dev.plackett.evaluate.did.Proposal;
import dev.plackett.event.Listener;
import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.LengthLimit;
import dev.plackett.recipe.Precision;
import dev.plackett.recipe.diagnose.Diagnose;
import dev.plackett.recipe.diagnose.DiagnosisRequest;
import dev.plackett.recipe.tuning.PreferencePairs;
import dev.plackett.text.PromptCompletion.Straddle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plackett diagnose}. */
@Command(name = "diagnose", description = {"Say what preference pairs teach: which responses became more or less likely, whether that is expected, "
    + "and what to do.",
    "Writes report.html, report.json and the numbers behind them (pairs.csv, prompts.csv, samples.csv) into --out; a summary goes to standard "
        + "output."},
    footerHeading = "%nExamples:%n", footer = {
        "  plackett diagnose --policy runs/mine/model --reference base --data train.jsonl --held-out test.jsonl",
        "  plackett diagnose --policy adapter --reference base --data train.jsonl          an adapter in PEFT's layout on the reference",
        "  plackett diagnose --reference base --data pairs.jsonl --chosen-model sft-chosen --rejected-model sft-rejected     before training",
        "Pairs are rows of \"prompt\", \"chosen\" and \"rejected\", texts or messages, as 'run preference' reads them."})
final class DiagnoseCommand implements Callable<Integer> {

    /** Whose samples. */
    enum From {
        POLICY(Proposal.policy()), REFERENCE(Proposal.reference()), MIXTURE(Proposal.mixture());

        private final Proposal proposal;

        From(Proposal proposal) {
            this.proposal = proposal;
        }
    }

    @Option(names = "--reference", required = true, paramLabel = "DIR", description = "The model before training.")
    private Path reference;

    @Option(names = "--policy", paramLabel = "DIR", description = "The trained model, or an adapter on the reference; without it: what can be "
        + "known before training.")
    private Optional<Path> policy = Optional.empty();

    @Option(names = "--data", paramLabel = "FILE", description = "Pairs that were trained on.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--held-out", paramLabel = "FILE", description = "Pairs that were not; findings are about them where they are given.")
    private Optional<Path> heldOut = Optional.empty();

    @Option(names = "--chosen-model", paramLabel = "DIR", description = "The reference fine-tuned on the chosen responses alone (default: the "
        + "reference itself).")
    private Optional<Path> chosenModel = Optional.empty();

    @Option(names = "--rejected-model", paramLabel = "DIR",
        description = "The reference fine-tuned on the rejected responses alone: adds power law, log-margins and the forecast.")
    private Optional<Path> rejectedModel = Optional.empty();

    @Option(names = "--checkpoints", paramLabel = "DIR", arity = "1..*", description = "More policies, in the order of training, to be compared at "
        + "equal KL.")
    private List<Path> checkpoints = new ArrayList<>();

    @Option(names = "--beta", paramLabel = "B", defaultValue = "0.1", description = "Beta of the training (default: ${DEFAULT-VALUE}).")
    private double beta;

    @Option(names = "--samples", paramLabel = "K", defaultValue = "32", description = "Samples per prompt, of each policy (default: "
        + "${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--proposal", paramLabel = "WHOSE", defaultValue = "policy",
        description = "Whose samples estimate the DID's entropy: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private From proposal;

    @Option(names = "--max-new", paramLabel = "N", description = "Most tokens of a sample (default: those of the longest response looked at).")
    private Optional<Integer> maxNew = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "Most pairs of a file, drawn by prompts; 0 takes all "
        + "(default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--max-length", paramLabel = "N", description = "Most tokens of prompt and response (default: 1024, or the model's context).")
    private Optional<Integer> maxLength = Optional.empty();

    @Option(names = "--rename", paramLabel = "THEIRS=OURS", description = "A column of the file under another name (may be given again).")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(names = "--skip-bad-rows", description = "Pass over bad rows and count them; otherwise the first one is an error.")
    private boolean skipBadRows;

    @Option(names = "--no-eos", description = "Responses of text rows do not end with EOS.")
    private boolean noEos;

    @Option(names = "--straddle-to-completion", description = "Give a token that lies across the end of the prompt to the response, instead of an "
        + "error.")
    private boolean straddle;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Root of all draws.")
    private long seed;

    @Option(names = "--precision", paramLabel = "P", defaultValue = "float32",
        description = "${COMPLETION-CANDIDATES}; anything but float32 adds noise to every log-ratio (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "diagnosis", description = "Where the report goes (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws Exception {
        AutoNumber most = maxLength.map(n -> AutoNumber.of(n)).orElse(AutoNumber.auto());
        PreferencePairs.Reading reading = new PreferencePairs.Reading(skipBadRows, columns, new LengthLimit(LengthLimit.Cut.BUDGET, most,
            AutoNumber.auto()), !noEos,
            straddle ? Straddle.TO_COMPLETION : Straddle.ERROR);
        DiagnosisRequest request = new DiagnosisRequest(reference, policy, chosenModel, rejectedModel, checkpoints, data, heldOut, reading, beta,
            new DiagnosisRequest.Drawing(samples, proposal.proposal, maxNew), limit, seed, precision.compute());
        Listener console = Session.console();
        try {
            System.out.print(Diagnose.run(request, out, Session.command(), console, Session.stop()));
        } finally {
            if (console instanceof AutoCloseable bar) {
                bar.close();
            }
        }
        return 0;
    }
}
