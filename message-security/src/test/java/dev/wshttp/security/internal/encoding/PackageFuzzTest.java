// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.wss.DelayedRefusal;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes WCF's packages at random: a changed package is refused, or means what its sender signed. {@code -Dpackage.seed=7} makes other changes, and
 * {@code -Dpackage.rounds=100000} more of them.
 */
@Timeout(600)
class PackageFuzzTest {
    private static final int SEED = Integer.getInteger("package.seed", 1);
    private static final int ROUNDS = Integer.getInteger("package.rounds", 300);
    private static final WireFormat FORMAT = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r\n\r\n",
        "--",
        ";",
        "\"",
        "<",
        ">",
        "<xop:Include href=\"cid:x\"/>",
        "Content-ID: <http://tempuri.org/0>\r\n",
        "Content-Transfer-Encoding: binary\r\n",
        "&#60;",
        "<!-- ",
        " -->",
        "<![CDATA[",
        "]]>",
        "\0",
        "\u00FF\u00FE",
        "\u00EF\u00BB\u00BF",
        "utf-16",
        "utf-8",
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
        " xmlns:xop=\"urn:x\"",
        "%2F",
        "cid:",
        "AAAA"
    };

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(new Exchange(new Recorded("live-mtom--mode1"), "03")),
                Arguments.of(new Exchange(new Recorded("live-mtom-utf16--mode1"), "02")),
                Arguments.of(new Exchange(new Recorded("live-utf16-le--mode1"), "03")));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void changedPackagesAreRefusedOrMeanWhatTheirSenderSigned(Exchange exchange) throws Exception {
        String file = exchange.number() + "-request.xml";
        String contentType = exchange.folder().contentType(file);
        byte[] octets = exchange.folder().octets(file);
        String body = Envelopes.body(Envelopes.parse(exchange.decryptedRequest()));
        assertThat(verified(exchange, contentType, octets)).isEqualTo(body);
        int accepted = 0;
        for (int round : IntStream.range(0, ROUNDS).toArray()) {
            var random = new Random(SEED * 1_000_003L + round);
            String type = random.nextInt(8) == 0 ? changed(contentType, random) : contentType;
            byte[] changed = random.nextInt(10) == 0 ? octets : changed(octets, type, random);
            try {
                assertThat(verified(exchange, type, changed))
                        .as("seed " + SEED + ", round " + round)
                        .isEqualTo(body);
                accepted++;
            } catch (Undecodable | MessageSecurityException | DelayedRefusal refused) {
                // As it should be.
            }
        }
        assertThat(accepted).isBetween(1, ROUNDS * 4 / 5);
    }

    private static String verified(Exchange exchange, String contentType, byte[] octets) throws Undecodable {
        var accepted = FORMAT.accept(contentType);
        if (accepted.isEmpty()) {
            throw Undecodable.malformed("another media type", "a message");
        }
        byte[] envelope = FORMAT.envelope(octets, accepted.get());
        assertThat(envelope.length).isLessThan(octets.length / 2 * 3 + 8);
        Sides sides = Sides.of(exchange.folder(), Recorded.clockOf(exchange.request()));
        VerifiedMessage message = sides.service().verify(sides.engine().read(envelope, UTF_8));
        return Envelopes.body(message.envelope());
    }

    private static String changed(String contentType, Random random) {
        int at = random.nextInt(contentType.length());
        int end = Math.min(contentType.length(), at + random.nextInt(6));
        return contentType.substring(0, at) + piece(random) + contentType.substring(end);
    }

    private static String piece(Random random) {
        return random.nextInt(4) == 0 ? "" : PIECES[random.nextInt(PIECES.length)];
    }

    private static byte[] changed(byte[] octets, String contentType, Random random) {
        List<byte[]> parts = parts(octets, contentType);
        switch (random.nextInt(parts.size() > 1 ? 8 : 4)) {
            case 0 -> {
                byte[] flipped = octets.clone();
                flipped[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                return Arrays.copyOf(octets, random.nextInt(octets.length));
            }
            case 2, 3 -> {
                return spliced(octets, random.nextInt(octets.length), random.nextInt(6), piece(random));
            }
            case 4 -> Collections.swap(parts, random.nextInt(parts.size()), random.nextInt(parts.size()));
            case 5 -> parts.add(random.nextInt(parts.size()), parts.get(random.nextInt(parts.size())));
            case 6 -> parts.remove(random.nextInt(parts.size()));
            default -> {
                // In the headers of a part, which are at its start.
                int part = random.nextInt(parts.size());
                byte[] one = parts.get(part);
                parts.set(
                        part,
                        spliced(one, random.nextInt(Math.min(200, one.length)), random.nextInt(6), piece(random)));
            }
        }
        var joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static byte[] spliced(byte[] octets, int at, int dropped, String piece) {
        var changed = new ByteArrayOutputStream();
        changed.write(octets, 0, at);
        changed.writeBytes(piece.getBytes(ISO_8859_1));
        int rest = Math.min(octets.length, at + dropped);
        changed.write(octets, rest, octets.length - rest);
        return changed.toByteArray();
    }

    /** The octets up to each boundary. */
    private static List<byte[]> parts(byte[] octets, String contentType) {
        String text = new String(octets, ISO_8859_1);
        String boundary = contentType.replaceAll("(?s).*boundary=\"([^\"]*)\".*", "$1");
        var parts = new ArrayList<byte[]>();
        for (String part : text.split("(?=" + Pattern.quote("\r\n--" + boundary) + ")")) {
            parts.add(part.getBytes(ISO_8859_1));
        }
        return parts;
    }
}
