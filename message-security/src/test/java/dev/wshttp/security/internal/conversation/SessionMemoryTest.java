// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LiveHeap;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.Lifetime;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionMemoryTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final int SESSIONS = 10_000;

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final SecureRandom random = new SecureRandom();

    @Test
    void aSessionOfAClientOfItsOwnTakesNoMoreThan4Kilobytes() {
        long bytes = LiveHeap.bytesOf(() -> {
            SessionStore sessions = new InMemorySessions(SessionSettings.DEFAULT, clock);
            for (int client = 0; client < SESSIONS; client++) {
                ServiceSession session = newSession(certificateOf(client));
                assertThat(sessions.add(session) && sessions.touch(session)).isTrue();
            }
            return sessions;
        });

        assertThat(bytes / SESSIONS).isBetween(1_000L, 4_096L);
    }

    @Test
    void aSessionKnowsTheCertificateOfItsOwnerWhenNothingElseDoes() {
        ServiceSession session = newSession(certificateOf(0));
        System.gc();

        assertThat(session.owner()).isEqualTo(certificateOf(0));
        assertThat(session.owner()).isNotEqualTo(certificateOf(1));
    }

    /** A session whose client has made a call, so that the keys of both sides are kept. */
    private ServiceSession newSession(X509Certificate owner) {
        String identifier = "urn:uuid:" + UUID.randomUUID();
        var key = new SecurityContextKey(
                new SecurityContextToken(SecurityContextToken.newId(), identifier, ""),
                SharedSecret.random(random, 32));
        var own = DerivedKeyPair.of(key, AlgorithmSuite.BASIC256, random);
        DerivedKeyPair.of(key, AlgorithmSuite.BASIC256, random);
        var lifetime = Lifetime.from(clock.instant(), Duration.ofHours(15));
        return new ServiceSession(identifier, owner, new SessionKey(key, own, lifetime), Duration.ofMinutes(5));
    }

    /** The certificate of the client, with the end of its signature changed: another one for each number. */
    private static X509Certificate certificateOf(int client) {
        try {
            byte[] octets = PKI.client().certificate().getEncoded();
            ByteBuffer.wrap(octets).putInt(octets.length - Integer.BYTES, client);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
        } catch (CertificateException impossible) {
            throw new IllegalStateException("The form of the certificate is as before", impossible);
        }
    }
}
