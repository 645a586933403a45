// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One flight of a TLS handshake as an observer of the network reads it (RFC 5246, sections 6.2.1 and 7.4): the messages in clear, and that encrypted
 * ones follow. Reads malformed flights as far as they go.
 *
 * @param steps the messages in their order, with their sizes in octets
 * @param certificates shown in it, the leaf first
 * @param cipherSuite chosen in a ServerHello
 */
public record TlsFlight(List<Step> steps, List<X509Certificate> certificates, Optional<String> cipherSuite) {
    private static final int HANDSHAKE = 22;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int SERVER_HELLO = 2;
    private static final int CERTIFICATE = 11;
    private static final int MOST_CERTIFICATES = 10;
    // A flight of TLS has less than ten; each is told with its name.
    private static final int MOST_STEPS = 50;

    public TlsFlight {
        steps = List.copyOf(steps);
        certificates = List.copyOf(certificates);
    }

    /**
     * One message of the handshake, or a record that is none.
     *
     * @param name by RFC 5246
     * @param readable whether its content can be read without the keys of the handshake
     */
    public record Step(String name, int octets, boolean readable) {}

    static TlsFlight of(byte[] octets) {
        var reading = new Reading();
        int at = 0;
        while (at + 5 <= octets.length && reading.steps.size() < MOST_STEPS) {
            int type = octets[at] & 0xFF;
            int length = number(octets, at + 3, 2);
            if (at + 5 + length > octets.length) {
                break;
            }
            reading.record(type, Arrays.copyOfRange(octets, at + 5, at + 5 + length));
            at += 5 + length;
        }
        reading.messages();
        if (at < octets.length && reading.steps.size() < MOST_STEPS) {
            reading.steps.add(new Step("octets that are no TLS record", octets.length - at, false));
        }
        return new TlsFlight(reading.steps, reading.certificates, Optional.ofNullable(reading.cipherSuite));
    }

    private static int number(byte[] octets, int at, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << Byte.SIZE) | (at + i < octets.length ? octets[at + i] & 0xFF : 0);
        }
        return number;
    }

    private static final class Reading {
        private final List<Step> steps = new ArrayList<>();
        private final List<X509Certificate> certificates = new ArrayList<>();
        private final ByteArrayOutputStream inClear = new ByteArrayOutputStream();
        private @Nullable String cipherSuite;
        private boolean encrypted;
        private boolean shown;
        private int tried;

        void record(int type, byte[] content) {
            if (type == HANDSHAKE && !encrypted) {
                inClear.writeBytes(content);
                return;
            }
            messages();
            if (type == CHANGE_CIPHER_SPEC) {
                encrypted = true;
                steps.add(new Step("ChangeCipherSpec", content.length, true));
            } else if (type == HANDSHAKE) {
                steps.add(new Step("Finished", content.length, false));
            } else {
                steps.add(new Step(type == ALERT ? "Alert" : "record of type " + type, content.length, !encrypted));
            }
        }

        void messages() {
            byte[] handshake = inClear.toByteArray();
            inClear.reset();
            int at = 0;
            while (at + 4 <= handshake.length && steps.size() < MOST_STEPS) {
                int type = handshake[at] & 0xFF;
                int end = Math.min(handshake.length, at + 4 + number(handshake, at + 1, 3));
                byte[] message = Arrays.copyOfRange(handshake, at + 4, end);
                // The certificates are told beside the name, once.
                boolean again = type == CERTIFICATE && shown;
                shown = shown || type == CERTIFICATE;
                steps.add(new Step(again ? "another Certificate" : name(type), message.length, true));
                if (type == CERTIFICATE) {
                    certificates(message);
                } else if (type == SERVER_HELLO) {
                    int session = message.length > 34 ? message[34] & 0xFF : 0;
                    cipherSuite = suite(number(message, 35 + session, 2));
                }
                at = end;
            }
        }

        private void certificates(byte[] message) {
            int at = 3;
            while (at + 3 < message.length && tried++ < MOST_CERTIFICATES) {
                int length = Math.min(number(message, at, 3), message.length - at - 3);
                certificate(Arrays.copyOfRange(message, at + 3, at + 3 + length))
                        .ifPresent(certificates::add);
                at += 3 + length;
            }
        }
    }

    static Optional<X509Certificate> certificate(byte[] octets) {
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets)));
        } catch (CertificateException malformed) {
            return Optional.empty();
        }
    }

    private static String name(int type) {
        return switch (type) {
            case 0 -> "HelloRequest";
            case 1 -> "ClientHello";
            case SERVER_HELLO -> "ServerHello";
            case 4 -> "NewSessionTicket";
            case CERTIFICATE -> "Certificate";
            case 12 -> "ServerKeyExchange";
            case 13 -> "CertificateRequest";
            case 14 -> "ServerHelloDone";
            case 15 -> "CertificateVerify";
            case 16 -> "ClientKeyExchange";
            case 22 -> "CertificateStatus";
            default -> "message of type " + type;
        };
    }

    // RFC 5246, 5288 and 5289, and RFC 7905.
    private static String suite(int number) {
        return switch (number) {
            case 0x002F -> "TLS_RSA_WITH_AES_128_CBC_SHA";
            case 0x0035 -> "TLS_RSA_WITH_AES_256_CBC_SHA";
            case 0x009C -> "TLS_RSA_WITH_AES_128_GCM_SHA256";
            case 0x009D -> "TLS_RSA_WITH_AES_256_GCM_SHA384";
            case 0xC013 -> "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
            case 0xC014 -> "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA";
            case 0xC027 -> "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256";
            case 0xC028 -> "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384";
            case 0xC02F -> "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
            case 0xC030 -> "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
            case 0xCCA8 -> "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
            default -> String.format("cipher suite 0x%04X", number);
        };
    }
}
