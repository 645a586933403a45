// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.WireListener;
import dev.wshttp.security.events.WireMessage;
import dev.wshttp.security.events.WireMessage.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Traces of recorded exchanges: what is in their files, how many there are, and what happens where they cannot be written. */
@Timeout(120)
class ExchangeTraceTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.250Z");
    private static final String TEXT = "application/soap+xml; charset=utf-8";

    @TempDir
    private Path folder;

    private ExchangeTrace open(TraceContent content) {
        return ExchangeTrace.open(folder, content, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static WireMessage message(Direction direction, byte[] octets) {
        return new WireMessage(direction, NOON, TEXT, octets);
    }

    private static void replay(String recording, WireListener client) throws IOException {
        for (Path file : Captures.messages(recording)) {
            boolean request = file.getFileName().toString().contains("request");
            client.passed(message(request ? Direction.SENT : Direction.RECEIVED, Files.readAllBytes(file)));
        }
    }

    private String onlyPage() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return Files.readString(all.get(0));
        }
    }

    private String traced(String text) throws IOException {
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            trace.listener("service").passed(message(Direction.RECEIVED, text.getBytes(UTF_8)));
        }
        return onlyPage();
    }

    @Test
    void hasNamesStructureVerdictsAndTimes() throws IOException {
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            WireListener client = trace.listener("client");
            replay(Captures.DEFAULT_MODE, client);
            client.accepted(Optional.of("urn:uuid:of-another-trace"));
            client.refused(Optional.of(firstId(Captures.DEFAULT_MODE)), SecurityFault.CERTIFICATE_NOT_TRUSTED);
        }

        String page = onlyPage();
        PageTest.assertHarmless(page);
        assertThat(page)
                .contains("<title>Trace of a client</title>")
                .contains("This page has names, structure, verdicts and times.")
                .contains("certificate of CN=Contoso.com", "e:EncryptedData", "Trace of a client")
                .contains(
                        "2026-11-29T12:00:00.250Z sent: request, ", "✗ refused by this client: CERTIFICATE_NOT_TRUSTED")
                .doesNotContain("DANGER", "15.99");
        // The verdict stands at the reply, and in the list.
        assertThat(page.split("✗ refused by this client", -1)).hasSize(3);
    }

    private static String firstId(String recording) {
        return Captures.opened(recording).messages().get(0).wire().addressingText("MessageID");
    }

    @Test
    void leavesOutWhatTheNetworkCouldRead() throws IOException {
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            replay("live-protection-levels-all-sign--mode1", trace.listener("client"));
        }

        assertThat(Captures.text("live-protection-levels-all-sign--mode1", "01-request.xml"))
                .contains("signed only");
        assertThat(onlyPage()).contains("EchoString", "(11 characters)").doesNotContain("signed only");
    }

    @Test
    void leavesOutWhateverIsNoPartOfTheSpecifications() throws IOException {
        String page = traced("""
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"
                    xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
                    xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"><s:Header>
                <a:Action>urn:add</a:Action><a:To>http://joe:secret1@host/path?token=secret2&#10;secret17</a:To>
                <a:ReplyTo><a:Address>https://host/?secret3</a:Address><a:ReferenceParameters><a:Address>secret4</a:Address>
                </a:ReferenceParameters></a:ReplyTo>
                <o:Security><o:UsernameToken><o:Username>secret5</o:Username><o:Password>secret6</o:Password></o:UsernameToken>
                <o:BinarySecurityToken>secret7</o:BinarySecurityToken></o:Security>
                </s:Header><s:Body secret-8="secret9"><Add xmlns="urn:x" Id="secret10"><!-- secret11 --><n1>secret12</n1>
                <a:Address>secret13</a:Address>secret14</Add>
                <t:RequestSecurityToken Context="c"><t:Entropy><t:BinarySecret>secret15</t:BinarySecret></t:Entropy>
                </t:RequestSecurityToken>secret16</s:Body></s:Envelope>
                """);

        PageTest.assertHarmless(page);
        assertThat(page)
                .contains("urn:add", "http://…@host/path?…", "https://host/?…", "o:Password", "n1", "t:BinarySecret")
                .doesNotContainPattern("secret\\d");
    }

    @Test
    void tellsOfWhatIsNoEnvelopeWithoutItsContent() throws IOException {
        String page = traced("<html><body>sign in</body></html>");

        assertThat(page).contains("not explained: MESSAGE_UNREADABLE").doesNotContain("sign in");
    }

    @Test
    void leavesOutOneMessageThatIsTooLargeToBeExplainedAndNoOther() throws IOException {
        String good = Captures.text("1-nonego-nosession", "01-request.xml");
        String large = good.replace("<s:Body", "<x/>".repeat(60_000) + "<s:Body");
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            WireListener service = trace.listener("service");
            service.passed(message(Direction.RECEIVED, large.getBytes(UTF_8)));
            service.passed(message(Direction.RECEIVED, good.getBytes(UTF_8)));
            service.passed(message(Direction.RECEIVED, new byte[TracePart.LARGEST_MESSAGE + 1]));
        }

        assertThat(onlyPage())
                .contains("not explained: MESSAGE_TOO_LARGE", "id=\"m0\"", "1048577 octets, too many for the trace")
                .doesNotContain("id=\"m1\"");
    }

    // As many of what fits into WCF's 65,536 octets would take hundreds of megabytes, and a page that no browser shows.
    @Test
    void leavesOutTheLargestMessagesWhereThereIsNoRoomForAll() throws IOException {
        String good = Captures.text("1-nonego-nosession", "01-request.xml");
        String signature =
                "<d:Signature xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><d:SignedInfo><d:Reference URI=\"#crowd\"/>"
                        + "</d:SignedInfo></d:Signature>";
        byte[] crowded = good.replace("</o:Security>", signature.repeat(4) + "</o:Security>")
                .replace("<s:Body", "<x Id=\"crowd\">" + "<x/>".repeat(4_800) + "</x><s:Body")
                .getBytes(UTF_8);
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            WireListener service = trace.listener("service");
            service.passed(message(Direction.RECEIVED, good.getBytes(UTF_8)));
            for (int i = 0; i < 28; i++) {
                service.passed(message(Direction.RECEIVED, crowded));
            }
            service.passed(message(Direction.RECEIVED, good.getBytes(UTF_8)));
        }

        assertThat(onlyPage())
                .contains("not explained: MESSAGE_TOO_LARGE")
                .contains("from message 1, a request", "from message 30, a request");
    }

    @Test
    void cutsWhatAnUnauthenticatedPeerSendsInPlaceOfAnId() throws IOException {
        String id = "i".repeat(60_000);
        byte[] octets = Captures.text("1-nonego-nosession", "01-request.xml")
                .replaceFirst("urn:uuid:[^<]*", id)
                .getBytes(UTF_8);
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            WireListener service = trace.listener("service");
            service.passed(message(Direction.RECEIVED, octets));
            service.refused(Optional.of(id), SecurityFault.SIGNATURE_INVALID);
        }

        String page = onlyPage();
        assertThat(page).doesNotContain("i".repeat(300));
        // The verdict stands at the message, too.
        assertThat(page.split("✗ refused by this service", -1)).hasSize(3);
    }

    @Test
    void knowsWhoSentAMessageThatClaimsToBeAReply() throws IOException {
        String request = Captures.text("1-nonego-nosession", "01-request.xml");
        String hostile = request.replace("<a:To ", "<a:RelatesTo>urn:uuid:of-the-service</a:RelatesTo><a:To ");
        String id =
                Captures.opened("1-nonego-nosession").messages().get(0).wire().addressingText("MessageID");
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            WireListener service = trace.listener("service");
            service.passed(message(Direction.RECEIVED, hostile.getBytes(UTF_8)));
            service.refused(Optional.of(id), SecurityFault.SIGNATURE_INVALID);
        }

        String page = onlyPage();
        assertThat(page).contains("<h3>1 client: ").doesNotContain("<h3>1 service: ");
        assertThat(page.split("✗ refused by this service", -1)).hasSize(3);
    }

    @Test
    void tellsOfIdsThatAreNotUniqueWithoutThem() throws IOException {
        String page = traced(Captures.text("live-protection-levels-all-none--mode1", "01-request.xml")
                .replace(
                        "</s:Body>",
                        "<x Id=\"secret1\"/><y><o:Security xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/"
                                + "oasis-200401-wss-wssecurity-secext-1.0.xsd\" Id=\"secret1\"/></y></s:Body>"));

        assertThat(page).contains("(DUPLICATE_ID)").doesNotContain("secret1");
    }

    @Test
    void hasPlaintextOnlyWithItsMark() throws IOException {
        try (var trace = open(TraceContent.WITH_PLAINTEXT_AND_KEYS)) {
            replay(Captures.DEFAULT_MODE, trace.listener("client"));
            KeyFile.read(Captures.keyFiles(Captures.DEFAULT_MODE))
                    .contexts()
                    .forEach((name, key) -> trace.keys().contextKey(name, "", key));
            assertThat(trace.keys().toString()).matches("TraceKeys\\[\\d]");
        }

        String page = onlyPage();
        PageTest.assertHarmless(page);
        assertThat(page)
                .contains("15.99", "t:BinarySecret")
                .contains("<title>Trace of a client, WITH PLAINTEXT AND KEYS</title>")
                .contains("DANGER: this file has plaintext and keys.");
        assertThat(folder.toFile().list()[0]).endsWith("-WITH-PLAINTEXT-AND-KEYS.html");
    }

    @Test
    void opensAMessageByTheKeyThatItBrings() throws IOException {
        var recorded = KeyFile.read(Captures.keyFiles("1-nonego-nosession"));
        var opened = Captures.opened("1-nonego-nosession");
        try (var trace = open(TraceContent.WITH_PLAINTEXT_AND_KEYS)) {
            replay("1-nonego-nosession", trace.listener("client"));
            opened.messages().stream()
                    .filter(each -> each.number() == 1)
                    .flatMap(each -> each.encrypted().stream())
                    .map(part -> part.key().sources().get(0).name().replace("encrypted key ", ""))
                    .distinct()
                    .forEach(sha1 -> recorded.wrappedKeys()
                            .values()
                            .forEach(secret -> trace.keys().encryptedKey(sha1, secret)));
        }

        assertThat(recorded.wrappedKeys()).isNotEmpty();
        assertThat(onlyPage()).contains("DANGER");
    }

    @Test
    void runsNothingThatAMessageSays() throws IOException {
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            WireListener service = trace.listener("service");
            service.passed(new WireMessage(
                    Direction.RECEIVED,
                    NOON,
                    "text/html\"><script>alert(20)</script>",
                    HostileMessage.text().getBytes(UTF_8)));
            service.refused(Optional.of("<script>alert(21)</script>"), SecurityFault.SIGNATURE_INVALID);
        }

        PageTest.assertHarmless(onlyPage());
    }

    @Test
    void beginsAnotherPageAndKeepsTheLastOnes() throws IOException {
        byte[] octets = Captures.text("1-nonego-nosession", "01-request.xml").getBytes(UTF_8);
        List<Path> pages;
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            WireListener service = trace.listener("service");
            for (int i = 0; i < 3 * TracePart.MOST_MESSAGES; i++) {
                service.passed(message(Direction.RECEIVED, octets));
            }
            trace.close();
            service.passed(message(Direction.RECEIVED, octets));
            pages = trace.pages();
        }

        assertThat(pages).hasSizeBetween(2, 3);
        assertThat(pages.get(0).getFileName()).hasToString("exchange-20261129T120000Z-1.html");
        assertThat(Files.readString(pages.get(0)).split("<li>", -1)).isNotEmpty();
        assertThat(Files.readString(pages.get(pages.size() - 1)))
                .as("at most two pages wait; how many are written before that depends on the writer")
                .containsAnyOf("are not in the trace", "message 100");
    }

    @Test
    void keepsTenPages() throws IOException {
        TraceFolder files = TraceFolder.of(folder, TraceContent.NAMES_ONLY, NOON);
        for (int i = 1; i <= TraceFolder.MOST_PAGES + 3; i++) {
            String text = "page " + i;
            files.write(out -> out.append(text));
            files.write(out -> out.append(text + " again"));
            files.next();
        }

        assertThat(files.pages()).hasSize(TraceFolder.MOST_PAGES - 1);
        assertThat(folder.toFile().list()).hasSize(TraceFolder.MOST_PAGES - 1);
        assertThat(files.pages().get(0)).hasContent("page 5 again");
    }

    @Test
    void letsItsOwnerAloneReadIt() throws IOException {
        String page = traced("<a/>");

        assertThat(page).isNotEmpty();
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(files.findFirst().orElseThrow())))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void leavesFilesOfOthersAlone() throws IOException {
        Path another = Files.writeString(folder.resolve("exchange-20261129T120000Z-1.html"), "of another trace");
        try (var trace = open(TraceContent.NAMES_ONLY)) {
            replay("1-nonego-nosession", trace.listener("client"));
            trace.close();
            assertThat(trace.pages()).containsExactly(folder.resolve("exchange-20261129T120000Z-2.html"));
        }

        assertThat(another).hasContent("of another trace");
    }

    @Test
    void writesNoPageOfNothing() {
        open(TraceContent.NAMES_ONLY).close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatIsNotThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path wrong : List.of(folder.resolve("absent"), file)) {
            assertThatExceptionOfType(MessageSecurityException.class)
                    .isThrownBy(() -> ExchangeTrace.open(wrong, TraceContent.NAMES_ONLY))
                    .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID))
                    .withMessageContaining("'" + wrong + "'")
                    .withMessageContaining("expected a folder that exists");
        }
    }

    @Test
    void goesOnWhereItCannotWrite() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        try (var trace = ExchangeTrace.open(gone, TraceContent.NAMES_ONLY)) {
            Files.delete(gone);
            replay("1-nonego-nosession", trace.listener("client"));
            trace.close();
            assertThat(trace.pages()).isEmpty();
        }

        assertThat(gone).doesNotExist();
    }
}
