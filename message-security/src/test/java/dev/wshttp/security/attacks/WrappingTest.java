// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static dev.wshttp.security.internal.soap.Namespaces.ADDRESSING;
import static dev.wshttp.security.internal.soap.Namespaces.SOAP;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.forgery.Wrapping;
import dev.wshttp.security.forgery.Wrapping.Leaving;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Signature wrapping: parts of a genuine message are taken out of their places and stand somewhere else, where their ids still resolve (McIntosh and
 * Austel, 2005).
 */
@Timeout(120)
@ParameterizedClass
@MethodSource("dev.wshttp.security.attacks.Mode#tested")
class WrappingTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String UNKNOWN = "urn:any";
    private static final List<String> REQUEST_PARTS =
            List.of("Action", "MessageID", "ReplyTo", "To", "DryRun", "Timestamp", "BinarySecurityToken", "Body");
    private static final List<String> REPLY_PARTS = List.of("Action", "RelatesTo", "Timestamp", "Body");
    private static final List<String> PLACES = List.of("Header", "Security", "Envelope", "Body");

    private final Wire wire;

    WrappingTest(Mode mode) {
        this.wire = new Wire(mode, PKI);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void refusesARequestOneOfWhosePartsWasWrappedMovedOrCopied() {
        wire.requireRefused(attacks(REQUEST_PARTS, wire.intercepted()));
    }

    @Test
    void refusesAReplyOneOfWhosePartsWasWrappedMovedOrCopied() {
        wire.call();
        byte[] genuine = reply();

        attacks(REPLY_PARTS, genuine).forEach((name, change) -> {
            wire.changeReplies(octets -> Wire.changed(octets, change));
            assertThatThrownBy(wire::call).as(name).isInstanceOf(MessageSecurityException.class);
        });
    }

    /** In a session with a reply that is refused, the session goes on. */
    @Test
    void aGenuineReplyPassesAfterChangedOnes() {
        wire.changeReplies(octets -> Wire.changed(octets, message -> message.remove("Action")));
        assertThatThrownBy(wire::call).isInstanceOf(MessageSecurityException.class);
        wire.changeReplies(octets -> octets);

        assertThat(wire.call()).contains("order of 1,000");
    }

    private byte[] reply() {
        var replies = new ArrayList<byte[]>();
        wire.changeReplies(octets -> {
            replies.add(octets);
            return octets;
        });
        wire.call();
        wire.changeReplies(octets -> octets);
        return replies.get(0);
    }

    /** Every part, wrapped, moved and copied to every place, with and without something left in its own place. */
    private static Map<String, Consumer<Forgery>> attacks(List<String> parts, byte[] genuine) {
        var attacks = new LinkedHashMap<String, Consumer<Forgery>>();
        for (String part : parts) {
            if (Forgery.intercepted(genuine).all(part).isEmpty()) {
                continue;
            }
            attacks.put(part + " taken out", message -> Forgery.remove(part(message, part)));
            if (!part.equals("DryRun")) {
                // A copy of an application's header is not signed, and the application does not see it.
                attacks.put(part + " twice", message -> copyInPlace(message, part));
            }
            attacks.put(
                    part + " without content", message -> part(message, part).setTextContent(""));
            attacks.put(part + " in its place in a wrapper", message -> wrap(message, part(message, part)));
            attacks.put(part + " in its place, nested in itself", message -> nest(part(message, part)));
            for (String place : PLACES) {
                if (place.equals(part)
                        || Forgery.intercepted(genuine).all(place).isEmpty()) {
                    continue;
                }
                for (Leaving leaving : Leaving.values()) {
                    attacks.put(
                            part + " moved in a wrapper into " + place + ", leaving " + leaving,
                            message -> move(message, part, place, leaving, true));
                }
                // The order of header blocks means nothing, so a block may move within the header.
                if (!isIn(Forgery.intercepted(genuine), part, place)) {
                    attacks.put(
                            part + " moved into " + place,
                            message -> move(message, part, place, Leaving.NOTHING, false));
                }
            }
        }
        return attacks;
    }

    private static boolean isIn(Forgery message, String part, String place) {
        return part(message, part).getParentNode().isSameNode(part(message, place));
    }

    private static void move(Forgery message, String name, String placeName, Leaving leaving, boolean wrapped) {
        Wrapping.move(message, part(message, name), part(message, placeName), leaving, wrapped);
    }

    private static void wrap(Forgery message, Element part) {
        Element wrapper = message.create(UNKNOWN, "x");
        part.getParentNode().replaceChild(wrapper, part);
        wrapper.appendChild(part);
    }

    private static void nest(Element part) {
        Element outer = (Element) part.cloneNode(false);
        outer.removeAttributeNS(UTILITY, "Id");
        part.getParentNode().replaceChild(outer, part);
        outer.appendChild(part);
    }

    private static void copyInPlace(Forgery message, String name) {
        Element part = part(message, name);
        Element copy = (Element) part.cloneNode(true);
        copy.removeAttributeNS(UTILITY, "Id");
        part.getParentNode().insertBefore(copy, part);
    }

    /** The part of this name in its own place. */
    private static Element part(Forgery message, String name) {
        Element envelope = (Element) message.header().getParentNode();
        return switch (name) {
            case "Envelope" -> envelope;
            case "Header" -> message.header();
            case "Body" -> message.body();
            case "DryRun" -> child(message.header(), Wire.APPLICATION, name);
            case "Security" -> message.security();
            case "Timestamp", "BinarySecurityToken" -> message.first(name);
            default -> child(message.header(), ADDRESSING, name);
        };
    }

    private static Element child(Element parent, String namespace, String name) {
        return Objects.requireNonNull(Elements.child(parent, namespace, name));
    }

    @Test
    void refusesTwoHeadersTwoBodiesAndTextBetween() {
        var changes = new LinkedHashMap<String, Consumer<Forgery>>();
        changes.put(
                "an empty second header",
                message ->
                        message.body().getParentNode().insertBefore(message.create(SOAP, "s:Header"), message.body()));
        changes.put(
                "a copy of the header before it",
                message -> message.header()
                        .getParentNode()
                        .insertBefore(message.header().cloneNode(true), message.header()));
        changes.put("a header after the body", message -> Forgery.moveToEnd(message.header()));
        changes.put(
                "an empty first body",
                message -> message.body().getParentNode().insertBefore(message.create(SOAP, "s:Body"), message.body()));
        changes.put(
                "a last body", message -> message.body().getParentNode().appendChild(message.create(SOAP, "s:Body")));
        changes.put(
                "an element after the body",
                message -> message.body().getParentNode().appendChild(message.create(UNKNOWN, "x")));
        for (String place : List.of("Envelope", "Header", "Security", "Body")) {
            changes.put(
                    "text in " + place,
                    message -> part(message, place)
                            .appendChild(part(message, place).getOwnerDocument().createTextNode("text")));
            changes.put(
                    "a processing instruction in " + place,
                    message -> part(message, place)
                            .appendChild(
                                    part(message, place).getOwnerDocument().createProcessingInstruction("x", "y")));
        }

        wire.requireRefused(changes);
    }

    @Test
    void refusesOtherAttributesOfSignedHeaders() {
        var changes = new LinkedHashMap<String, Consumer<Forgery>>();
        for (String block : List.of("Action", "MessageID", "ReplyTo", "To", "DryRun", "Timestamp", "Body")) {
            for (String attribute : List.of("role", "mustUnderstand", "relay", "encodingStyle")) {
                changes.put(
                        block + " with another " + attribute,
                        message -> part(message, block).setAttributeNS(SOAP, "s:" + attribute, "0"));
            }
            changes.put(
                    block + " for the next",
                    message -> part(message, block).setAttributeNS(SOAP, "s:role", SOAP + "/role/next"));
        }
        for (String role : List.of("", SOAP + "/role/next", SOAP + "/role/ultimateReceiver")) {
            changes.put(
                    "security for '" + role + "'", message -> message.security().setAttributeNS(SOAP, "s:role", role));
        }

        wire.requireRefused(changes);
    }

    /** What no signature covers, the application does not see. */
    @Test
    void keepsWhatAnAttackerAddsAroundTheSignedPartsFromTheApplication() {
        String genuine = withoutIds(wire.call());
        wire.changeRequests(octets -> Wire.changed(octets, message -> {
            Element added = message.create(Wire.APPLICATION, "t:DryRun");
            added.setTextContent("false");
            message.header().insertBefore(added, message.header().getFirstChild());
            Element envelope = (Element) message.header().getParentNode();
            for (Element holder : List.of(envelope, message.header())) {
                holder.setAttributeNS(SOAP, "s:encodingStyle", UNKNOWN);
                holder.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:lang", "xx");
                holder.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:base", UNKNOWN);
                holder.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
            }
        }));

        String seen = wire.call();

        assertThat(withoutIds(seen)).isEqualTo(genuine);
        assertThat(seen).contains("&gt;true&lt;").doesNotContain("false");
    }

    private static String withoutIds(String report) {
        return report.replaceAll("uuid:[-0-9a-f]{36}", "uuid");
    }
}
