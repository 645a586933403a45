// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.instances.AesSeal;
import dev.wshttp.security.internal.instances.SealedTokens.Kind;
import dev.wshttp.security.internal.token.SecurityContextToken;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SealedTokensTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Instant NOW = Instant.parse("2026-11-28T13:00:00Z");
    private static final SecurityContextToken TOKEN = new SecurityContextToken("uuid-1-1", "urn:uuid:1", "urn:uuid:2");
    private static final WsHttpBinding BINDING = WsHttpBinding.builder().build();
    private static final X509Certificate OWNER = Recorded.credential("client").certificate();

    private final SealedTokens tokens = new SealedTokens(new AesSeal(), "/Calculator", BINDING);

    @Test
    void givesBackWhatItSealed() {
        SecurityContextToken token = tokens.sealed(TOKEN, Kind.SESSION, state(OWNER));

        ContextState opened = tokens.opened(token, Kind.SESSION).orElseThrow();

        assertThat(opened.secret()).isEqualTo(secret());
        assertThat(opened.owner()).isEqualTo(OWNER);
        assertThat(opened.created()).isEqualTo(NOW);
        assertThat(opened.expires()).isEqualTo(NOW.plus(Duration.ofHours(15)));
        assertThat(token.withCookie("")).isEqualTo(TOKEN);
    }

    @Test
    void opensForNoOtherKindOrName() {
        SecurityContextToken token = tokens.sealed(TOKEN, Kind.SESSION, state(OWNER));

        assertThat(tokens.opened(token, Kind.NEGOTIATED)).isEmpty();
        for (var other : new SecurityContextToken[] {
            new SecurityContextToken("uuid-1-2", "urn:uuid:1", "urn:uuid:2"),
            new SecurityContextToken("uuid-1-1", "urn:uuid:2", "urn:uuid:2"),
            new SecurityContextToken("uuid-1-1", "urn:uuid:1", "urn:uuid:1"),
            new SecurityContextToken("uuid-1-1", "urn:uuid:1urn:uuid:2", ""),
            new SecurityContextToken("uuid-1-1urn:uuid:1", "", "urn:uuid:2")
        }) {
            assertThat(tokens.opened(other.withCookie(token.cookie()), Kind.SESSION))
                    .isEmpty();
        }
    }

    @Test
    void opensAtNoOtherEndpointAndInNoOtherMode() {
        var seal = new AesSeal();
        SecurityContextToken token =
                new SealedTokens(seal, "/Calculator", BINDING).sealed(TOKEN, Kind.SESSION, state(OWNER));
        assertThat(new SealedTokens(seal, "/Calculator", BINDING).opened(token, Kind.SESSION))
                .isPresent();

        assertThat(new SealedTokens(seal, "/Other", BINDING).opened(token, Kind.SESSION))
                .isEmpty();
        for (WsHttpBinding other : new WsHttpBinding[] {
            WsHttpBinding.builder().negotiateServiceCredential(false).build(),
            WsHttpBinding.builder().establishSecurityContext(false).build(),
            WsHttpBinding.builder()
                    .algorithmSuite(AlgorithmSuite.BASIC256_SHA256)
                    .build()
        }) {
            assertThat(new SealedTokens(seal, "/Calculator", other).opened(token, Kind.SESSION))
                    .isEmpty();
        }
    }

    @Test
    void showsNothingOfTheState() throws Exception {
        String cookie = new String(
                Base64.getDecoder()
                        .decode(tokens.sealed(TOKEN, Kind.SESSION, state(OWNER)).cookie()),
                ISO_8859_1);

        assertThat(cookie)
                .doesNotContain(new String(secret(), ISO_8859_1))
                .doesNotContain("Cohowinery")
                .doesNotContain(new String(OWNER.getPublicKey().getEncoded(), ISO_8859_1).substring(30, 50));
    }

    /** Two cookies of one state have nothing in common. */
    @Test
    void isAnotherEachTime() {
        assertThat(tokens.sealed(TOKEN, Kind.SESSION, state(OWNER)).cookie())
                .isNotEqualTo(tokens.sealed(TOKEN, Kind.SESSION, state(OWNER)).cookie());
    }

    @Test
    void hasOneLengthForCertificatesOfSimilarSize() {
        X509Certificate other = PKI.client().certificate();

        assertThat(tokens.sealed(TOKEN, Kind.SESSION, state(OWNER)).cookie())
                .hasSameSizeAs(tokens.sealed(TOKEN, Kind.SESSION, state(other)).cookie())
                .hasSizeLessThan(2_100);
    }

    @Test
    void refusesAStateOfAnotherVersion() {
        byte[] octets = state(OWNER).encoded();
        assertThat(ContextState.decode(octets)).isPresent();
        octets[0]++;

        assertThat(ContextState.decode(octets)).isEmpty();
    }

    @Test
    void refusesAStateThatIsCutOff() {
        byte[] octets = state(OWNER).encoded();
        for (int length = 0; length < 600; length++) {
            assertThat(ContextState.decode(Arrays.copyOf(octets, length))).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoCookie() {
        for (String text :
                new String[] {"", "=", "A", "AA", "AAAA", "\u00e4", "A".repeat(65_536), "A".repeat(20_000)}) {
            assertThat(tokens.opened(TOKEN.withCookie(text), Kind.SESSION)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void wipesAState() {
        ContextState state = state(OWNER);
        state.wipe();

        assertThat(state.secret()).containsOnly(0);
        assertThat(state.toString()).contains("Cohowinery").doesNotContain("secret");
    }

    private static ContextState state(X509Certificate owner) {
        return new ContextState(secret(), owner, NOW, NOW.plus(Duration.ofHours(15)));
    }

    private static byte[] secret() {
        byte[] secret = new byte[32];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (i + 65);
        }
        return secret;
    }
}
