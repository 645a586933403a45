// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.token.SharedSecret;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.w3c.dom.Element;

/**
 * The kinds of refused requests that an attacker who guesses at ciphertext must not be able to tell apart. Each makes a changed copy of a request
 * of the same size.
 */
enum RefusalKind {
    BAD_PADDING_OF_THE_BODY(Place.BODY, (opened, wire) -> damage(bodyOf(wire), Damage.PADDING)),
    BODY_IS_NOT_XML(Place.BODY, (opened, wire) -> damage(bodyOf(wire), Damage.FIRST_OCTET)),
    BODY_IS_NOT_XML_IN_THE_MIDDLE(Place.BODY, (opened, wire) -> damage(bodyOf(wire), Damage.MIDDLE)),
    BODY_IS_ANOTHER_XML(Place.BODY, (opened, wire) -> damage(bodyOf(wire), Damage.LETTER)),
    BAD_PADDING_OF_THE_PRIMARY_SIGNATURE(
            Place.PRIMARY_SIGNATURE, (opened, wire) -> damage(itemOf(wire, 0), Damage.PADDING)),
    PRIMARY_SIGNATURE_IS_NOT_XML(
            Place.PRIMARY_SIGNATURE, (opened, wire) -> damage(itemOf(wire, 0), Damage.FIRST_OCTET)),
    PRIMARY_SIGNATURE_IS_NOT_XML_IN_THE_MIDDLE(
            Place.PRIMARY_SIGNATURE, (opened, wire) -> damage(itemOf(wire, 0), Damage.MIDDLE)),
    PRIMARY_SIGNATURE_IS_ANOTHER_XML(Place.PRIMARY_SIGNATURE, (opened, wire) -> damage(itemOf(wire, 0), Damage.LETTER)),
    BAD_PADDING_OF_THE_ENDORSING_SIGNATURE(
            Place.ENDORSING_SIGNATURE, (opened, wire) -> damage(itemOf(wire, 1), Damage.PADDING)),
    ENDORSING_SIGNATURE_IS_NOT_XML(
            Place.ENDORSING_SIGNATURE, (opened, wire) -> damage(itemOf(wire, 1), Damage.FIRST_OCTET)),
    ENDORSING_SIGNATURE_IS_ANOTHER_XML(
            Place.ENDORSING_SIGNATURE, (opened, wire) -> damage(itemOf(wire, 1), Damage.LETTER)),
    WRONG_HMAC(Place.PRIMARY_SIGNATURE, (opened, wire) -> {
        Forgery forgery = opened.get();
        replaceFirstLetter(Forgery.in(forgery.primarySignature(), "SignatureValue"));
        return forgery.seal();
    }),
    WRONG_DIGEST_OF_THE_BODY(Place.PRIMARY_SIGNATURE, (opened, wire) -> {
        Forgery forgery = opened.get();
        replaceFirstLetter(Forgery.in(forgery.primarySignature(), "DigestValue"));
        return forgery.seal();
    }),
    WRONG_ENDORSING_SIGNATURE(Place.ENDORSING_SIGNATURE, (opened, wire) -> {
        Forgery forgery = opened.get();
        replaceFirstLetter(Forgery.in(forgery.endorsingSignature(), "SignatureValue"));
        return forgery.seal();
    }),
    FOREIGN_KEY(Place.KEY, (opened, wire) -> {
        Element value = Forgery.in(wire.first("EncryptedKey"), "CipherValue");
        byte[] octets = Base64.getDecoder().decode(value.getTextContent());
        octets[100] ^= 1;
        value.setTextContent(Base64.getEncoder().encodeToString(octets));
        return wire.octets();
    }),
    OTHER_SECRET(Place.KEY, (opened, wire) -> {
        return opened.get().withSecret(SharedSecret.of(new byte[32])).seal();
    }),
    BODY_IN_THE_PLACE_OF_THE_PRIMARY_SIGNATURE(Place.PRIMARY_SIGNATURE, (opened, wire) -> {
        Element signature = Forgery.in(itemOf(wire, 0), "CipherValue");
        byte[] body = octetsOf(bodyOf(wire));
        byte[] longer = Arrays.copyOf(octetsOf(itemOf(wire, 0)), octetsOf(itemOf(wire, 0)).length);
        // The recorded ciphertext goes to the end, so that its padding is looked at, too.
        System.arraycopy(body, 0, longer, longer.length - body.length, body.length);
        signature.setTextContent(Base64.getEncoder().encodeToString(longer));
        return wire.octets();
    });

