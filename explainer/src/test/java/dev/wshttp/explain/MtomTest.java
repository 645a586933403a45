// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.explain.internal.message.Recorded;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages of MTOM that WCF sent, and the same after one thing in them was changed. */
class MtomTest {
    private static final String RECORDING = "live-mtom--mode1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"live-mtom--mode1", "live-mtom--mode3", "live-mtom-threshold--mode1", "live-mtom-utf16--mode1"})
    void findsEverySignatureOfWcfValid(String recording) {
        Explanation explanation =
                Explanation.of(Captures.messages(recording), KeyFile.read(Captures.keyFiles(recording)));

        assertThat(explanation.messages())
                .flatMap(MessageSummary::signatures)
                .isNotEmpty()
                .allSatisfy(signature -> assertThat(signature.verdict()).isEqualTo("VALID"));
    }

    private static String recorded() {
        try {
            return new String(
                    Files.readAllBytes(Captures.FOLDER.resolve(RECORDING).resolve("01-request.xml")), ISO_8859_1);
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }

    private List<Recorded> read(UnaryOperator<String> change) throws IOException {
        Path file = Files.write(
                folder.resolve("request.mime"), change.apply(recorded()).getBytes(ISO_8859_1));
        return Recorded.of(file);
    }

    @Test
    void readsAPackageWithTheHeadersOfHttp() throws IOException {
        assertThat(read(text ->
                        "POST /x HTTP/1.1\r\nContent-Type: multipart/related; type=\"application/xop+xml\"\r\n" + text))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/xop+xml | text/xml | has no root",
                "href=\"cid: | href=\"http: | includes a part that is not there",
                "Content-ID: <http://tempuri.org/1/ | Content-ID: <other/ | includes a part that is not there",
                "Content-Transfer-Encoding: binary | Content-Transfer-Encoding: base64 | is encoded once more",
                "<e:CipherValue> | <e:CipherValue>AAAA | is not alone",
                "+id=1-- | +id=1- | is cut off"
            })
    void refusesAPackageThatAPeerRefuses(String from, String to, String reason) {
        assertThat(recorded()).contains(from);
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> read(text -> text.replace(from, to)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.MESSAGE_UNREADABLE))
                .withMessageContaining("MIME package of MTOM")
                .withMessageContaining(reason);
    }

    @Test
    void refusesAPartThatIsIncludedTwice() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> read(text -> text.replaceFirst(
                        "<e:CipherValue>(<xop:Include [^>]*>(?:</xop:Include>)?)</e:CipherValue>",
                        "<e:CipherValue>$1</e:CipherValue><e:CipherValue>$1</e:CipherValue>")))
                .withMessageContaining("included twice");
    }
}
