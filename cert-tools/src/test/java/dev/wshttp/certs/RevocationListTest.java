// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CRLReason;
import java.time.Duration;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationListTest {

    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final Validity WEEK = Validity.startingAt(NOW, Duration.ofDays(7));

    private final CertificateAuthority authority = CertificateAuthority.createRoot(
            new X500Principal("CN=Root"), TestKeys.AUTHORITY.keyPair(), WEEK, new SecureRandom());

    @Test
    void keepsEarlierEntriesAndCountsUp() {
        var first = authority.sign(RevocationList.empty().with(entry(7, CRLReason.KEY_COMPROMISE)), WEEK);

        var second = authority.sign(
                RevocationList.after(first, authority.certificate()).with(entry(8, CRLReason.SUPERSEDED)), WEEK);
        var third = RevocationList.after(second, authority.certificate());

        assertThat(third.entries()).containsExactly(entry(7, CRLReason.KEY_COMPROMISE), entry(8, CRLReason.SUPERSEDED));
        assertThat(third.number()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = CRLReason.class,
            names = {"UNUSED", "REMOVE_FROM_CRL"},
            mode = EnumSource.Mode.EXCLUDE)
    void carriesReasonThroughSignedList(CRLReason reason) {
        var signed = authority.sign(RevocationList.empty().with(entry(7, reason)), WEEK);

        assertThat(RevocationList.after(signed, authority.certificate()).entries())
                .containsExactly(entry(7, reason));
    }

    @Test
    void keepsFirstEntryOfCertificateRevokedTwice() {
        var list =
                RevocationList.empty().with(entry(7, CRLReason.KEY_COMPROMISE)).with(entry(7, CRLReason.SUPERSEDED));

        assertThat(list.entries()).containsExactly(entry(7, CRLReason.KEY_COMPROMISE));
    }

    @Test
    void refusesListOfAnotherAuthority() {
        var namesake = CertificateAuthority.createRoot(
                new X500Principal("CN=Root"), TestKeys.UNTRUSTED_AUTHORITY.keyPair(), WEEK, new SecureRandom());
        var foreign = namesake.sign(RevocationList.empty(), WEEK);

        assertThatThrownBy(() -> RevocationList.after(foreign, authority.certificate()))
                .isInstanceOf(CertificateTrustException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = CRLReason.class,
            names = {"UNUSED", "REMOVE_FROM_CRL"})
    void refusesReasonThatFullListsDoNotHave(CRLReason reason) {
        assertThatThrownBy(() -> entry(7, reason)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RevocationList.Entry entry(long serial, CRLReason reason) {
        return new RevocationList.Entry(BigInteger.valueOf(serial), NOW, reason);
    }
}
