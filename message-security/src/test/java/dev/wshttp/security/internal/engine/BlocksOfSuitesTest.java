// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.engine;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a body is encrypted with: the cipher, the key's size and the padding are those of the suite, whose blocks have 16 bytes or 8. */
@ParameterizedClass
@EnumSource(MessageEngine.class)
class BlocksOfSuitesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    private static final String CALL = "<Add xmlns=\"urn:test\"><n>1</n></Add>";

    private final MessageEngine receiving;

    BlocksOfSuitesTest(MessageEngine receiving) {
        this.receiving = receiving;
    }

    static Stream<Arguments> paddings() {
        return Stream.of(AlgorithmSuite.BASIC256, AlgorithmSuite.BASIC192, AlgorithmSuite.TRIPLE_DES)
                .flatMap(suite -> IntStream.rangeClosed(0, 18).mapToObj(padding -> Arguments.of(suite, padding)));
    }

    @ParameterizedTest
    @MethodSource("paddings")
    void acceptsPaddingOfUpToOneBlockOfTheSuite(AlgorithmSuite suite, int padding) {
        int block = suite.blockBytes();
        String filled = CALL.replace("</n>", " ".repeat(2 * block - (CALL.length() + padding) % block) + "</n>");
        var message = new Message(suite, filled);
        byte[] padded = Arrays.copyOf(filled.getBytes(UTF_8), filled.length() + padding);
        assertThat(padded.length % block).isZero();
        if (padding > 0) {
            padded[padded.length - 1] = (byte) padding;
        }
        byte[] changed = message.withBody(octets -> message.encrypt(padded));

        if (padding >= 1 && padding <= block) {
            assertThat(message.prove(changed).envelope().content()).isPresent();
        } else {
            assertThat(faultOf(() -> message.prove(changed)))
                    .isIn(SecurityFault.DECRYPTION_FAILED, SecurityFault.SIGNATURE_INVALID);
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of(AlgorithmSuite.BASIC192, AlgorithmSuite.TRIPLE_DES)
                .flatMap(suite -> IntStream.of(1, 4, suite.blockBytes() - 1, suite.blockBytes() + 1)
                        .mapToObj(cut -> Arguments.of(suite, cut)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void refusesWhatIsNotWholeBlocksOfTheSuite(AlgorithmSuite suite, int cut) {
        var message = new Message(suite, CALL);
        byte[] changed = message.withBody(octets -> Arrays.copyOf(octets, octets.length - cut));

        assertThat(faultOf(() -> message.prove(changed))).isEqualTo(SecurityFault.DECRYPTION_FAILED);
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void refusesVectorWithoutBlocks(AlgorithmSuite suite) {
        var message = new Message(suite, CALL);
        byte[] changed = message.withBody(octets -> Arrays.copyOf(octets, suite.blockBytes()));

        assertThat(faultOf(() -> message.prove(changed))).isEqualTo(SecurityFault.DECRYPTION_FAILED);
    }

    static Stream<Arguments> otherCiphers() {
        return Stream.of(AlgorithmSuite.values())
                .flatMap(suite -> Stream.of("aes256-cbc", "aes192-cbc", "aes128-cbc", "tripledes-cbc", "des-cbc")
                        .filter(name -> !suite.encryptionUri().equals(XENC + name))
                        .map(name -> Arguments.of(suite, name)));
    }

    /** AES-192 and Triple DES have keys of the same size. */
    @ParameterizedTest
    @MethodSource("otherCiphers")
    void refusesCipherOfAnotherSuite(AlgorithmSuite suite, String cipher) {
        var message = new Message(suite, CALL);
        byte[] changed = message.with(suite.encryptionUri(), XENC + cipher);

        assertThat(faultOf(() -> message.prove(changed))).isEqualTo(SecurityFault.ALGORITHM_NOT_ACCEPTED);
    }

    static Stream<Arguments> otherSizes() {
        return Stream.of(AlgorithmSuite.values())
                .flatMap(suite -> IntStream.of(8, 16, 24, 32)
                        .filter(bytes -> bytes != suite.encryptionKeyBytes())
                        .mapToObj(bytes -> Arguments.of(suite, bytes)));
    }

    @ParameterizedTest
    @MethodSource("otherSizes")
    void refusesEncryptionKeyOfAnotherSize(AlgorithmSuite suite, int bytes) {
        var message = new Message(suite, CALL);
        byte[] changed = message.withEncryptionKeyOf(bytes);

        assertThat(faultOf(() -> message.prove(changed))).isEqualTo(SecurityFault.ALGORITHM_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(AlgorithmSuite.class)
    void writesTheLengthOfEachKeyThatIsNotTheDefault(AlgorithmSuite suite) {
        String text = new Message(suite, CALL).text;

        assertThat(text)
                .contains("<c:Offset>0</c:Offset><c:Length>" + suite.signatureKeyBytes() + "</c:Length><c:Nonce>");
        assertThat(text.split("<c:Length>", -1)).hasSize(suite.encryptionKeyBytes() == 32 ? 2 : 3);
    }

    /** A message under a context, both of whose derived keys are known. */
    private final class Message {
        private final AlgorithmSuite suite;
        private final SecurityContextKey session;
        private final DerivedKeyPair keys;
        private final String text;

        Message(AlgorithmSuite suite, String body) {
            this.suite = suite;
            this.session = new SecurityContextKey(
                    new SecurityContextToken("uuid-0-1", "urn:uuid:1", ""),
                    SharedSecret.random(RANDOM, suite.secretBytes()));
            this.keys = DerivedKeyPair.of(session, suite, RANDOM);
            var protection = Protection.context(new Protection.Context(session, Optional.of(keys), Carriage.CARRIED));
            var message = new OutgoingMessage(Addressing.request("urn:action", "urn:to"), List.of(), writer -> {
                int end = body.indexOf("</n>");
                writer.writeStartElement("", "Add", "urn:test");
                writer.writeDefaultNamespace("urn:test");
                writer.writeStartElement("", "n", "urn:test");
                writer.writeCharacters(body.substring(body.indexOf("<n>") + 3, end));
                writer.writeEndElement();
                writer.writeEndElement();
            });
            this.text = new String(engine().protect(message, protection).octets(), UTF_8);
        }

        private SecurityEngine engine() {
            var binding = WsHttpBinding.builder().algorithmSuite(suite).build();
            return Engines.of(receiving, binding, new Freshness(Clock.systemUTC(), binding.maxClockSkew()), RANDOM);
        }

        MessageProof prove(byte[] octets) {
            return engine().read(octets, UTF_8)
                    .verification(Expectation.context(new Expectation.Context(List.of(session), Carriage.CARRIED)))
                    .proveAtOnce();
        }

        byte[] with(String found, String other) {
            assertThat(text).contains(found);
            return text.replace(found, other).getBytes(UTF_8);
        }

        byte[] withEncryptionKeyOf(int bytes) {
            int token = text.indexOf(keys.encryptionId());
            int end = text.indexOf("<c:Nonce>", token);
            String start =
                    text.substring(0, end).replaceAll("(?s)(<c:Offset>0</c:Offset><c:Length>\\d+</c:Length>)$", "");
            return (start + "<c:Offset>0</c:Offset><c:Length>" + bytes + "</c:Length>" + text.substring(end))
                    .getBytes(UTF_8);
        }

        byte[] withBody(UnaryOperator<byte[]> change) {
            int last = text.lastIndexOf("CipherValue>", text.lastIndexOf("CipherValue>") - 1);
            int start = last + "CipherValue>".length();
            int end = text.indexOf('<', start);
            byte[] octets = Base64.getMimeDecoder().decode(text.substring(start, end));
            String value = Base64.getEncoder().encodeToString(change.apply(octets));
            return (text.substring(0, start) + value + text.substring(end)).getBytes(UTF_8);
        }

        byte[] encrypt(byte[] padded) {
            KeyDerivation derivation = keys.encryption();
            String name = suite.blockBytes() == 8 ? "DESede" : "AES";
            try {
                byte[] vector = new byte[suite.blockBytes()];
                RANDOM.nextBytes(vector);
                Cipher cipher = Cipher.getInstance(name + "/CBC/NoPadding");
                cipher.init(
                        Cipher.ENCRYPT_MODE,
                        new SecretKeySpec(session.derive(derivation), name),
                        new IvParameterSpec(vector));
                byte[] blocks = cipher.doFinal(padded);
                byte[] all = Arrays.copyOf(vector, vector.length + blocks.length);
                System.arraycopy(blocks, 0, all, vector.length, blocks.length);
                return all;
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
