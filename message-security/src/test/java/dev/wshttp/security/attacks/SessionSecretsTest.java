// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forgery;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Messages that open, renew and end a session: which secret a refusal is charged to, and that no attacker ends or renews one. */
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.wshttp.security.attacks.Mode#testedSessions")
class SessionSecretsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Duration TICK = Duration.ofMillis(250);
    private static final int PROMPT = 8;

    private final Wire wire;

    SessionSecretsTest(Mode mode) {
        this.wire = new Wire(mode, PKI);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    /** Its signature is in clear, so an attacker sees what he changes. */
    @Test
    void noChangedCancelEndsTheSessionAndTheGenuineOneDoes() {
        byte[] call = wire.intercepted();
        byte[] cancel = wire.intercepted(octets -> isAbout(octets, "Cancel"), wire::closePort);
        for (String part : new String[] {"MessageID", "To", "SignatureValue", "DigestValue", "Identifier"}) {
            byte[] changed = Wire.changed(cancel, message -> {
                Element last = message.all(part).get(message.all(part).size() - 1);
                last.setTextContent(flipped(last.getTextContent()));
            });
            assertThat(wire.post(changed).status()).as(part).isEqualTo(500);
        }
        wire.postAll(Collections.nCopies(
                3 * PROMPT,
                Wire.changed(cancel, message -> message.first("MessageID").setTextContent("urn:uuid:other"))));

        assertThat(wire.post(call).status()).isEqualTo(200);
        assertThat(wire.post(cancel).status()).isEqualTo(200);
        assertThat(wire.post(call).body()).contains("BadContextToken");
    }

    @Test
    void refusesACallAsTheCancelThatMayBeInClear() {
        byte[] call = wire.intercepted();
        byte[] cancel = wire.intercepted(octets -> isAbout(octets, "Cancel"), wire::closePort);
        String action = Forgery.intercepted(cancel).first("Action").getTextContent();
        byte[] changed = Wire.changed(call, message -> message.first("Action").setTextContent(action));
        byte[] inClear = Wire.changed(cancel, message -> message.first("Action").setTextContent(Desk.ORDER));

        assertThat(wire.post(changed).isRefusal()).isTrue();
        assertThat(wire.post(inClear).isRefusal()).isTrue();
        assertThat(wire.lastRefusal()).isEqualTo("PART_NOT_ENCRYPTED");
        assertThat(wire.post(call).status()).isEqualTo(200);
    }

    /** A renewal is under a key of its own or of a negotiation: that one is charged, not the session. */
    @Test
    void refusedRenewalsAreNotChargedToTheSession() {
        byte[] renewal = renewal();
        byte[] call = wire.intercepted();
        wire.postAll(IntStream.range(0, 3 * PROMPT)
                .mapToObj(guess -> Wire.changed(renewal, message -> change(message, guess)))
                .toList());

        Duration fastest = IntStream.range(0, PROMPT - 1)
                .mapToObj(guess -> wire.post(Wire.changed(call, message -> change(message, guess)))
                        .took())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(fastest).isLessThan(TICK);
        assertThat(wire.post(call).status()).isEqualTo(200);
        assertThat(wire.call()).contains("order of 1,000");
    }

    @Test
    void refusedCallsAreNotChargedToTheRenewal() {
        byte[] renewal = renewal();
        byte[] call = wire.intercepted();
        wire.postAll(IntStream.range(0, 3 * PROMPT)
                .mapToObj(guess -> Wire.changed(call, message -> change(message, guess)))
                .toList());

        assertThat(wire.post(renewal).status()).isEqualTo(200);
    }

    /** Two derived keys of one name: which of them signs, two readers could tell differently. */
    @Test
    void refusesARenewalWithTwoDerivedKeysOfOneName() {
        byte[] renewal = renewal();
        int keys = Forgery.intercepted(renewal).all("DerivedKeyToken").size();
        assertThat(keys).isGreaterThanOrEqualTo(3);
        for (int one = 0; one < keys; one++) {
            for (int other = 0; other < keys; other++) {
                int first = one;
                int second = other;
                byte[] changed = Wire.changed(
                        renewal,
                        message -> message.all("DerivedKeyToken")
                                .get(first)
                                .setAttributeNS(
                                        null,
                                        "Id",
                                        idOf(message.all("DerivedKeyToken").get(second))));
                assertThat(wire.post(changed).isRefusal()).isTrue();
            }
        }
        assertThat(wire.refusals()).hasSize(keys * keys).containsOnly("DUPLICATE_ID");
        assertThat(wire.post(renewal).status()).isEqualTo(200);
    }

    /** The two context tokens of a renewal are those of the key that protects and of the key that endorses, in this order. */
    @Test
    void refusesARenewalWhoseTokensAreExchangedOrOneTooMany() {
        byte[] renewal = renewal();
        byte[] exchanged = Wire.changed(renewal, message -> {
            Element last = last(message.all("SecurityContextToken"));
            message.security().insertBefore(last, message.first("DerivedKeyToken"));
            message.security().insertBefore(last, message.first("Timestamp"));
        });
        byte[] twice = Wire.changed(renewal, message -> {
            Element copy = (Element) last(message.all("SecurityContextToken")).cloneNode(true);
            copy.removeAttributeNS(UTILITY, "Id");
            message.security().insertBefore(copy, message.first("Timestamp"));
        });

        if (wire.mode == Mode.NEGOTIATED_SESSION) {
            assertThat(wire.post(exchanged).status()).isEqualTo(500);
        }
        assertThat(wire.post(twice).status()).isEqualTo(500);
        assertThat(wire.post(renewal).status()).isEqualTo(200);
    }

    /** If the key that endorses a renewal decrypted parts of it, a renewal could ask about the session's messages. */
    @Test
    void refusesARenewalWhosePartsAreUnderTheKeyOfTheSession() {
        byte[] renewal = renewal();
        String endorsing = idOf(last(Forgery.intercepted(renewal).all("DerivedKeyToken")));
        int items = Forgery.intercepted(renewal).all("EncryptedData").size();
        for (int guess = 0; guess < 3 * PROMPT; guess++) {
            int item = guess % items;
            byte[] changed = Wire.changed(
                    renewal,
                    message -> Forgery.in(message.all("EncryptedData").get(item), "Reference")
                            .setAttributeNS(null, "URI", "#" + endorsing));
            assertThat(wire.post(changed).isRefusal()).isTrue();
        }

        assertThat(wire.refusals()).hasSize(3 * PROMPT).containsOnly("SECURITY_HEADER_MALFORMED");
        assertThat(wire.post(renewal).status()).isEqualTo(200);
    }

    /** The owner's request for a new key, which is kept from the service; the owner goes on with the old one. */
    private byte[] renewal() {
        var found = new AtomicReference<byte[]>();
        wire.watch(octets -> isAbout(octets, "Renew") && found.compareAndSet(null, octets) ? null : octets);
        // In steps, since a session that is not used for ten minutes ends.
        while (found.get() == null) {
            wire.clock.advance(Duration.ofMinutes(9));
            wire.call();
        }
        wire.watch(octets -> octets);
        return found.get();
    }

    private static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }

    private static String idOf(Element element) {
        return Elements.id(element);
    }

    private static boolean isAbout(byte[] octets, String what) {
        return new String(octets, UTF_8).contains("/RST/SCT/" + what + "<");
    }

    private static void change(Forgery message, int guess) {
        Element value = Forgery.in(message.body(), "CipherValue");
        StringBuilder octets = new StringBuilder(value.getTextContent());
        int position = octets.length() - 30 - guess;
        octets.setCharAt(position, octets.charAt(position) == 'A' ? 'B' : 'A');
        value.setTextContent(octets.toString());
    }

    private static String flipped(String text) {
        char first = text.charAt(0) == 'A' ? 'B' : 'A';
        return first + text.substring(1);
    }
}
