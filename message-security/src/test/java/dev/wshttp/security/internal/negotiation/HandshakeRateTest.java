// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeRateTest {
    private static final int BURST = (int) HandshakeRate.BURST.toSeconds();

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:40:00Z"));
    private final InetAddress attacker = address("192.0.2.1");
    private final InetAddress client = address("192.0.2.2");

    @Test
    void refusesAnAddressThatBeginsMoreThanItMay() {
        HandshakeRate rate = rate(1_000, 2);
        begin(rate, attacker, 2 * BURST);

        assertThat(refusal(() -> rate.require(Optional.of(attacker))))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.TOO_MANY_NEGOTIATIONS))
                .hasMessageContaining("'192.0.2.1'")
                .hasMessageContaining("negotiation.max-per-second-per-address");
        assertAccepted(rate, client);
    }

    @Test
    void letsAnAddressGoOnAtItsRate() {
        HandshakeRate rate = rate(1_000, 2);
        begin(rate, attacker, 2 * BURST);
        clock.advance(Duration.ofMillis(499));
        assertRefused(rate, attacker);
        clock.advance(Duration.ofMillis(1));
        assertAccepted(rate, attacker);
        assertRefused(rate, attacker);
        clock.advance(HandshakeRate.BURST);

        begin(rate, attacker, 2 * BURST);
        assertRefused(rate, attacker);
    }

    @Test
    void refusesMoreThanThereMayBeInAllWhereverTheyComeFrom() {
        HandshakeRate rate = rate(3, 1_000);
        for (int i = 0; i < 3 * BURST; i++) {
            assertAccepted(rate, address("198.51." + i + ".1"));
        }

        assertThat(refusal(() -> rate.require(Optional.of(client))))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.TOO_MANY_NEGOTIATIONS))
                .hasMessageContaining("raise negotiation.max-per-second.")
                .hasMessageNotContaining("192.0.2.2");
    }

    @Test
    void whatAnAddressIsRefusedTakesNothingFromTheOthers() {
        HandshakeRate rate = rate(3, 2);
        begin(rate, attacker, 2 * BURST);
        for (int i = 0; i < 1_000; i++) {
            assertRefused(rate, attacker);
        }

        begin(rate, client, BURST);
        assertRefused(rate, client);
    }

    @Test
    void whatAllAreRefusedTakesNothingFromTheAddress() {
        HandshakeRate rate = rate(1, 1);
        begin(rate, attacker, BURST);
        assertRefused(rate, client);
        clock.advance(HandshakeRate.BURST);

        begin(rate, client, BURST);
    }

    @Test
    void takesANetworkOf64BitsForOneAddress() {
        HandshakeRate rate = rate(1_000, 1);
        for (int i = 0; i < BURST; i++) {
            assertAccepted(rate, address("2001:db8:1:2:" + Integer.toHexString(i) + "::1"));
        }

        assertRefused(rate, address("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertAccepted(rate, address("2001:db8:1:3::1"));
    }

    @Test
    void takesAnIpv4AddressInIpv6FormForTheSame() {
        HandshakeRate rate = rate(1_000, 1);
        begin(rate, attacker, BURST);

        assertRefused(rate, address("::ffff:192.0.2.1"));
    }

    @Test
    void boundsAllWhereTheTransportTellsNoAddress() {
        HandshakeRate rate = rate(2, 1);
        for (int i = 0; i < 2 * BURST; i++) {
            rate.require(Optional.empty());
        }

        assertThat(faultOf(() -> rate.require(Optional.empty()))).isEqualTo(SecurityFault.TOO_MANY_NEGOTIATIONS);
    }

    /** An attacker with many addresses must neither make the service forget what one of them did, nor lock others out. */
    @Test
    void remembersAnAddressHoweverManyOthersCome() {
        HandshakeRate rate = rate(1_000_000, 1);
        begin(rate, attacker, BURST);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            refused += isRefused(rate, address("2001:db8:0:" + Integer.toHexString(i) + "::1")) ? 1 : 0;
        }

        assertRefused(rate, attacker);
        // One that has both of its places in common with others.
        assertThat(refused).isLessThan(3);
    }

    @Test
    void clockThatWasSetBackLocksNobodyOut() {
        HandshakeRate rate = rate(1_000, 2);
        begin(rate, client, 2 * BURST);
        clock.advance(Duration.ofDays(-1));

        begin(rate, client, 2 * BURST);
        assertRefused(rate, client);
    }

    @Test
    void letsAllClientsOfARestartedServiceComeAtOnce() {
        var rate = new HandshakeRate(NegotiationSettings.DEFAULT, clock, new SecureRandom());

        begin(rate, client, 600);
        for (int i = 0; i < 900; i++) {
            assertAccepted(rate, address("198.51." + i / 256 + "." + i % 256));
        }
    }

    private static boolean isRefused(HandshakeRate rate, InetAddress from) {
        try {
            rate.require(Optional.of(from));
            return false;
        } catch (MessageSecurityException tooMany) {
            return true;
        }
    }

    private HandshakeRate rate(int inAll, int perAddress) {
        return new HandshakeRate(
                NegotiationSettings.builder()
                        .maxPerSecond(inAll)
                        .maxPerSecondPerAddress(perAddress)
                        .build(),
                clock,
                new SecureRandom());
    }

    private static void begin(HandshakeRate rate, InetAddress from, int times) {
        for (int i = 0; i < times; i++) {
            assertAccepted(rate, from);
        }
    }

    private static void assertAccepted(HandshakeRate rate, InetAddress from) {
        assertThatNoException().isThrownBy(() -> rate.require(Optional.of(from)));
    }

    private static void assertRefused(HandshakeRate rate, InetAddress from) {
        assertThat(faultOf(() -> rate.require(Optional.of(from)))).isEqualTo(SecurityFault.TOO_MANY_NEGOTIATIONS);
    }

    private static InetAddress address(String digits) {
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
