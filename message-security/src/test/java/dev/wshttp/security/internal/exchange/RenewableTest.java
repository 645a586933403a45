// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class RenewableTest {
    private static final Peer HERE = new Place("http://here/");
    private static final Peer THERE = new Place("http://there/");

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final X509Certificate SERVICE = PKI.service().certificate();
    private static final X509Certificate CLIENT = PKI.client().certificate();

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final X509CertificateValidator services = new X509CertificateValidator(
            CertificateTrust.chain(List.of(PKI.authorityCertificate())), X509CertificateValidator.Role.SERVICE, clock);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Token> ended = new ArrayList<>();
    private int made;
    private boolean broken;
    private X509Certificate service = SERVICE;
    private X509Certificate client = CLIENT;
    private final Renewable<Token> context = new Renewable<>(new Counter(), services, () -> client, clock);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void makesOneForAll() {
        assertThat(context.get(HERE)).isSameAs(context.get(HERE));
        assertThat(made).isEqualTo(1);
    }

    @Test
    void makesAnotherForAnotherService() {
        assertThat(context.get(HERE)).isNotEqualTo(context.get(THERE));
    }

    @Test
    void usesWhatCannotBeRenewedAndTriesAgainAfterAMinute() {
        Token first = context.get(HERE);
        clock.advance(Duration.ofMinutes(6));
        broken = true;
        assertThat(context.get(HERE)).isSameAs(first);
        assertThat(context.get(HERE)).isSameAs(first);
        assertThat(made).isEqualTo(2);
        broken = false;
        clock.advance(Duration.ofMinutes(1));

        assertThat(context.get(HERE)).isNotEqualTo(first);
        assertThat(made).isEqualTo(3);
    }

    @Test
    void failsWhenWhatCannotBeRenewedIsOver() {
        context.get(HERE);
        clock.advance(Duration.ofMinutes(10));
        broken = true;

        assertThatIllegalStateException().isThrownBy(() -> context.get(HERE));
    }

    @Test
    void failsAtOnceWhereTheServiceWantsAnother() {
        context.get(HERE);
        context.change(token -> Optional.of(new Token(
                token.peer(), token.service(), token.client(), Instant.MIN, token.expires(), token.number())));
        broken = true;

        assertThatIllegalStateException().isThrownBy(() -> context.get(HERE));
    }

    @Test
    void doesNotUseAContextWithAServiceWhoseCertificateExpired() {
        service = shortLived(Duration.ofMinutes(3));
        Token first = context.get(HERE);
        clock.advance(Duration.ofMinutes(2));
        assertThat(context.get(HERE)).isSameAs(first);
        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        broken = true;

        assertThatIllegalStateException().isThrownBy(() -> context.get(HERE));
        assertThatIllegalStateException().isThrownBy(() -> context.get(HERE));
        assertThat(made).isEqualTo(3);
    }

    @Test
    void makesAnotherContextWithAServiceWhoseCertificateWasReplaced() {
        service = shortLived(Duration.ofMinutes(3));
        Token first = context.get(HERE);
        clock.advance(Duration.ofMinutes(4));
        service = SERVICE;

        Token second = context.get(HERE);

        assertThat(second).isNotEqualTo(first);
        assertThat(context.get(HERE)).isSameAs(second);
        assertThat(made).isEqualTo(2);
    }

    @Test
    void makesOthersOnceTheClientHasAnotherCertificate() {
        Token first = context.get(HERE);
        client = PKI.validUntil(TestPki.Role.CLIENT, PKI.now().plus(Duration.ofDays(30)))
                .certificate();

        Token second = context.get(HERE);

        assertThat(second).isNotEqualTo(first);
        assertThat(context.get(HERE)).isSameAs(second);
        assertThat(made).isEqualTo(2);
        assertThat(ended).as("calls that are under way need the old one").isEmpty();
    }

    private static X509Certificate shortLived(Duration time) {
        return PKI.validUntil(TestPki.Role.SERVICE, PKI.now().plus(time)).certificate();
    }

    @Test
    void closedOneMakesNothingAndTakesNothingBack() {
        Token last = context.get(HERE);
        context.close(HERE);
        context.change(token -> Optional.of(last));

        assertThat(ended).containsExactly(last);
        assertThat(context.present()).isEmpty();
        assertThat(faultOf(() -> context.get(HERE))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        assertThat(made).isEqualTo(1);
    }

    @Test
    void failureToReachOneServiceIsNotToldOfAnother() throws Exception {
        var began = new CountDownLatch(1);
        var mayFail = new CountDownLatch(1);
        var slow = new Renewable<>(
                new Renewable.Maker<Token>() {
                    @Override
                    public Token make(Optional<Token> old, Peer peer) {
                        if (peer.equals(THERE)) {
                            return new Token(peer.name(), SERVICE, CLIENT, Instant.MAX, Instant.MAX, 1);
                        }
                        began.countDown();
                        try {
                            mayFail.await();
                        } catch (InterruptedException stopped) {
                            throw new IllegalStateException(stopped);
                        }
                        throw new IllegalStateException("cannot reach the one here");
                    }

                    @Override
                    public void end(Token token, Peer peer) {}
                },
                services,
                () -> CLIENT,
                clock);
        Future<?> failing =
                threads.submit(() -> assertThatIllegalStateException().isThrownBy(() -> slow.get(HERE)));
        began.await();
        Future<Token> other = threads.submit(() -> slow.get(THERE));
        mayFail.countDown();

        assertThat(other.get().number()).isEqualTo(1);
        failing.get();
    }

    private record Token(
            Peer.Name peer,
            X509Certificate service,
            X509Certificate client,
            Instant renewAt,
            Instant expires,
            int number)
            implements Renewable.Lifespan {}

    private record Place(String address) implements Peer {
        @Override
        public EndpointIdentity identity() {
            return Sides.CONTOSO;
        }

        @Override
        public ReceivedMessage exchange(byte[] envelope) {
            throw new IllegalStateException("no service is asked in this test");
        }
    }

    private final class Counter implements Renewable.Maker<Token> {
        @Override
        public Token make(Optional<Token> old, Peer peer) {
            made++;
            if (broken) {
                throw new IllegalStateException("broken");
            }
            Instant now = clock.instant();
            return new Token(
                    peer.name(),
                    service,
                    client,
                    now.plus(Duration.ofMinutes(6)),
                    now.plus(Duration.ofMinutes(10)),
                    made);
        }

        @Override
        public void end(Token token, Peer peer) {
            ended.add(token);
        }
    }
}
