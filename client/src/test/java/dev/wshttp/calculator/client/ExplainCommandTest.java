// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final Path RECORDING =
            Path.of("..", "message-security", "src", "test", "resources", "captures", "1-nonego-nosession");
    private static final String REQUEST = RECORDING.resolve("01-request.xml").toString();
    private static final String KEYS = RECORDING.resolve("client-keys.txt").toString();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return ClientMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void explainsARecordedMessageWithoutSettings() {
        assertThat(run("explain", "--keys", KEYS, REQUEST)).isEqualTo(ExitCode.DONE.number());
        assertThat(out.toString())
                .contains("mode     direct", "suite    Basic256\n", "client   CN=Cohowinery.com", "verdict    VALID")
                .contains("signed     Body, Action, MessageID, ReplyTo, To, Timestamp");
    }

    @Test
    void endsAsRefusedAndNamesTheFirstRuleThatFails() throws IOException {
        Path changed = folder.resolve("changed.xml");
        Files.writeString(changed, Files.readString(Path.of(REQUEST)).replace("ICalculator/Add", "ICalculator/Bad"));
        assertThat(run("explain", "--keys", KEYS, changed.toString())).isEqualTo(ExitCode.REJECTED.number());
        assertThat(out.toString())
                .contains("BAD  A signature does not fit the message")
                .contains("The first rule that fails: SIGNATURE_INVALID (docs/troubleshooting.md#signature-invalid)");
    }

    @Test
    void printsJson() {
        assertThat(run("explain", "--json", REQUEST)).isEqualTo(ExitCode.DONE.number());
        JsonObject explained =
                Json.createReader(new StringReader(out.toString())).readObject();
        assertThat(explained.getString("mode")).startsWith("direct");
        assertThat(explained.getJsonArray("messages").getJsonObject(0).getInt("octets"))
                .isGreaterThan(10_000);
    }

    @Test
    void writesThePage() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(run("explain", "--html", page.toString(), "--title", "One request", REQUEST))
                .isEqualTo(ExitCode.DONE.number());
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("<h1>One request</h1>");
    }

    @Test
    void cannotControlTheTerminal() throws IOException {
        Path hostile = folder.resolve("hostile.xml");
        Files.writeString(
                hostile,
                Files.readString(Path.of(REQUEST)).replace("ICalculator/Add", "ICalculator/&#x9b;31m&#xA;BAD\u202e"));
        run("explain", hostile.toString());
        assertThat(out.toString()).doesNotContain("\u009b", "\u202e", "\nBAD");
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNoMessage() throws IOException {
        Path page = Files.writeString(folder.resolve("error.html"), "<html><body>Bad Gateway</body></html>");
        assertThat(run("explain", page.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("error.html", "'html'", "[MESSAGE_UNREADABLE]");
    }

    @Test
    void saysThatThePageCannotBeWritten() {
        String nowhere = folder.resolve("missing").resolve("page.html").toString();
        assertThat(run("explain", "--html", nowhere, REQUEST)).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("could not be written", "[USAGE]");
    }

    // The file after --html is easily left out, and then a recording or a key is the next word.
    @Test
    void writesThePageOverNoFileThatItReads() throws IOException {
        Path request = Files.copy(Path.of(REQUEST), folder.resolve("1-request.xml"));
        Path keys = Files.copy(Path.of(KEYS), folder.resolve("keys.txt"));
        Path linked = folder.resolve("linked.html");
        Files.createLink(linked, keys);
        for (Path page : List.of(request, keys, linked)) {
            assertThat(run(
                            "explain",
                            "--force",
                            "--keys",
                            keys.toString(),
                            "--html",
                            page.toString(),
                            request.toString()))
                    .isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString()).contains("is one of the files to read", "[USAGE]");
        }
        assertThat(request).hasSameBinaryContentAs(Path.of(REQUEST));
        assertThat(keys).hasSameBinaryContentAs(Path.of(KEYS));
    }

    @Test
    void replacesAFileOnlyIfToldTo() throws IOException {
        Path page = Files.writeString(folder.resolve("page.html"), "mine");
        assertThat(run("explain", "--html", page.toString(), REQUEST)).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("exists already", "--force");
        assertThat(page).hasContent("mine");
        assertThat(run("explain", "--force", "--html", page.toString(), REQUEST))
                .isEqualTo(ExitCode.DONE.number());
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
    }

    @Test
    void letsOnlyItsOwnerReadAPageWithWhatWasDecrypted() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path page = Files.writeString(folder.resolve("page.html"), "for all");
        assertThat(run("explain", "--force", "--keys", KEYS, "--html", page.toString(), REQUEST))
                .isEqualTo(ExitCode.DONE.number());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
    }

    @Test
    void startsNoLineOfAnErrorThatAFileSays() throws IOException {
        Path hostile = Files.writeString(folder.resolve("hostile.xml"), "<x xmlns=\"urn:&#10;BAD\"/>");
        assertThat(run("explain", hostile.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("BAD").doesNotContain("\nBAD");
    }
}
