// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WCF's message log as its trace listener writes it: an event after the other without a root, and by default without bodies and secrets. */
class MessageLogTest {
    private static final String DIRECT = "1-nonego-nosession";
    private static final String REQUEST = "01-request.xml";
    private static final String REPLY = "01-response.xml";
    private static final String SECURITY = "(?s)<o:Security .*</o:Security>";

    @TempDir
    private Path folder;

    /** Everything around an envelope that WCF's XmlWriterTraceListener writes. */
    private static String event(String source, String content) {
        return "<E2ETraceEvent xmlns=\"http://schemas.microsoft.com/2004/06/E2ETraceEvent\">"
                + "<System xmlns=\"http://schemas.microsoft.com/2004/06/windows/eventlog/system\"><EventID>0</EventID><Type>3</Type>"
                + "<SubType Name=\"Information\">0</SubType><Level>8</Level><TimeCreated SystemTime=\"2026-11-22T10:39:32.7Z\" />"
                + "<Source Name=\"System.ServiceModel.MessageLogging\" /><Computer>HOST</Computer></System>"
                + "<ApplicationData><TraceData><DataItem><MessageLogTraceRecord Time=\"2026-11-22T11:39:32.7+01:00\" Source=\""
                + source
                + "\" Type=\"System.ServiceModel.Channels.BufferedMessage\""
                + " xmlns=\"http://schemas.microsoft.com/2004/06/ServiceModel/Management/MessageTrace\">"
                + "<Addressing><Action>http://Microsoft.ServiceModel.Samples/ICalculator/Add</Action></Addressing>"
                + "<HttpRequest><Method>POST</Method><QueryString></QueryString><WebHeaders><Content-Type>application/soap+xml</Content-Type>"
                + "</WebHeaders></HttpRequest>" + content
                + "</MessageLogTraceRecord></DataItem></TraceData></ApplicationData></E2ETraceEvent>";
    }

    private static String sent(String recording, String name) {
        return event("TransportSend", Captures.text(recording, name));
    }

    /** The same without what WCF takes out: content and attributes. */
    private static String masked(String event) {
        return event.replaceAll("<((?:\\w+:)?(?:Nonce|BinarySecurityToken))[ >][^<]*", "<$1><!-- Removed-->");
    }

    private static String withoutBody(String event) {
        return event.replaceAll("(?s)<s:Body.*?</s:Body>", "");
    }

    private Explanation explained(String log, Charset charset, String... keysOf) throws IOException {
        Path file = Files.write(folder.resolve("messages.svclog"), log.getBytes(charset));
        List<Path> keys = keysOf.length == 0 ? List.of() : Captures.keyFiles(keysOf[0]);
        return Explanation.of(List.of(file), KeyFile.read(keys));
    }

    private Explanation explained(String log) throws IOException {
        return explained(log, UTF_8);
    }

    private static List<String> texts(MessageSummary message) {
        return message.findings().stream().map(Finding::text).toList();
    }

    @Test
    void readsItInBothEncodings() throws IOException {
        String log = sent(DIRECT, REQUEST) + "\r\n" + sent(DIRECT, REPLY);
        for (Explanation explained :
                List.of(explained(log, UTF_8, DIRECT), explained("\uFEFF" + log, UTF_16LE, DIRECT))) {
            assertThat(explained.messages()).hasSize(2).allSatisfy(message -> {
                assertThat(message.findings()).isEmpty();
                assertThat(message.signatures()).isNotEmpty();
            });
        }
    }

    @Test
    void saysThatSecretsWereTakenOutOfIt() throws IOException {
        String log = masked(sent(DIRECT, REQUEST) + sent(DIRECT, REPLY));
        for (Explanation explained : List.of(explained(log), explained(log, UTF_8, DIRECT))) {
            assertThat(explained.firstFault()).isEmpty();
            assertThat(texts(explained.messages().get(0)))
                    .anySatisfy(text -> assertThat(text)
                            .contains("took 'BinarySecurityToken', 'Nonce' out")
                            .contains("logKnownPii=\"true\"", "enableLoggingKnownPii=\"true\""));
        }
    }

