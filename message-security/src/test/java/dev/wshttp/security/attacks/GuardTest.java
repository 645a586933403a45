// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SIGNATURE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forgery;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * Guessing at ciphertext: an attacker changes a message again and again and watches the answers and their times (Jager and Somorovsky, 2011). The
 * service answers few refusals under one secret at once, and the owner of the secret is not harmed.
 */
@Timeout(180)
@ParameterizedClass
@MethodSource("dev.wshttp.security.attacks.Mode#tested")
class GuardTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Pattern CONTEXT = Pattern.compile("Identifier>([^<]*)<");
    private static final Pattern BODY = Pattern.compile("(?s)(.*CipherValue>)([^<]+)(<.*)");
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int PROMPT = 8;
    private static final List<String> TELLING = List.of("DECRYPTION_FAILED", "SIGNATURE_INVALID", "MESSAGE_REPLAYED");

    private final Mode mode;
    private final Wire wire;

    GuardTest(Mode mode) {
        this.mode = mode;
        this.wire = new Wire(mode, PKI);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    // What an attacker learns

    /** What an attacker adds in clear must not lead past the count: not by what fails in an unforeseen way, not by what is refused later. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x xmlns='relative' u:Id='added'/>",
                "<x xmlns='urn:x' s:mustUnderstand='1'/>",
                "<x xmlns='urn:x'><y u:Id='added'/></x>",
                "<x xmlns='urn:x' u:Id=''/>"
            })
    void answersAtOnceNoMoreThanEightTimesWhateverIsAddedInClear(String added) {
        byte[] genuine = text(wire.intercepted())
                .replace("</s:Header>", added + "</s:Header>")
                .getBytes(UTF_8);

        List<Answer> answers = wire.postAll(IntStream.range(0, PROMPT + 4)
                .mapToObj(guess -> tampered(genuine, guess))
                .toList());

        assertThat(answers).allMatch(Answer::isRefusal);
        assertThat(wire.refusals()).doesNotContain("INTERNAL_ERROR");
        assertThat(prompt(answers)).isLessThanOrEqualTo(PROMPT);
    }

    private static long prompt(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.took().compareTo(TICK) < 0)
                .count();
    }

    @Test
    void answersAtOnceNoMoreThanEightTimesHoweverTheSecretIsDressedUp() {
        String genuine = text(wire.intercepted());
        var guesses = new ArrayList<byte[]>();
        for (UnaryOperator<String> dressing : dressings()) {
            guesses.add(tampered(dressing.apply(genuine).getBytes(UTF_8), guesses.size()));
        }

        List<Answer> answers = wire.postAll(guesses);

        assertThat(answers).allMatch(Answer::isRefusal);
        long telling = wire.refusals().stream().filter(TELLING::contains).count();
        assertThat(telling).isGreaterThan(PROMPT);
        // A message that is refused before any key is used is answered at once.
        long others = answers.size() - telling;
        assertThat(prompt(answers)).isLessThanOrEqualTo(PROMPT + others);
    }

    /** Each is the same secret to the service, or no message of this protocol at all. */
    private List<UnaryOperator<String>> dressings() {
        var dressings = new ArrayList<UnaryOperator<String>>();
        dressings.add(text -> text);
        dressings.add(text -> text.replaceFirst("CipherValue>", "CipherValue>\n\t"));
        dressings.add(text -> text.replaceFirst("(CipherValue>....)", "$1&#13;&#10;"));
        dressings.add(text -> text.replaceFirst("(CipherValue>....)", "$1<!-- AAAA -->"));
        dressings.add(text -> text.replaceFirst("(CipherValue>)(....)", "$1<![CDATA[$2]]>"));
        dressings.add(text -> text.replaceFirst("(CipherValue>[^A<]*)A", "$1&#65;"));
        dressings.add(text -> text.replaceFirst("CipherData>", "CipherData>\n"));
        dressings.add(text -> text.replaceFirst("CipherData>", "CipherData>AAAA"));
        dressings.add(text -> text.replaceFirst("(</[a-z]*:CipherValue>)", "$1AAAA"));
        dressings.add(text -> text.replaceFirst("CipherData>", "CipherData><!-- x -->"));
        dressings.add(text -> text.replaceFirst("<e:EncryptedKey ", "<e:EncryptedKey Recipient=\"x\" "));
        dressings.add(text -> text.replaceFirst("<e:EncryptedKey ", "<e:EncryptedKey Type=\"x\" MimeType=\"y\" "));
        dressings.add(text -> text.replaceFirst("<e:EncryptedKey ", "<e:EncryptedKey other=\"x\" "));
        dressings.add(text -> text.replaceFirst("ThumbprintSHA1\">", "ThumbprintSHA1\"> "));
        dressings.add(text -> text.replaceFirst("(<o:KeyIdentifier) EncodingType=\"[^\"]*\"", "$1"));
        dressings.add(GuardTest::withAnotherKeyId);
        dressings.add(text -> text.replaceAll("<(/?)e:(Encrypted(Key|Data)|CipherData|CipherValue)", "<$1z:$2")
                .replace("xmlns:e=", "xmlns:z=\"" + ENCRYPTION + "\" xmlns:e="));
        for (int more = 0; more < 2 * PROMPT; more++) {
            int blanks = more;
            dressings.add(text -> text.replaceFirst("(CipherValue>....)", "$1" + " ".repeat(blanks)));
        }
        return dressings;
    }

    private static String withAnotherKeyId(String text) {
        var id = Pattern.compile("EncryptedKey [^>]*Id=\"([^\"]*)\"").matcher(text);
        return id.find() ? text.replace(id.group(1), "renamed") : text;
    }

    @Test
    void remembersASecretWhateverElseIsRefused() {
        byte[] genuine = wire.intercepted();
        IntStream.range(0, PROMPT).forEach(guess -> wire.post(tampered(genuine, guess)));
        wire.postAll(IntStream.range(0, 2 * PROMPT)
                .mapToObj(other -> tampered(wire.intercepted(), other))
                .toList());

        assertThat(wire.post(tampered(genuine, 1)).took()).isGreaterThanOrEqualTo(TICK);
    }

    @Test
    void answersFurtherRefusalsTogetherOnATick() {
        byte[] genuine = wire.intercepted();
        IntStream.range(0, PROMPT).forEach(guess -> wire.post(tampered(genuine, guess)));

        // Which tick it is depends on the arrival, and how exactly it is met on the machine: one good round is enough.
        boolean together = IntStream.range(0, 6).anyMatch(round -> {
            List<Answer> answers = wire.postAll(IntStream.range(0, 6)
                    .mapToObj(guess -> tampered(genuine, guess))
                    .toList());
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.isRefusal()).isTrue();
                assertThat(answer.took()).isGreaterThanOrEqualTo(TICK);
            });
            long first = answers.stream().mapToLong(Answer::endedNanos).min().orElseThrow();
            long last = answers.stream().mapToLong(Answer::endedNanos).max().orElseThrow();
            return last - first < TICK.toNanos() / 2;
        });
        assertThat(together).isTrue();
    }

    @Test
    void refusesADeliveredMessageBeforeItsBodyIsTouched() {
        byte[] recorded = wire.recorded();
        wire.desk.seen.clear();

        assertThat(wire.post(recorded).isRefusal()).isTrue();
        for (int guess = 0; guess < 3; guess++) {
            assertThat(wire.post(tampered(recorded, guess)).isRefusal()).isTrue();
        }
        assertThat(wire.refusals()).containsOnly("MESSAGE_REPLAYED");
        assertThat(wire.desk.seen).isEmpty();
    }

    @Test
    void refusesAStaleMessageBeforeAnyOfItsKeysIsUsed() {
        byte[] kept = wire.intercepted();
        byte[] recorded = wire.recorded();
        wire.letMessagesGrowOld();
        wire.desk.seen.clear();
        var messages = new ArrayList<byte[]>();
        for (int guess = 0; guess < 2 * PROMPT; guess++) {
            messages.add(guess % 2 == 0 ? tampered(kept, guess) : tampered(recorded, guess));
        }
        messages.add(kept);
        messages.add(recorded);

        assertThat(wire.postAll(messages)).allMatch(Answer::isRefusal);
        assertThat(wire.refusals().stream().distinct()).hasSize(1).allMatch(fault -> fault.startsWith("TIMESTAMP"));
        assertThat(wire.desk.seen).isEmpty();
    }

    @Test
    void refusesAStaleMessageWithAFreshTimestamp() {
        byte[] kept = wire.intercepted();
        wire.letMessagesGrowOld();
        wire.desk.seen.clear();
        String now = wire.clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        String later = wire.clock
                .instant()
                .truncatedTo(ChronoUnit.MILLIS)
                .plus(Duration.ofMinutes(5))
                .toString();
        byte[] renewed = text(kept)
                .replaceFirst("Created>[^<]*<", "Created>" + now + "<")
                .replaceFirst("Expires>[^<]*<", "Expires>" + later + "<")
                .getBytes(UTF_8);

        assertThat(wire.post(renewed).isRefusal()).isTrue();
        assertThat(wire.post(tampered(renewed, 3)).isRefusal()).isTrue();
        assertThat(wire.refusals()).containsOnly("SIGNATURE_INVALID");
        assertThat(wire.desk.seen).isEmpty();
    }

    // What an attacker does to the owner

    @Test
    void letsTheGenuineMessagePassAfterATamperedCopy() {
        byte[] genuine = wire.intercepted();
        for (int guess = 0; guess < PROMPT - 1; guess++) {
            assertThat(wire.post(tampered(genuine, guess)).isRefusal()).isTrue();
        }

        assertThat(wire.post(genuine).status()).isEqualTo(200);
        assertThat(wire.desk.seen).hasSize(1);
    }

    @Test
    void noNumberOfMessagesWithoutTheKeyEndsASessionOrAToken() {
        byte[] recorded = wire.recorded();
        byte[] kept = wire.intercepted();
        String context = contextOf(recorded);
        var messages = new ArrayList<byte[]>();
        for (int guess = 0; guess < 60; guess++) {
            messages.add(tampered(guess % 2 == 0 ? kept : recorded, guess));
            messages.add(recorded);
        }
        assertThat(wire.postAll(messages)).allMatch(Answer::isRefusal);

        assertThat(wire.call()).contains("order of 1,000");
        assertThat(contextOf(wire.recorded())).isEqualTo(context);
        if (!mode.hasKeyOfItsOwnInEachRequest()) {
            assertThat(wire.post(kept).status()).isEqualTo(200);
        }
    }

    /** If the owner's calls were answered on ticks, each of them would take one. */
    @Test
    void theOwnersCallsStayPromptWhileRefusalsAreDelayed() throws Exception {
        byte[] kept = wire.intercepted();
        IntStream.range(0, PROMPT).forEach(guess -> wire.post(tampered(kept, guess)));
        var flood = new Thread(() -> wire.postAll(
                IntStream.range(0, 24).mapToObj(guess -> tampered(kept, guess)).toList()));
        flood.start();
        var times = new ArrayList<Duration>();
        while (flood.isAlive() && times.size() < 40) {
            long start = System.nanoTime();
            wire.call();
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        flood.join();

        assertThat(Collections.min(times)).isLessThan(TICK);
    }

    /** Age is told by what stands in clear, so an attacker who repeats old messages costs the owner nothing. */
    @Test
    void staleMessagesDoNotCount() {
        byte[] old = wire.intercepted();
        wire.letMessagesGrowOld();
        wire.postAll(Collections.nCopies(2 * PROMPT, old));
        byte[] kept = wire.intercepted();

        Duration fastest = IntStream.range(0, PROMPT - 1)
                .mapToObj(guess -> wire.post(tampered(kept, guess)).took())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(fastest).isLessThan(TICK);
    }

    // Number, kind and order of what is encrypted

    @Test
    void refusesOtherEncryptedItemsThanThoseOfAMessage() {
        var changes = new LinkedHashMap<String, Consumer<Forgery>>();
        changes.put("a target part and 20 copies of the signature", message -> copies(message, 20, true));
        changes.put("20 copies of the signature in front", message -> copies(message, 20, false));
        changes.put("one copy of the signature", message -> copies(message, 1, true));
        changes.put("one copy in front", message -> copies(message, 1, false));
        changes.put("the body's content in the header too", message -> {
            Element copy = (Element) inBody(message).cloneNode(true);
            copy.setAttributeNS(null, "Id", "copied");
            message.security().appendChild(copy);
            list(message, "copied");
        });
        changes.put("the body's content in the signature's place", message -> swap(inBody(message), primary(message)));
        changes.put("no signature", message -> {
            unlist(message, primary(message));
            Forgery.remove(primary(message));
        });
        changes.put("an unlisted signature", message -> unlist(message, primary(message)));
        changes.put("an unlisted body", message -> unlist(message, inBody(message)));
        changes.put("an empty list", message -> message.first("ReferenceList").setTextContent(""));
        changes.put("no list", message -> message.remove("ReferenceList"));
        changes.put("a foreign entry", message -> list(message, "nothing"));
        changes.put("an entry for the timestamp", message -> list(message, id(message.first("Timestamp"))));
        changes.put("an entry for a header", message -> list(message, id(message.first("To"))));
        changes.put("an entry for the list", message -> {
            message.first("ReferenceList").setAttributeNS(null, "Id", "list");
            list(message, "list");
        });
        changes.put("an entry twice", message -> list(message, primary(message).getAttribute("Id")));
        changes.put(
                "a key in the list",
                message -> message.first("ReferenceList").appendChild(message.create(ENCRYPTION, "e:KeyReference")));
        changes.put("an item in the SOAP header", message -> message.header().appendChild(primary(message)));
        changes.put("a copy in the SOAP header", message -> {
            Element copy = (Element) primary(message).cloneNode(true);
            copy.setAttributeNS(null, "Id", "copied");
            message.header().appendChild(copy);
            list(message, "copied");
        });
        changes.put("a second item in the body", message -> {
            Element copy = (Element) inBody(message).cloneNode(true);
            copy.setAttributeNS(null, "Id", "copied");
            message.body().appendChild(copy);
            list(message, "copied");
        });
        changes.put(
                "an element beside the item in the body",
                message -> message.body().appendChild(message.create("urn:any", "x")));
        changes.put("an item within an element of the body", message -> {
            Element wrapper = message.create("urn:any", "x");
            Element item = inBody(message);
            message.body().replaceChild(wrapper, item);
            wrapper.appendChild(item);
        });
        changes.put(
                "an item within an item",
                message -> Forgery.in(primary(message), "CipherData")
                        .appendChild(inBody(message).cloneNode(true)));
        changes.put("an item in the place of octets", message -> {
            Element data = Forgery.in(primary(message), "CipherValue");
            data.setTextContent("");
            data.appendChild(inBody(message).cloneNode(true));
        });
        changes.put(
                "a body that says it is an element",
                message -> inBody(message).setAttributeNS(null, "Type", ENCRYPTION + "Element"));
        changes.put(
                "a signature that says it is content",
                message -> primary(message).setAttributeNS(null, "Type", ENCRYPTION + "Content"));
        changes.put(
                "a key of its own in an item",
                message ->
                        Forgery.in(primary(message), "KeyInfo").appendChild(message.create(SIGNATURE, "ds:KeyName")));
        changes.put(
                "octets of less than a block",
                message -> Forgery.in(inBody(message), "CipherValue")
                        .setTextContent(Base64.getEncoder().encodeToString(new byte[16])));
        changes.put(
                "octets of no whole blocks",
                message -> Forgery.in(inBody(message), "CipherValue")
                        .setTextContent(Base64.getEncoder().encodeToString(new byte[47])));

        wire.requireRefused(changes);
    }

    /** Position alone says what an item is. */
    @Test
    void theOrderOfTheReferenceListMeansNothing() {
        byte[] genuine = wire.intercepted();
        byte[] reversed = Wire.changed(genuine, message -> {
            Element list = message.first("ReferenceList");
            list.insertBefore(list.getLastChild(), list.getFirstChild());
        });

        assertThat(wire.post(reversed).status()).isEqualTo(200);
    }

    private static void copies(Forgery message, int number, boolean behind) {
        Element target = primary(message);
        for (int i = 0; i < number; i++) {
            Element copy = (Element) target.cloneNode(true);
            copy.setAttributeNS(null, "Id", "copy" + i);
            target.getParentNode().insertBefore(copy, behind ? target.getNextSibling() : target);
            list(message, "copy" + i);
        }
    }

    private static void swap(Element one, Element other) {
        Element first = Forgery.in(one, "CipherValue");
        Element second = Forgery.in(other, "CipherValue");
        String kept = first.getTextContent();
        first.setTextContent(second.getTextContent());
        second.setTextContent(kept);
    }

    private static Element primary(Forgery message) {
        return Forgery.in(message.security(), "EncryptedData");
    }

    private static Element inBody(Forgery message) {
        return Forgery.in(message.body(), "EncryptedData");
    }

    private static String id(Element element) {
        return Elements.id(element);
    }

    private static void list(Forgery message, String id) {
        Element reference = message.create(ENCRYPTION, "e:DataReference");
        reference.setAttributeNS(null, "URI", "#" + id);
        message.first("ReferenceList").appendChild(reference);
    }

    private static void unlist(Forgery message, Element item) {
        message.all("DataReference").stream()
                .filter(reference -> reference.getAttribute("URI").equals("#" + item.getAttribute("Id")))
                .forEach(Forgery::remove);
    }

    // Octets

    private static String contextOf(byte[] message) {
        var context = CONTEXT.matcher(text(message));
        return context.find() ? context.group(1) : "";
    }

    private static String text(byte[] message) {
        return new String(message, UTF_8);
    }

    /** Another last octet but one block in the body's ciphertext: what the last block decrypts to changes, and nothing else. */
    private static byte[] tampered(byte[] message, int guess) {
        var body = BODY.matcher(text(message));
        assertThat(body.matches()).isTrue();
        byte[] octets = Base64.getMimeDecoder().decode(body.group(2));
        octets[octets.length - 17] ^= (byte) (guess + 1);
        return (body.group(1) + Base64.getEncoder().encodeToString(octets) + body.group(3)).getBytes(UTF_8);
    }
}
