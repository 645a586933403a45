// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.protection;

import static dev.wshttp.security.protection.ProtectionLevel.ENCRYPT_AND_SIGN;
import static dev.wshttp.security.protection.ProtectionLevel.NONE;
import static dev.wshttp.security.protection.ProtectionLevel.SIGN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;

class ProtectionRequirementsTest {
    private static final QName SECRET = new QName("urn:h", "Secret");

    @Test
    void headersAreInTheOrderOfWcf() {
        MessageParts parts = MessageParts.DEFAULT
                .withHeader(new QName("urn:b", "Alpha"), SIGN)
                .withHeader(new QName("urn:a", "alpha2"), SIGN)
                .withHeader(new QName("urn:a", "Zeta"), NONE)
                .withHeader(new QName("urn:a", "Alpha3"), ENCRYPT_AND_SIGN);

        assertThat(parts.headers().keySet())
                .extracting(QName::getLocalPart)
                .containsExactly("Alpha3", "Zeta", "alpha2", "Alpha");
    }

    @Test
    void aHeaderIsFoundByNamespaceAndName() {
        MessageParts parts = MessageParts.SIGNED.withHeader(SECRET, ENCRYPT_AND_SIGN);

        assertThat(parts.header("urn:h", "Secret")).contains(ENCRYPT_AND_SIGN);
        assertThat(parts.header("urn:other", "Secret")).isEmpty();
        assertThat(parts.header("urn:h", "secret")).isEmpty();
    }

    @Test
    void aMessageIsEncryptedIfAnythingOfItIs() {
        assertThat(MessageParts.DEFAULT.isEncrypted()).isTrue();
        assertThat(MessageParts.SIGNED.isEncrypted()).isFalse();
        assertThat(MessageParts.ofBody(NONE).withHeader(SECRET, SIGN).isEncrypted())
                .isFalse();
        assertThat(MessageParts.ofBody(NONE)
                        .withHeader(SECRET, ENCRYPT_AND_SIGN)
                        .isEncrypted())
                .isTrue();
    }

    @Test
    void whatNothingSaysIsEncrypted() {
        var levels = ProtectionRequirements.of(List.of(OperationProtection.of("urn:track", NONE)));

        assertThat(levels.request("urn:track").body()).isEqualTo(NONE);
        assertThat(levels.request("urn:Track")).isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.request(null)).isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.answer("urn:track", "urn:trackResponse").body()).isEqualTo(NONE);
        assertThat(levels.answer("urn:track", null)).isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.answer(null, "urn:trackResponse")).isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.answer("urn:other", "urn:trackResponse")).isEqualTo(MessageParts.DEFAULT);
    }

    @Test
    void onlyADeclaredFaultHasALevel() {
        var levels = ProtectionRequirements.of(
                List.of(OperationProtection.of("urn:track", SIGN).withFault("urn:lost", MessageParts.ofBody(NONE))));

        assertThat(levels.answer("urn:track", "urn:lost").body()).isEqualTo(NONE);
        assertThat(levels.answer("urn:track", "urn:found")).isEqualTo(MessageParts.DEFAULT);
    }

    @Test
    void aContractOfDefaultsSaysNothing() {
        assertThat(ProtectionRequirements.of(List.of(OperationProtection.of("urn:track", ENCRYPT_AND_SIGN)))
                        .isDefault())
                .isTrue();
        assertThat(ProtectionRequirements.of(List.of())).isSameAs(ProtectionRequirements.DEFAULT);
    }

    @Test
    void refusesTwoOperationsOfOneAction() {
        var track = OperationProtection.of("urn:track", SIGN);

        assertThatThrownBy(() -> ProtectionRequirements.of(List.of(track, track.withReplyAction("urn:tracked"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'urn:track'");
    }

    @Test
    void encryptedRequestsKeepTheirHeadersAndTheReplyStaysAsItIs() {
        var track = OperationProtection.of("urn:track", NONE)
                .withRequest(MessageParts.ofBody(NONE).withHeader(SECRET, SIGN));

        var raised = ProtectionRequirements.of(List.of(track)).withEncryptedRequests();

        assertThat(raised.request("urn:track"))
                .isEqualTo(new MessageParts(ENCRYPT_AND_SIGN, Map.of(SECRET, ENCRYPT_AND_SIGN), ENCRYPT_AND_SIGN));
        assertThat(raised.request("urn:other").undeclared()).isEqualTo(ENCRYPT_AND_SIGN);
        assertThat(raised.answer("urn:track", "urn:trackResponse").body()).isEqualTo(NONE);
    }

    @Test
    void levelsAreCopied() {
        var headers = new java.util.HashMap<>(Map.of(SECRET, SIGN));
        var parts = new MessageParts(SIGN, headers);
        headers.clear();

        assertThat(parts.headers()).containsOnlyKeys(SECRET);
        assertThatThrownBy(() -> parts.headers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