    @Test
    void refusesNoMessageWhoseSecretsWereTakenOutBeforeWhoseSignatureIsReadable() throws IOException {
        String recording = "live-protection-levels-all-sign--mode1";
        var explained = explained(masked(sent(recording, REQUEST) + sent(recording, REPLY)), UTF_8, recording);
        assertThat(explained.messages())
                .allSatisfy(message -> assertThat(message.findings())
                        .filteredOn(finding -> finding.fault()
                                .filter(SecurityFault.SIGNATURE_INVALID::equals)
                                .isPresent())
                        .isEmpty());
    }

    // logEntireMessage="false", which is the default.
    @Test
    void doesNotJudgeHeadersWithoutABody() throws IOException {
        for (String recording : List.of(DIRECT, Captures.DEFAULT_MODE, "live-protection-levels-all-sign--mode1")) {
            var explained = explained(withoutBody(sent(recording, REQUEST) + sent(recording, REPLY)));
            assertThat(explained.firstFault()).as(recording).isEmpty();
            assertThat(explained.messages())
                    .as(recording)
                    .hasSize(2)
                    .allSatisfy(message -> assertThat(texts(message))
                            .singleElement()
                            .satisfies(text -> assertThat(text).contains("no Body", "logEntireMessage=\"true\"")));
        }
    }

    @Test
    void findsARequestThatExpiredBeforeItsReplyInHeadersAlone() throws IOException {
        String late = sent(DIRECT, REPLY)
                .replaceFirst("<u:Created>[^<]*", "<u:Created>2026-11-22T10:59:00.000Z")
                .replaceFirst("<u:Expires>[^<]*", "<u:Expires>2026-11-22T11:04:00.000Z");
        var explained = explained(withoutBody(sent(DIRECT, REQUEST) + late));
        assertThat(explained.firstFault()).contains(SecurityFault.TIMESTAMP_OUT_OF_RANGE);
    }

    // logMessagesAtServiceLevel="true" beside logMessagesAtTransportLevel="true".
    @Test
    void takesTheRequestThatWasSentWhereTheOneAboveSecurityIsLoggedToo() throws IOException {
        String above = Captures.text(DIRECT, "decrypted/" + REQUEST).replaceFirst(SECURITY, "");
        String below = Captures.text(DIRECT, "decrypted/" + REPLY).replaceFirst(SECURITY, "");
        String log = event("ServiceLevelSendRequest", above)
                + sent(DIRECT, REQUEST)
                + event("TransportReceive", Captures.text(DIRECT, REPLY))
                + event("ServiceLevelReceiveReply", below);
        var explained = explained(log, UTF_8, DIRECT);
        assertThat(explained.firstFault()).isEmpty();
        assertThat(explained.messages().get(1).findings()).isEmpty();
        assertThat(explained.messages().get(2).findings()).isEmpty();
    }

    @Test
    void saysThatALogHasMalformedMessagesOnly() {
        String malformed = event("Malformed", "<![CDATA[<s:Envelope>]]>").replaceFirst(" Type=\"[^\"]*\"", "");
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> explained(malformed))
                .satisfies(refused -> {
                    assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_UNREADABLE);
                    assertThat(refused.getMessage()).contains("0 envelopes", "1 malformed messages");
                });
    }

    @Test
    void saysThatALogWasCutOff() {
        String log = sent(DIRECT, REQUEST) + sent(DIRECT, REPLY);
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> explained(log.substring(0, log.length() - 100)))
                .withMessageContaining("messages.svclog")
                .withMessageContaining("cut off");
    }

    // An event of tracing in the same file, as the sample configurations of WCF have it.
    @Test
    void passesOverEventsWithoutAMessage() throws IOException {
        String trace =
                "<E2ETraceEvent xmlns=\"http://schemas.microsoft.com/2004/06/E2ETraceEvent\"><ApplicationData><TraceData><DataItem>"
                        + "<TraceRecord xmlns=\"http://schemas.microsoft.com/2004/10/E2ETraceEvent/TraceRecord\" Severity=\"Warning\">"
                        + "<Exception><Message>&lt;s:Envelope&gt;</Message></Exception></TraceRecord></DataItem></TraceData></ApplicationData>"
                        + "</E2ETraceEvent>";
        var explained = explained(trace + sent(DIRECT, REQUEST));
        assertThat(explained.messages())
                .singleElement()
                .satisfies(
                        message -> assertThat(message.label()).isEqualTo("messages.svclog, message 1 (TransportSend)"));
        assertThat(explained.firstFault()).isEqualTo(Optional.empty());
    }
}
