// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a flight of TLS 1.2 as an observer of the network can (RFC 5246, sections 6.2.1 and 7.4): the handshake messages in clear text, and the fact
 * that encrypted ones follow.
 *
 * @param readable the messages in clear, by their names
 * @param hidden what follows under the keys of the handshake
 */
record SeenFlight(List<String> readable, List<String> hidden) {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int CERTIFICATE = 11;

    SeenFlight {
        readable = List.copyOf(readable);
        hidden = List.copyOf(hidden);
    }

    static SeenFlight of(byte[] octets) {
        var readable = new ArrayList<String>();
        var hidden = new ArrayList<String>();
        var inClear = new ByteArrayOutputStream();
        for (ByteBuffer records = ByteBuffer.wrap(octets); records.hasRemaining(); ) {
            int type = records.get();
            records.getShort();
            byte[] content = new byte[Short.toUnsignedInt(records.getShort())];
            records.get(content);
            if (readable.contains("ChangeCipherSpec")) {
                hidden.add("Finished");
            } else if (type == CHANGE_CIPHER_SPEC) {
                readable.addAll(messages(inClear.toByteArray()));
                inClear.reset();
                readable.add("ChangeCipherSpec");
            } else {
                inClear.writeBytes(content);
            }
        }
        readable.addAll(messages(inClear.toByteArray()));
        return new SeenFlight(readable, hidden);
    }

    private static List<String> messages(byte[] handshake) {
        var names = new ArrayList<String>();
        for (ByteBuffer messages = ByteBuffer.wrap(handshake); messages.hasRemaining(); ) {
            int type = messages.get();
            byte[] message = new byte[length(messages)];
            messages.get(message);
            names.add(type == CERTIFICATE ? "Certificate of " + subject(message) : name(type));
        }
        return names;
    }

    private static String name(int type) {
        return switch (type) {
            case 1 -> "ClientHello";
            case 2 -> "ServerHello";
            case 4 -> "NewSessionTicket";
            case 12 -> "ServerKeyExchange";
            case 13 -> "CertificateRequest";
            case 14 -> "ServerHelloDone";
            case 15 -> "CertificateVerify";
            case 16 -> "ClientKeyExchange";
            default -> "message of type " + type;
        };
    }

    private static String subject(byte[] message) {
        ByteBuffer list = ByteBuffer.wrap(message);
        if (length(list) == 0) {
            return "no one";
        }
        byte[] first = new byte[length(list)];
        list.get(first);
        try {
            var certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(first));
            return certificate.getSubjectX500Principal().toString();
        } catch (CertificateException malformed) {
            throw new DemoFailure(
                    "A certificate of the handshake cannot be read. Look at the recorded messages.", malformed);
        }
    }

    /** TLS writes lengths in three bytes. */
    private static int length(ByteBuffer from) {
        return Byte.toUnsignedInt(from.get()) << 16 | Short.toUnsignedInt(from.getShort());
    }
}
