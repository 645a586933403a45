// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.internal.xml.GeneratedDocument;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The scanner and the canonical form of changed documents, with the JDK's parser and Santuario as oracles. {@code -Dfuzz.documents} says how many; without
 * it, {@code -Dlong.tests=true} makes them three times as many.
 */
class ScannerFuzzTest {
    @Test
    void mutated() throws Exception {
        var random = new Random(5);
        int accepted = 0;
        int total = Integer.getInteger("fuzz.documents", Boolean.getBoolean("long.tests") ? 60_000 : 20_000);
        for (int i = 0; i < total; i++) {
            byte[] document = new GeneratedDocument(random).text().getBytes(UTF_8);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                document = mutant(document, random);
            }
            accepted += ScannerOracle.agrees(document) ? 1 : 0;
        }
        System.out.println("accepted " + accepted + " of " + total);
    }

    private static final String[] PIECES = {
        "<",
        ">",
        "&",
        ";",
        "\"",
        "'",
        "=",
        "/",
        "!",
        "-",
        "--",
        "?",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "]]",
        "&#13;",
        "&#x0;",
        "&#x20;",
        "&lt;",
        "\r\n",
        "\r",
        "\t",
        "xmlns",
        "xmlns:p",
        "xml:",
        "xml",
        ":",
        "<?xml version='1.0'?>",
        "\u00e9",
        "\ud83d\ude00",
        "\uffff",
        "\u0001",
        "p:",
        " ",
        "</e1>",
        "<e1>",
        "<e1/>",
        "<!DOCTYPE a>",
        "xmlns:xml='http://www.w3.org/XML/1998/namespace'",
        "xmlns:xmlns='urn:a'",
        "xmlns:p=''",
        "&apos;",
        "0"
    };

    private static byte[] mutant(byte[] document, Random random) {
        int at = random.nextInt(document.length + 1);
        switch (random.nextInt(4)) {
            case 0 -> {
                byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
                return joined(document, at, piece, at);
            }
            case 1 -> {
                int end = Math.min(document.length, at + random.nextInt(6));
                return joined(document, at, new byte[0], end);
            }
            case 2 -> {
                if (at == document.length) {
                    return document;
                }
                byte[] copy = document.clone();
                copy[at] = (byte) random.nextInt(256);
                return copy;
            }
            default -> {
                int from = random.nextInt(document.length + 1);
                int to = Math.min(document.length, from + random.nextInt(40));
                return joined(document, at, java.util.Arrays.copyOfRange(document, from, to), at);
            }
        }
    }

    private static byte[] joined(byte[] document, int head, byte[] piece, int tail) {
        var joined = new ByteArrayOutputStream();
        joined.write(document, 0, head);
        joined.writeBytes(piece);
        joined.write(document, tail, document.length - tail);
        return joined.toByteArray();
    }
}