    private final Place place;
    private final BiFunction<Supplier<Forgery>, Forgery, byte[]> change;

    RefusalKind(Place place, BiFunction<Supplier<Forgery>, Forgery, byte[]> change) {
        this.place = place;
        this.change = change;
    }

    /** Returns the place of the ciphertext that is changed. */
    Place place() {
        return place;
    }

    /** The kinds of messages that bring no key and no certificate, as in sessions. */
    static Set<RefusalKind> underContexts() {
        return EnumSet.complementOf(EnumSet.of(
                BAD_PADDING_OF_THE_ENDORSING_SIGNATURE,
                ENDORSING_SIGNATURE_IS_NOT_XML,
                ENDORSING_SIGNATURE_IS_ANOTHER_XML,
                WRONG_ENDORSING_SIGNATURE,
                FOREIGN_KEY));
    }

    /** A copy of a request under this secret that is refused for this reason. */
    byte[] of(byte[] request, SharedSecret secret) {
        return change.apply(() -> Forgery.opened(request, secret), Forgery.intercepted(request));
    }

    private static Element bodyOf(Forgery wire) {
        return Forgery.in(wire.body(), "EncryptedData");
    }

    private static Element itemOf(Forgery wire, int index) {
        return wire.all("EncryptedData").get(index);
    }

    private static byte[] octetsOf(Element encryptedData) {
        return Base64.getDecoder()
                .decode(Forgery.in(encryptedData, "CipherValue").getTextContent());
    }

    private static byte[] damage(Element encryptedData, Damage damage) {
        byte[] octets = octetsOf(encryptedData);
        octets[damage.position(octets.length)] ^= (byte) damage.bits;
        Forgery.in(encryptedData, "CipherValue")
                .setTextContent(Base64.getEncoder().encodeToString(octets));
        return Forgery.octets(encryptedData.getOwnerDocument());
    }

    private static void replaceFirstLetter(Element base64) {
        String text = base64.getTextContent();
        base64.setTextContent((text.charAt(0) == 'A' ? 'B' : 'A') + text.substring(1));
    }

    /**
     * A place of ciphertext. The attacker who changes a message knows the place, and wants to know what its ciphertext decrypts to. So only the times of
     * kinds with one place can tell something: those of different places are told apart by what was sent.
     */
    enum Place {
        BODY,
        PRIMARY_SIGNATURE,
        ENDORSING_SIGNATURE,
        KEY
    }

    /** A change of ciphertext that changes one octet of plaintext in a known way, or damages a block as well. */
    private enum Damage {
        /** The last octet of the last block. */
        PADDING(0x40) {
            @Override
            int position(int length) {
                return length - 17;
            }
        },
        /** What should be a left angle bracket. */
        FIRST_OCTET(0x01) {
            @Override
            int position(int length) {
                return 0;
            }
        },
        /** A whole block becomes random. */
        MIDDLE(0x01) {
            @Override
            int position(int length) {
                return length / 2 / 16 * 16;
            }
        },
        /** A letter becomes another, in the namespace at the beginning. */
        LETTER(0x01) {
            @Override
            int position(int length) {
                return 15;
            }
        };

        private final int bits;

        Damage(int bits) {
            this.bits = bits;
        }

        abstract int position(int length);
    }
}
