// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.captures.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Inputs to start from: recorded messages and files. Nothing of this library is loaded for them. */
final class Seeds {
    /** The folders of the target for envelopes; the place of a message among them is the first octet of its input. */
    static final List<String> FOLDERS =
            List.of("1-nonego-nosession", "2-nonego-session--renew", "3-nego-session-DEFAULT--renew");

    private static final Pattern FLIGHT = Pattern.compile("BinaryExchange[^>]*>([^<]*)<");

    private Seeds() {}

    /** Each secured message of the folders, with its place in front. */
    static List<byte[]> envelopes() {
        var seeds = new ArrayList<byte[]>();
        for (String folder : FOLDERS) {
            messages(folder)
                    .filter(message -> message.contains("<o:Security"))
                    .forEach(message -> seeds.add(prefixed(seeds.size(), message.getBytes(UTF_8))));
        }
        return seeds;
    }

    /** The decrypted messages that open and renew sessions, and the legs of negotiations. */
    static List<byte[]> tokenMessages() {
        return Stream.concat(
                        messages("3-nego-session-DEFAULT--renew/decrypted"), messages("3-nego-session-DEFAULT--renew"))
                .filter(message -> message.contains("RequestSecurityToken"))
                .map(message -> message.getBytes(UTF_8))
                .toList();
    }

    /** The flights of recorded negotiations, for each step. */
    static List<byte[]> flights() {
        var seeds = new ArrayList<byte[]>();
        List<byte[]> flights = messages("3-nego-session-DEFAULT")
                .flatMap(message -> FLIGHT.matcher(message).results())
                .map(found -> Base64.getDecoder().decode(found.group(1)))
                .toList();
        for (int step = 0; step < 8; step++) {
            for (byte[] flight : flights.subList(0, 4)) {
                seeds.add(prefixed(step, flight));
            }
        }
        return seeds;
    }

    static List<byte[]> documents(Stream<String> names) {
        return names.map(name -> text(path(name)).getBytes(UTF_8)).toList();
    }

    static List<byte[]> headers() {
        return Stream.concat(lines(), bodies()).toList();
    }

    private static Stream<byte[]> bodies() {
        return Stream.of("live-mtom--mode1", "live-mtom-utf16--mode1", "live-utf16-le--mode1", "live-utf16-be--mode1")
                .map(Recorded::new)
                .flatMap(folder -> Stream.of("01-request.xml", "01-response.xml")
                        .map(file -> {
                            byte[] type = (folder.contentType(file) + "\n").getBytes(UTF_8);
                            byte[] body = folder.octets(file);
                            byte[] all = Arrays.copyOf(type, type.length + body.length);
                            System.arraycopy(body, 0, all, type.length, body.length);
                            return all;
                        }));
    }

    private static Stream<byte[]> lines() {
        return Stream.of(
                        "application/soap+xml; charset=utf-8",
                        "application/soap+xml; charset=\"utf-16\"; action=\"urn:a;b\"",
                        "text/xml",
                        "urn:uuid:1c161a46-88c5-4591-9af6-b1b97bdb3c25\r\nx",
                        "next\u0085line, separators\u2028of\u2029lines, right\u202Eto left, isolated\u2067too")
                .map(text -> text.getBytes(UTF_8));
    }

    /** Requests and replies of a folder, in their order. */
    private static Stream<String> messages(String folder) {
        try (Stream<Path> files = Files.list(path("captures/" + folder))) {
            return files
                    .filter(file -> file.getFileName().toString().matches("\\d\\d-re(quest|sponse)\\.xml"))
                    .sorted()
                    .map(Seeds::text)
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] prefixed(int first, byte[] octets) {
        byte[] all = new byte[octets.length + 1];
        all[0] = (byte) first;
        System.arraycopy(octets, 0, all, 1, octets.length);
        return all;
    }

    /** Without the first octet, which says what the others are for. */
    static byte[] rest(byte[] input) {
        return Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Path path(String resource) {
        try {
            return Path.of(Objects.requireNonNull(Seeds.class.getResource("/" + resource), resource)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
