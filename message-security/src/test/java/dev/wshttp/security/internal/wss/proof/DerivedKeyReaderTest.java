// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.ALGORITHM_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.proof.DerivedKeyReader.DerivedKeyToken;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WCF's limits on derived key tokens. */
class DerivedKeyReaderTest {
    private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final String REFERENCE =
            "<o:SecurityTokenReference><o:Reference URI='#key'/></o:SecurityTokenReference>";
    private static final String NONCE_ELEMENT = nonce(NONCE);

    @Test
    void readsWhatWcfSendsForSigning() {
        DerivedKeyToken token = read(REFERENCE + "<c:Offset>0</c:Offset><c:Length>24</c:Length>" + NONCE_ELEMENT);

        assertThat(token.id()).isEqualTo("_0");
        assertThat(token.source()).isEqualTo(new TokenReference.Direct("key", ""));
        assertThat(token.derivation()).isEqualTo(new KeyDerivation(SharedSecret.DEFAULT_LABEL, NONCE, 0, 24));
    }

    @Test
    void readsWhatWcfSendsForEncrypting() {
        assertThat(read(REFERENCE + NONCE_ELEMENT).derivation())
                .isEqualTo(new KeyDerivation(SharedSecret.DEFAULT_LABEL, NONCE, 0, 32));
    }

    @Test
    void readsLabelAndAlgorithm() {
        DerivedKeyToken token = DerivedKeyReader.read(element(
                " Algorithm='" + Namespaces.P_SHA1 + "'", REFERENCE + "<c:Label>label</c:Label>" + NONCE_ELEMENT));

        assertThat(token.derivation().label()).isEqualTo("label");
    }

    @Test
    void multipliesTheGenerationByTheLength() {
        assertThat(read(REFERENCE + "<c:Generation>2</c:Generation><c:Length>24</c:Length>" + NONCE_ELEMENT)
                        .derivation()
                        .offsetBytes())
                .isEqualTo(48);
        assertThat(read(REFERENCE + "<c:Generation>2</c:Generation>" + NONCE_ELEMENT)
                        .derivation()
                        .offsetBytes())
                .isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c:Offset>64</c:Offset><c:Length>32</c:Length>",
                "<c:Offset>64</c:Offset>",
                "<c:Length>1</c:Length>",
            })
    void acceptsTheLimits(String content) {
        assertThat(read(REFERENCE + content + NONCE_ELEMENT).id()).isEqualTo("_0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c:Offset>65</c:Offset>",
                "<c:Length>33</c:Length>",
                "<c:Length>0</c:Length>",
                "<c:Length>-1</c:Length>",
                "<c:Offset>-1</c:Offset>",
                "<c:Length>+1</c:Length>",
                "<c:Length>0x10</c:Length>",
                "<c:Length>2147483648</c:Length>",
                "<c:Length>99999999999999999999</c:Length>",
                "<c:Generation>3</c:Generation>",
                "<c:Generation>9999</c:Generation>",
                "<c:Generation>-1</c:Generation>",
            })
    void refusesWhatIsBeyondTheLimits(String content) {
        assertThat(faultOf(() -> read(REFERENCE + content + NONCE_ELEMENT))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 128})
    void acceptsNonceOfSize(int bytes) {
        assertThat(read(REFERENCE + nonce(new byte[bytes])).derivation().nonce())
                .hasSize(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129, 4096})
    void refusesNonceOfSize(int bytes) {
        assertThat(faultOf(() -> read(REFERENCE + nonce(new byte[bytes])))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesNonceThatIsNoBase64() {
        assertThat(faultOf(() -> read(REFERENCE + "<c:Nonce>%%</c:Nonce>"))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesLongLabel() {
        assertThat(faultOf(() -> read(REFERENCE + "<c:Label>" + "x".repeat(129) + "</c:Label>" + NONCE_ELEMENT)))
                .isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<c:Nonce>AQID</c:Nonce>",
                "<o:SecurityTokenReference><o:Reference URI='#key'/></o:SecurityTokenReference>",
            })
    void refusesTokenThatLacksAPart(String content) {
        assertThat(faultOf(() -> read(content))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c:Nonce>AQID</c:Nonce><c:Length>24</c:Length>",
                "<c:Length>24</c:Length><c:Offset>0</c:Offset><c:Nonce>AQID</c:Nonce>",
                "<c:Label>x</c:Label><c:Length>24</c:Length><c:Nonce>AQID</c:Nonce>",
                "<c:Generation>0</c:Generation><c:Offset>0</c:Offset><c:Nonce>AQID</c:Nonce>",
                "<c:Nonce>AQID</c:Nonce><c:Nonce>AQID</c:Nonce>",
                "<c:Properties/><c:Nonce>AQID</c:Nonce>",
                "<c:Nonce>AQID</c:Nonce><x/>",
            })
    void refusesOtherOrderAndOtherContent(String content) {
        assertThat(faultOf(() -> read(REFERENCE + content))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512/dk/p_sha1", "urn:other"})
    void refusesOtherAlgorithm(String uri) {
        assertThat(faultOf(() -> DerivedKeyReader.read(element(" Algorithm='" + uri + "'", REFERENCE + NONCE_ELEMENT))))
                .isEqualTo(ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void findsATokenById() {
        DerivedKeyToken token = read(REFERENCE + NONCE_ELEMENT);

        assertThat(DerivedKeyToken.named("_0", List.of(token))).isEqualTo(token);
        assertThat(faultOf(() -> DerivedKeyToken.named("_1", List.of(token)))).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    private static DerivedKeyToken read(String content) {
        return DerivedKeyReader.read(element("", content));
    }

    private static ReceivedElement element(String attributes, String content) {
        return Documents.element("<c:DerivedKeyToken u:Id='_0' xmlns:c='" + Namespaces.CONVERSATION + "' xmlns:o='"
                + Namespaces.SECURITY + "' xmlns:u='" + Namespaces.UTILITY + "'" + attributes + ">" + content
                + "</c:DerivedKeyToken>");
    }

    private static String nonce(byte[] octets) {
        return "<c:Nonce>" + Base64.getEncoder().encodeToString(octets) + "</c:Nonce>";
    }
}
