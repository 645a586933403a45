// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import dev.wshttp.explain.internal.xml.Scanner;
import dev.wshttp.explain.internal.xml.Scope;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An envelope as it was found in a file.
 *
 * @param label where it was found
 * @param sender which side sent it, if that was seen; otherwise the message says so itself
 * @param envelope its tree; positions count the octets of the file in UTF-8, and of a package those of its envelope with base64 in place of each include
 */
public record Recorded(String label, Optional<Sender> sender, Element envelope) {
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int LARGEST_ENVELOPE = 16 * 1024 * 1024;
    private static final int MOST_MESSAGES = 500;
    private static final String EVENT = "http://schemas.microsoft.com/2004/06/E2ETraceEvent";
    private static final String LOG = "http://schemas.microsoft.com/2004/06/ServiceModel/Management/MessageTrace";

    /**
     * Reads the envelopes of a file: one envelope, a package of MTOM with one, or a message log of WCF.
     *
     * @throws MessageSecurityException with {@code MESSAGE_UNREADABLE} or {@code MESSAGE_TOO_LARGE}
     */
    public static List<Recorded> of(Path file) {
        return of(String.valueOf(file.getFileName()), octets(file));
    }

    // A device or a pipe has no size that it tells, so the reading is bounded.
    private static byte[] octets(Path file) {
        try (var content = Files.newInputStream(file)) {
            byte[] octets = content.readNBytes(MOST_BYTES + 1);
            if (octets.length > MOST_BYTES) {
                throw new MessageSecurityException(
                        SecurityFault.MESSAGE_TOO_LARGE,
                        "The file '" + file + "' has more than " + MOST_BYTES
                                + " bytes. Take the messages that matter out of it: one envelope a file, or some events of the log.");
            }
            return octets;
        } catch (IOException failed) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The file '" + file + "' could not be read: " + failed
                            + " (expected an envelope, or a message log of WCF).",
                    failed);
        }
    }

    /**
     * Reads the envelopes in octets.
     *
     * @param name for labels and errors
     * @throws MessageSecurityException as {@link #of(Path)}
     */
    public static List<Recorded> of(String name, byte[] octets) {
        try {
            byte[] text = text(octets);
            return isLog(text) ? log(name, text) : List.of(single(name, text));
        } catch (MessageSecurityException refused) {
            throw new MessageSecurityException(
                    refused.fault(), UntrustedText.oneLine(name) + ": " + refused.getMessage(), refused);
        }
    }

    /**
     * Reads the body of an HTTP message, which is one envelope whatever it looks like.
     *
     * @param name for its label
     * @param sender which side sent it
     * @throws MessageSecurityException as {@link #of(Path)}
     */
    public static Recorded ofMessage(String name, Sender sender, byte[] octets) {
        return new Recorded(
                name, Optional.of(sender), single(name, text(octets)).envelope());
    }

    private static byte[] text(byte[] octets) {
        return MtomPackage.isOne(octets) ? MtomPackage.envelope(octets, LARGEST_ENVELOPE) : utf8(octets);
    }

    // XML 1.0, appendix F.1: the first octets tell the encoding.
    static byte[] utf8(byte[] octets) {
        Charset charset = UTF_8;
        if (octets.length >= 2) {
            int first = ((octets[0] & 0xFF) << Byte.SIZE) | (octets[1] & 0xFF);
            charset = switch (first) {
                case 0xFFFE, 0x3C00 -> StandardCharsets.UTF_16LE;
                case 0xFEFF, 0x003C -> StandardCharsets.UTF_16BE;
                default -> UTF_8;
            };
        }
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return charset.equals(UTF_8)
                    ? octets
                    : text.replaceFirst("^\uFEFF", "").getBytes(UTF_8);
        } catch (CharacterCodingException malformed) {
            throw unreadable(
                    "These octets are no text in " + charset
                            + " (expected an envelope as XML). If they are compressed or binary, record the message in another way");
        }
    }

    // By its first element only: a message may have these namespaces anywhere.
    private static boolean isLog(byte[] text) {
        return Scanner.firstElement(text)
                .filter(first ->
                        first.namespace().equals(EVENT) || first.namespace().equals(LOG))
                .isPresent();
    }

    private static Recorded single(String name, byte[] text) {
        if (text.length > LARGEST_ENVELOPE) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_TOO_LARGE,
                    "The document has " + text.length + " bytes (expected an envelope of at most " + LARGEST_ENVELOPE
                            + ", where WCF's default is" + " 65536). Record a smaller message of the same kind.");
        }
        Element root = Scanner.document(text);
        if (!root.is(Ns.SOAP, "Envelope")) {
            throw unreadable(
                    "The root element is '" + UntrustedText.oneLine(root.qualifiedName()) + "' in the namespace '"
                            + UntrustedText.oneLine(root.namespace())
                            + "' (expected an Envelope of SOAP 1.2, or WCF's message log). WCF's WSHttpBinding sends nothing else");
        }
        return new Recorded(name, Optional.empty(), root);
    }

    private static List<Recorded> log(String name, byte[] text) {
        var found = new ArrayList<Recorded>();
        long malformed = 0;
        for (Node node : Scanner.fragment(text, Scope.EMPTY)) {
            if (node instanceof Element event) {
                malformed += event.all(LOG, "MessageLogTraceRecord").stream()
                        .filter(each -> each.attribute("Source").equals("Malformed"))
                        .count();
                for (Element envelope : envelopes(event)) {
                    String source = envelope.parent()
                            .map(record -> record.attribute("Source"))
                            .orElse("");
                    found.add(new Recorded(
                            name + ", message " + (found.size() + 1) + (source.isEmpty() ? "" : " (" + source + ")"),
                            Optional.empty(),
                            envelope));
                }
            }
        }
        if (found.isEmpty() || found.size() > MOST_MESSAGES) {
            throw unreadable("The log has " + found.size() + " envelopes of SOAP 1.2"
                    + (malformed == 0 ? "" : " and " + malformed + " malformed messages, which WCF logs as text")
                    + " (expected 1 to " + MOST_MESSAGES
                    + " envelopes). Log whole messages (logEntireMessage=\"true\" and logMessagesAtTransportLevel=\"true\"), and take out the ones that"
                    + " matter");
        }
        return found;
    }

    // An envelope inside an envelope is what a peer wrote, and no message of the log.
    private static List<Element> envelopes(Element element) {
        return element.is(Ns.SOAP, "Envelope")
                ? List.of(element)
                : element.elements().stream()
                        .flatMap(each -> envelopes(each).stream())
                        .toList();
    }

    static MessageSecurityException unreadable(String text) {
        return new MessageSecurityException(SecurityFault.MESSAGE_UNREADABLE, text + ".");
    }
}
