// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.Explanation;
import dev.wshttp.explain.Finding;
import dev.wshttp.explain.KeyFile;
import dev.wshttp.explain.MessageSummary;
import dev.wshttp.explain.MessageSummary.SignatureSummary;
import dev.wshttp.security.MessageSecurityException;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Explains recorded messages, without calling anyone. */
@Command(
        name = "explain",
        description = {
            "Explains recorded messages: mode, suite, who is who, what is protected and by which key, and what is odd beside WCF.",
            "A FILE has one SOAP envelope, or is a message log of WCF (.svclog). Name the files in the order of the messages."
        },
        footerHeading = "%nExample:%n",
        footer = "  calculator-client explain --keys keys.txt --html exchange.html 1-request.xml 1-reply.xml")
final class ExplainCommand implements Callable<Integer> {
    private static final String INDENT = "    ";

    @ParentCommand
    private ClientMain main;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recorded messages.")
    private final List<Path> files = new ArrayList<>();

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description =
                    "Keys of these messages: verifies and decrypts. The output then has what was encrypted. May be repeated.")
    private final List<Path> keyFiles = new ArrayList<>();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Also write the illustrated page, one file without scripts, to a file that does not exist. With --keys only you may read it.")
    private @Nullable Path html;

    @Option(names = "--force", description = "Replace the page if it exists; never a FILE or a file of --keys.")
    private boolean force;

    @Option(names = "--title", paramLabel = "TEXT", description = "The title of the page.")
    private String title = "Recorded messages";

    @Override
    public Integer call() {
        Report report = main.report();
        Path page = html;
        if (page != null) {
            requireFree(page);
        }
        Explanation explanation = explain();
        if (page != null) {
            write(page, page(explanation));
        }
        explanation.overview().forEach((name, value) -> report.line(String.format("%-8s %s", name, value)));
        explanation.messages().forEach(each -> tell(report, each));
        explanation
                .firstFault()
                .ifPresent(fault -> report.line(
                        "The first rule that fails: " + fault + " (docs/troubleshooting.md#" + fault.anchor() + ")"));
        report.json(json(explanation));
        return explanation.firstFault().isPresent() ? ExitCode.REJECTED.number() : ExitCode.DONE.number();
    }

    private Explanation explain() {
        try {
            return Explanation.of(files, KeyFile.read(keyFiles));
        } catch (MessageSecurityException unreadable) {
            throw new ClientFailure(
                    ExitCode.USAGE, unreadable.fault().name(), String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private String page(Explanation explanation) {
        try {
            return explanation.page(title);
        } catch (MessageSecurityException tooLarge) {
            throw new ClientFailure(
                    ExitCode.USAGE, tooLarge.fault().name(), String.valueOf(tooLarge.getMessage()), tooLarge);
        }
    }

    /** Refuses a page in place of a file that is read, or that exists. */
    private void requireFree(Path page) {
        boolean read = Stream.concat(files.stream(), keyFiles.stream()).anyMatch(each -> isSame(each, page));
        if (read || (!force && Files.exists(page, LinkOption.NOFOLLOW_LINKS))) {
            throw new ClientFailure(
                    ExitCode.USAGE,
                    "USAGE",
                    "Nothing was written: '" + page + "' " + (read ? "is one of the files to read" : "exists already")
                            + " (expected a file that does not exist). Name another one with --html"
                            + (read ? "." : ", or give --force to replace it."));
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException unreadable) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }

    private void write(Path file, String page) {
        try {
            if (force) {
                Files.deleteIfExists(file);
            }
            // What was decrypted is for the owner only, from the first octet on.
            boolean secret = !keyFiles.isEmpty() && isPosix(file);
            FileAttribute<?>[] attributes = secret
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var out = Channels.newOutputStream(Files.newByteChannel(file, options, attributes))) {
                out.write(page.getBytes(UTF_8));
            }
        } catch (IOException failed) {
            throw new ClientFailure(
                    ExitCode.USAGE,
                    "USAGE",
                    "The page could not be written to '" + file + "': " + failed
                            + " (expected a file in a folder that exists). Name another one with --html.",
                    failed);
        }
    }

    // Elsewhere, as on Windows, the folder says who may read what is in it.
    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void tell(Report report, MessageSummary message) {
        report.line("");
        report.line(message.number() + " " + message.sender() + "  " + message.purpose() + "  [" + message.label()
                + ", " + message.octets() + " octets]");
        detail(report, "action", message.action());
        detail(report, "valid", message.created().isEmpty() ? "" : message.created() + " to " + message.expires());
        detail(report, "readable", String.join(", ", message.readable()));
        detail(report, "TLS", String.join("; ", message.flight()));
        detail(report, "encrypted", String.join(", ", message.encrypted()));
        for (SignatureSummary signature : message.signatures()) {
            detail(report, "signed", String.join(", ", signature.parts()));
            detail(
                    report,
                    "verdict",
                    signature.verdict() + (signature.reason().isEmpty() ? "" : ": " + signature.reason()));
            detail(report, "key", String.join(" <- ", signature.keys()));
        }
        for (Finding finding : message.findings()) {
            String fault = finding.fault()
                    .map(Enum::name)
                    .map(name -> " [" + name + "]")
                    .orElse("");
            report.line(INDENT + mark(finding.kind()) + finding.text() + fault);
        }
    }

    private static String mark(Finding.Kind kind) {
        return switch (kind) {
            case REFUSED -> "BAD  ";
            case ODD -> "odd  ";
            case UNDECIDED -> "?    ";
        };
    }

    private static void detail(Report report, String name, String value) {
        if (!value.isEmpty()) {
            report.line(INDENT + String.format("%-10s %s", name, value));
        }
    }

    private static JsonObjectBuilder json(Explanation explanation) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        explanation.overview().forEach(json::add);
        explanation.firstFault().ifPresent(fault -> json.add("firstFault", fault.name()));
        JsonArrayBuilder messages = Json.createArrayBuilder();
        explanation.messages().forEach(each -> messages.add(json(each)));
        return json.add("messages", messages);
    }

    private static JsonObjectBuilder json(MessageSummary message) {
        JsonArrayBuilder signatures = Json.createArrayBuilder();
        message.signatures()
                .forEach(each -> signatures.add(Json.createObjectBuilder()
                        .add("algorithm", each.algorithm())
                        .add("verdict", each.verdict())
                        .add("reason", each.reason())
                        .add("parts", Json.createArrayBuilder(each.parts()))
                        .add("keys", Json.createArrayBuilder(each.keys()))));
        JsonArrayBuilder findings = Json.createArrayBuilder();
        message.findings()
                .forEach(each -> findings.add(Json.createObjectBuilder()
                        .add("kind", each.kind().name())
                        .add("fault", each.fault().map(Enum::name).orElse(""))
                        .add("text", each.text())
                        .add("firstOctet", each.firstOctet())
                        .add("endOctet", each.endOctet())));
        return Json.createObjectBuilder()
                .add("label", message.label())
                .add("number", message.number())
                .add("sender", message.sender())
                .add("action", message.action())
                .add("purpose", message.purpose())
                .add("octets", message.octets())
                .add("created", message.created())
                .add("expires", message.expires())
                .add("readable", Json.createArrayBuilder(message.readable()))
                .add("encrypted", Json.createArrayBuilder(message.encrypted()))
                .add("flight", Json.createArrayBuilder(message.flight()))
                .add("signatures", signatures)
                .add("findings", findings);
    }
}
